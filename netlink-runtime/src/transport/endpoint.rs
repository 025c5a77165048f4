//! One end of a netlink conversation.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};

use super::{Closer, Double, uninterrupted};
use crate::error::Errno;
use crate::socket::Sender;
use crate::sys::{self, Receive};

/// A netlink socket of the kernel.
#[derive(Debug)]
pub struct Endpoint {
    fd: OwnedFd,
    /// The kernel was asked to tell more of each datagram than the sender's address.
    told: bool,
    closer: Option<Closer>,
    /// What is spoken to instead of the descriptor.
    double: Option<Box<dyn Double>>,
}

impl Endpoint {
    pub(crate) fn new(fd: OwnedFd) -> Self {
        Self { fd, told: false, closer: None, double: None }
    }

    /// An endpoint that speaks to a double; the descriptor only tells when it is readable.
    #[cfg(feature = "testing")]
    pub(crate) fn with_double(fd: OwnedFd, double: Box<dyn Double>) -> Self {
        Self { double: Some(double), ..Self::new(fd) }
    }

    /// The same, of which the kernel tells more than the sender's address.
    pub(crate) fn told(self, told: bool) -> Self {
        Self { told, ..self }
    }

    /// The same, closed by a closer.
    pub(crate) fn closed_by(self, closer: Option<Closer>) -> Self {
        Self { closer, ..self }
    }

    /// What may close it from another thread.
    #[inline]
    pub(crate) fn closer(&self) -> Option<&Closer> {
        self.closer.as_ref()
    }

    /// The descriptor.
    pub(crate) fn into_fd(self) -> OwnedFd {
        self.fd
    }

    /// Sends a datagram to the kernel.
    pub(crate) fn send(&self, bytes: &[u8]) -> io::Result<()> {
        if let Some(double) = &self.double {
            return double.send(bytes);
        }
        uninterrupted(|| sys::send(self.as_fd(), bytes)).map(drop)
    }

    /// Joins the multicast group of that number.
    pub(crate) fn join(&self, group: u32) -> io::Result<()> {
        match &self.double {
            Some(double) => double.join(group),
            None => sys::join(self.as_fd(), group),
        }
    }

    /// Leaves the multicast group of that number.
    pub(crate) fn leave(&self, group: u32) -> io::Result<()> {
        match &self.double {
            Some(double) => double.leave(group),
            None => sys::leave(self.as_fd(), group),
        }
    }

    /// How many bytes the kernel may queue here.
    pub(crate) fn receive_buffer(&self) -> io::Result<usize> {
        match &self.double {
            Some(double) => double.receive_buffer(),
            None => sys::receive_buffer(self.as_fd()),
        }
    }

    /// Sends a datagram that may be longer than the send buffer, which then grows.
    pub(crate) fn send_long(&self, bytes: &[u8]) -> io::Result<()> {
        match self.send(bytes) {
            Err(error) if error.raw_os_error() == Some(Errno::EMSGSIZE.0) => {
                // The kernel doubles it and takes some for itself.
                sys::set_send_buffer(self.as_fd(), bytes.len())?;
                self.send(bytes)
            }
            other => other,
        }
    }

    /// Sends a datagram to another socket, a group of the mask, or both. May `wait` while the
    /// queue of that socket is full.
    pub(crate) fn send_to(
        &self,
        bytes: &[u8],
        port: u32,
        groups: u32,
        wait: bool,
    ) -> io::Result<()> {
        uninterrupted(|| sys::send_to(self.as_fd(), bytes, port, groups, wait)).map(drop)
    }

    /// Receives one datagram: its length, more than the buffer's if its end was lost, and who
    /// sent it.
    #[inline]
    pub(crate) fn receive(&self, buffer: &mut [u8], how: Receive) -> io::Result<(usize, Sender)> {
        if let Some(double) = &self.double {
            return double.receive(buffer, how);
        }
        if self.told {
            return uninterrupted(|| sys::receive_told(self.as_fd(), buffer, how));
        }
        uninterrupted(|| sys::receive(self.as_fd(), buffer, how))
    }

    /// The length and the sender of the next datagram, which stays in the queue.
    pub(crate) fn peek(&self, how: Receive) -> io::Result<(usize, Sender)> {
        if let Some(double) = &self.double {
            return double.peek(how);
        }
        let peek = if self.told { sys::peek_told } else { sys::peek };
        uninterrupted(|| peek(self.as_fd(), how))
    }
}

impl AsRawFd for Endpoint {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

impl AsFd for Endpoint {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
