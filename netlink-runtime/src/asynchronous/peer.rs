//! Messages between processes.

use core::fmt;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use crate::client::Peering;
use crate::error::Error;
use crate::message::Request;
use crate::socket::{Destination, PeerMessage, Senders, SocketOptions};
use crate::transport::{Transport, Wait};

/// A socket for messages between processes. See [`crate::PeerSocket`], its blocking twin.
pub struct PeerSocket<T: Transport> {
    peering: Peering<T>,
}

impl<T: Transport> PeerSocket<T> {
    /// Opens a socket for a protocol that takes messages of anyone.
    ///
    /// # Errors
    /// As [`Socket::open`](super::Socket::open).
    pub fn open(protocol: impl Into<u16>) -> Result<Self, Error> {
        Self::with_options(&SocketOptions::new(), protocol)
    }

    /// The same with these options.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn with_options(options: &SocketOptions, protocol: impl Into<u16>) -> Result<Self, Error> {
        let client = options.connect_with(protocol.into(), Senders::Anyone)?;
        Ok(Self { peering: Peering::new(client) })
    }

    /// The number of the protocol.
    #[must_use]
    pub fn protocol(&self) -> u16 {
        self.peering.client().protocol
    }

    /// The socket's address, `nl_pid`; 0 before it has one.
    #[must_use]
    pub fn port(&self) -> u32 {
        self.peering.client().port()
    }

    /// Joins a multicast group, `NETLINK_ADD_MEMBERSHIP`.
    ///
    /// # Errors
    /// As [`crate::PeerSocket::join`].
    pub fn join(&mut self, group: u32) -> Result<(), Error> {
        self.peering.join(group)
    }

    /// Leaves a multicast group.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub fn leave(&mut self, group: u32) -> Result<(), Error> {
        self.peering.leave(group)
    }

    /// Sends a message and returns the sequence number in its header. It never waits, since nothing
    /// tells when the queue of another socket has room: then it is `EAGAIN`.
    ///
    /// # Errors
    /// As [`crate::PeerSocket::send`] of a socket that is non-blocking.
    pub fn send<R: Request>(&mut self, message: &R, to: Destination) -> Result<u32, Error> {
        self.peering.send(message, to)
    }

    /// Sends a message of any type, whose payload is written already.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_bytes(&mut self, kind: u16, payload: &[u8], to: Destination) -> Result<u32, Error> {
        self.peering.send_bytes(kind, payload, to)
    }

    /// Waits for the next message.
    ///
    /// # Errors
    /// As [`crate::PeerSocket::receive`].
    pub async fn receive(&mut self) -> Result<PeerMessage<'_>, Error> {
        self.peering.receive_any().await
    }

    /// The next message, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub async fn receive_within(
        &mut self,
        limit: Duration,
    ) -> Result<Option<PeerMessage<'_>>, Error> {
        self.peering.receive(Wait::limit(Some(limit))).await
    }

    /// How many datagrams were dropped because of their sender.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.peering.client().session.connection.foreign()
    }
}

impl<T: Transport> fmt::Debug for PeerSocket<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peering.fmt(f)
    }
}

impl<T: Transport> AsFd for PeerSocket<T> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.peering.client().transport.endpoint().as_fd()
    }
}
