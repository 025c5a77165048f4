//! Writing down what is said.

use core::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::recording::{FRAME_HEADER, Frame, LONGEST, file_header, split};
use crate::socket::Sender;
use crate::sys::Receive;
use crate::transport::{Double, Endpoint};

/// Writes a conversation to a pcap file of the link type netlink, which Wireshark opens and a
/// [`FakeKernel`](super::FakeKernel) replays.
///
/// Sockets that are opened with [`SocketOptions::record`](crate::SocketOptions::record) write to
/// it; clones write to the same file. The file holds all that was sent and received, keys
/// included. If it cannot be written, sending or receiving fails with the error.
#[derive(Clone)]
pub struct Recorder(Arc<Mutex<dyn Write + Send>>);

impl Recorder {
    /// Makes a file, or empties one that is there.
    ///
    /// # Errors
    /// If it cannot be made or written.
    pub fn create(path: impl AsRef<Path>) -> io::Result<Self> {
        Self::new(File::create(path)?)
    }

    /// Writes to something else than a file.
    ///
    /// # Errors
    /// If the beginning cannot be written.
    pub fn new(mut out: impl Write + Send + 'static) -> io::Result<Self> {
        out.write_all(&file_header())?;
        Ok(Self(Arc::new(Mutex::new(out))))
    }

    /// Writes a datagram, in several records if one cannot hold it.
    fn write(&self, frame: &Frame) -> io::Result<()> {
        let parts = split(&frame.bytes, LONGEST - FRAME_HEADER).into_iter();
        let frames = parts.map(|part| Frame { bytes: part.to_vec(), ..frame.clone() });
        let records: Vec<u8> = frames.flat_map(|frame| frame.to_record()).collect();
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        out.write_all(&records)?;
        out.flush()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// A recorder between a socket and what it speaks to.
#[derive(Debug)]
pub(super) struct Tap {
    endpoint: Endpoint,
    recorder: Recorder,
    protocol: u16,
    port: u32,
}

impl Tap {
    pub(super) fn between(
        endpoint: Endpoint,
        recorder: Recorder,
        protocol: u16,
        port: u32,
    ) -> io::Result<Endpoint> {
        let descriptor = endpoint.as_fd().try_clone_to_owned()?;
        let closer = endpoint.closer().cloned();
        let tap = Self { endpoint, recorder, protocol, port };
        Ok(Endpoint::with_double(descriptor, Box::new(tap)).closed_by(closer))
    }

    fn write(&self, to_kernel: bool, groups: u32, bytes: &[u8]) -> io::Result<()> {
        let Self { protocol, port, .. } = *self;
        self.recorder.write(&Frame { to_kernel, protocol, port, groups, bytes: bytes.to_vec() })
    }
}

impl Double for Tap {
    fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.endpoint.send(bytes)?;
        self.write(true, 0, bytes)
    }

    fn receive(&self, buffer: &mut [u8], how: Receive) -> io::Result<(usize, Sender)> {
        let (length, sender) = self.endpoint.receive(buffer, how)?;
        // What others send is no part of the conversation, and what is cut off no message.
        if let Some(bytes) = buffer.get(..length).filter(|_| sender.port == 0) {
            self.write(false, sender.groups, bytes)?;
        }
        Ok((length, sender))
    }

    fn peek(&self, how: Receive) -> io::Result<(usize, Sender)> {
        self.endpoint.peek(how)
    }

    fn join(&self, group: u32) -> io::Result<()> {
        self.endpoint.join(group)
    }

    fn leave(&self, group: u32) -> io::Result<()> {
        self.endpoint.leave(group)
    }

    fn receive_buffer(&self) -> io::Result<usize> {
        self.endpoint.receive_buffer()
    }
}
