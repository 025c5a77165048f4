//! The least that a program can do with a netlink socket: what ours is measured against.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::AsFd;

use netlink_runtime::Socket;
use netlink_runtime::wire::{MessageHeader, Writer, flags, kinds};

use crate::Outcome;

/// A socket that is read and written as a file.
pub(crate) struct Raw {
    file: File,
    buffer: Vec<u8>,
}

impl Raw {
    /// Opens a socket for a protocol.
    pub(crate) fn open(protocol: u16) -> Outcome<Self> {
        let socket = Socket::open(protocol)?;
        let file = File::from(socket.as_fd().try_clone_to_owned()?);
        Ok(Self { file, buffer: vec![0; 65_536] })
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> Outcome<()> {
        Ok(self.file.write_all(bytes)?)
    }

    /// Receives one datagram.
    pub(crate) fn receive(&mut self) -> Outcome<&[u8]> {
        let length = self.file.read(&mut self.buffer)?;
        Ok(&self.buffer[..length])
    }

    /// Sends a dump request, and hands each datagram to `each` but for the message that ends the
    /// dump. Looks at the last message only.
    pub(crate) fn dump(&mut self, request: &[u8], mut each: impl FnMut(&[u8])) -> Outcome<()> {
        self.send(request)?;
        loop {
            let datagram = self.receive()?;
            // The end is a header and a code of four bytes.
            let split = datagram.len().saturating_sub(MessageHeader::SIZE + 4);
            let (front, last) = datagram.split_at(split);
            match MessageHeader::parse(last) {
                Some(header) if header.kind == kinds::DONE && header.length == 20 => {
                    each(front);
                    return Ok(());
                }
                Some(header) if split == 0 && header.kind == kinds::ERROR => {
                    return Err("the kernel refuses the dump".into());
                }
                _ => each(datagram),
            }
        }
    }
}

/// The bytes of a request: `payload` behind a header.
pub(crate) fn request(kind: u16, more_flags: u16, payload: &[u8]) -> Vec<u8> {
    let flags = flags::REQUEST | more_flags;
    let mut writer = Writer::new();
    let message = writer.begin_message(MessageHeader { kind, flags, ..MessageHeader::default() });
    writer.extend(payload);
    writer.end_message(message);
    writer.take_bytes()
}
