//! Fake sockets, and options that ask for them.

use std::io;
use std::sync::Arc;

use super::FakeKernel;
use super::mailbox::Mailbox;
use super::recorder::{Recorder, Tap};
use crate::socket::Sender;
use crate::socket::SocketOptions;
use crate::sys::Receive;
use crate::transport::{Double, Endpoint};

/// What sockets are opened with instead of the kernel, or beside it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doubles {
    pub(crate) kernel: Option<FakeKernel>,
    recorder: Option<Recorder>,
}

impl SocketOptions {
    /// Opens sockets of a [`FakeKernel`] and none of netlink. Of the other options only `timeout`,
    /// `receive_buffer` and those about the program's own memory mean something then.
    #[must_use]
    pub fn fake_kernel(mut self, kernel: &FakeKernel) -> Self {
        self.doubles.kernel = Some(kernel.clone());
        self
    }

    /// Writes all that the sockets send and receive to a [`Recorder`].
    #[must_use]
    pub fn record(mut self, recorder: &Recorder) -> Self {
        self.doubles.recorder = Some(recorder.clone());
        self
    }
}

impl Doubles {
    /// Puts the recorder between a socket and the kernel, if there is one.
    pub(crate) fn listen_in(
        &self,
        endpoint: Endpoint,
        protocol: u16,
        port: u32,
    ) -> io::Result<Endpoint> {
        match &self.recorder {
            Some(recorder) => Tap::between(endpoint, recorder.clone(), protocol, port),
            None => Ok(endpoint),
        }
    }
}

impl FakeKernel {
    /// Opens a socket: its endpoint and address.
    pub(crate) fn open(&self, protocol: u16, buffer: Option<usize>) -> io::Result<(Endpoint, u32)> {
        let mailbox = self.state().add(|port| Mailbox::new(protocol, port, buffer))?;
        let (descriptor, port) = (mailbox.descriptor()?, mailbox.port);
        let socket = FakeSocket { kernel: self.clone(), mailbox };
        Ok((Endpoint::with_double(descriptor, Box::new(socket)), port))
    }
}

/// A socket of a fake kernel.
#[derive(Debug)]
struct FakeSocket {
    kernel: FakeKernel,
    mailbox: Arc<Mailbox>,
}

impl Double for FakeSocket {
    fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.kernel.serve(&self.mailbox, bytes)
    }

    fn receive(&self, buffer: &mut [u8], how: Receive) -> io::Result<(usize, Sender)> {
        self.mailbox.receive(buffer, how)
    }

    fn peek(&self, how: Receive) -> io::Result<(usize, Sender)> {
        self.mailbox.peek(how)
    }

    fn join(&self, group: u32) -> io::Result<()> {
        self.mailbox.join(group);
        self.kernel.replay_events();
        Ok(())
    }

    fn leave(&self, group: u32) -> io::Result<()> {
        self.mailbox.leave(group);
        Ok(())
    }

    fn receive_buffer(&self) -> io::Result<usize> {
        Ok(self.mailbox.buffer())
    }
}
