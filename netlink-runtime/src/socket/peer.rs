//! Messages between processes.

use core::fmt;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::time::Duration;

use super::{Destination, PeerMessage, SocketOptions};
use crate::client::{Client, Peering};
use crate::error::Error;
use crate::message::Request;
use crate::transport::{Blocking, Transport, Wait, now};

/// A socket for messages between processes: to another socket by its port id, or to a multicast
/// group. Nothing is acknowledged, and every message goes its own way.
///
/// The protocol for it is [`USERSOCK`](crate::protocols::USERSOCK); others serve as well where the
/// kernel lets the process. Messages have the same types as requests to the kernel, of a
/// [protocol of their own](crate::schema::Protocol::Raw); the protocol that their type names says
/// nothing here.
///
/// Whoever may open such a socket can send to it: look at the [`Sender`](super::Sender), or let
/// [`SocketOptions::senders`] say whom to believe.
pub struct PeerSocket {
    peering: Peering<Blocking>,
}

impl PeerSocket {
    /// Opens a socket for a protocol that takes messages of anyone.
    ///
    /// # Errors
    /// As [`Socket::open`](super::Socket::open).
    pub fn open(protocol: impl Into<u16>) -> Result<Self, Error> {
        SocketOptions::new().open_peer(protocol)
    }

    pub(super) fn new(client: Client<Blocking>) -> Self {
        Self { peering: Peering::new(client) }
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
    /// `EPERM` without `CAP_NET_ADMIN` in the network namespace where the protocol does not open
    /// its groups to all, as `USERSOCK` does not; `EINVAL` if it has not so many.
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

    /// Sends a message and returns the sequence number in its header.
    ///
    /// To a group it succeeds whether anybody joined it or not, since the kernel does not tell.
    ///
    /// # Errors
    /// `ECONNREFUSED` if no socket has the port, `EAGAIN` if its queue is full and the socket
    /// non-blocking, `EINVAL` for a group beyond 32; [`Error::Encode`] if the message does not fit
    /// the wire, [`Error::WrongProtocol`] if it is one of generic netlink.
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
    /// [`Error::Overrun`] if messages were lost since the queue was full; [`Error::Decode`] if a
    /// length in the datagram lies, of which the rest is dropped; [`Error::Closed`],
    /// [`Error::Io`]. The socket can be used on after the first two.
    pub fn receive(&mut self) -> Result<PeerMessage<'_>, Error> {
        now(self.peering.receive_any())
    }

    /// The next message, if it comes within that time; within none, if it is queued already. Who
    /// waits for the descriptor in `poll(2)` or `epoll(7)` calls this until there is none, since
    /// more than one may have come.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub fn receive_within(&mut self, limit: Duration) -> Result<Option<PeerMessage<'_>>, Error> {
        now(self.peering.receive(Wait::limit(Some(limit))))
    }

    /// How many datagrams were dropped because of their sender.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.peering.client().session.connection.foreign()
    }
}

impl fmt::Debug for PeerSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peering.fmt(f)
    }
}

impl AsFd for PeerSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.peering.client().transport.endpoint().as_fd()
    }
}

impl AsRawFd for PeerSocket {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

/// Gives the descriptor away. Messages that came in one datagram with the last one are lost.
impl From<PeerSocket> for OwnedFd {
    fn from(socket: PeerSocket) -> Self {
        socket.peering.into_transport().into_endpoint().into_fd()
    }
}
