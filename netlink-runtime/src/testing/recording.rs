//! Conversations as pcap files of the link type netlink, `LINKTYPE_NETLINK`.
//!
//! ```text
//! file    magic u32, version 2.4, 8 zeros, snapshot length u32, link type u32
//! record  seconds u32, microseconds u32, bytes here u32, bytes in all u32
//! frame   packet type u16, ARPHRD_NETLINK u16, 10 bytes unused, protocol u16, then the messages
//! ```
//! File and record are in the byte order of the machine, the frame's header in that of the
//! network. We put the socket's address and the mask of groups into the bytes that are unused.

use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::wire::{MessageHeader, Messages, array_at};

const MAGIC: u32 = 0xa1b2_c3d4;
/// The same with nanoseconds for microseconds.
const MAGIC_NANO: u32 = 0xa1b2_3c4d;
const LINK_TYPE: u32 = 253;
/// `ARPHRD_NETLINK`.
const HARDWARE: u16 = 824;
/// The longest record that pcap readers take.
pub(super) const LONGEST: usize = 262_144;
pub(super) const FRAME_HEADER: usize = 16;
const RECORD_HEADER: usize = 16;
const FILE_HEADER: usize = 24;

/// `PACKET_USER` and `PACKET_KERNEL`: where a frame goes to.
const TO_USER: u16 = 6;
const TO_KERNEL: u16 = 7;

/// A datagram of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) to_kernel: bool,
    pub(super) protocol: u16,
    /// The address of the socket; 0 if the recording does not say it.
    pub(super) port: u32,
    /// The groups that it was sent to, as a mask.
    pub(super) groups: u32,
    pub(super) bytes: Vec<u8>,
}

/// What was said between programs and the kernel: read from a pcap file that a
/// [`Recorder`](super::Recorder) wrote, or `tcpdump` on an `nlmon` interface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    pub(super) frames: Vec<Frame>,
}

impl Recording {
    /// Reads a file.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and those of reading the file.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::parse(&std::fs::read(path)?)
    }

    /// Reads the bytes of a pcap file.
    ///
    /// # Errors
    /// `InvalidData` with a text if it is no pcap file (pcapng is none), comes from a machine of
    /// the other byte order, is of another link type, or a record is cut off.
    pub fn parse(file: &[u8]) -> io::Result<Self> {
        let word = |at| array_at(file, at).map(u32::from_ne_bytes);
        match word(0) {
            Some(MAGIC | MAGIC_NANO) => {}
            Some(magic) if [MAGIC, MAGIC_NANO].contains(&magic.swap_bytes()) => {
                return Err(invalid("it was recorded on a machine of the other byte order"));
            }
            _ => return Err(invalid("it is no pcap file")),
        }
        // The upper bits say how frames are checked.
        if word(20).map(|kind| kind & 0xffff) != Some(LINK_TYPE) {
            return Err(invalid("its link type is not netlink"));
        }
        let mut frames = Vec::new();
        let mut rest = file.get(FILE_HEADER..).unwrap_or_default();
        while !rest.is_empty() {
            let number = frames.len() + 1;
            let cut = || invalid(&format!("record {number} is cut off"));
            let size = |at| array_at(rest, at).map(u32::from_ne_bytes);
            let (here, all) = size(8).zip(size(12)).ok_or_else(cut)?;
            let here = usize::try_from(here).ok().filter(|_| here == all).ok_or_else(cut)?;
            let (_, behind) = rest.split_at_checked(RECORD_HEADER).ok_or_else(cut)?;
            let (frame, behind) = behind.split_at_checked(here).ok_or_else(cut)?;
            let frame = Frame::parse(frame)
                .ok_or_else(|| invalid(&format!("record {number} is no netlink frame")))?;
            frames.push(frame);
            rest = behind;
        }
        Ok(Self { frames })
    }
}

fn invalid(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the recording cannot be read: {text}"))
}

/// What a file begins with.
pub(super) fn file_header() -> [u8; FILE_HEADER] {
    let mut header = [0; FILE_HEADER];
    header[..4].copy_from_slice(&MAGIC.to_ne_bytes());
    header[4..6].copy_from_slice(&2u16.to_ne_bytes());
    header[6..8].copy_from_slice(&4u16.to_ne_bytes());
    header[16..20].copy_from_slice(&(LONGEST as u32).to_ne_bytes());
    header[20..].copy_from_slice(&LINK_TYPE.to_ne_bytes());
    header
}

impl Frame {
    /// The frame as a record, made now.
    pub(super) fn to_record(&self) -> Vec<u8> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // 32 bits reach until 2106.
        let seconds = now.as_secs() as u32;
        let length = u32::try_from(FRAME_HEADER + self.bytes.len()).unwrap_or(u32::MAX);
        let mut record = Vec::with_capacity(RECORD_HEADER + FRAME_HEADER + self.bytes.len());
        for word in [seconds, now.subsec_micros(), length, length] {
            record.extend(word.to_ne_bytes());
        }
        let kind = if self.to_kernel { TO_KERNEL } else { TO_USER };
        record.extend(kind.to_be_bytes());
        record.extend(HARDWARE.to_be_bytes());
        record.extend(self.port.to_be_bytes());
        record.extend(self.groups.to_be_bytes());
        record.extend([0, 0]);
        record.extend(self.protocol.to_be_bytes());
        record.extend(&self.bytes);
        record
    }

    fn parse(frame: &[u8]) -> Option<Self> {
        let half = |at| array_at(frame, at).map(u16::from_be_bytes);
        let word = |at| array_at(frame, at).map(u32::from_be_bytes);
        let bytes = frame.get(FRAME_HEADER..)?.to_vec();
        let framed = Messages::new(&bytes).all(|message| message.is_ok());
        (half(2)? == HARDWARE && framed).then_some(Self {
            to_kernel: half(0)? == TO_KERNEL,
            protocol: half(14)?,
            port: word(4)?,
            groups: word(8)?,
            bytes,
        })
    }
}

/// Splits a datagram into runs of whole messages of at most that many bytes, so that each can be
/// a record.
pub(super) fn split(datagram: &[u8], longest: usize) -> Vec<&[u8]> {
    let (mut parts, mut start, mut end) = (Vec::new(), 0, 0);
    for message in Messages::new(datagram).map_while(Result::ok) {
        let length = crate::wire::align(MessageHeader::SIZE + message.payload.len());
        if end > start && end + length - start > longest {
            parts.extend(datagram.get(start..end));
            start = end;
        }
        end += length;
    }
    parts.extend(datagram.get(start..).filter(|rest| !rest.is_empty()));
    parts
}
