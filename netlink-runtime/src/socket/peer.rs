//! Messages between processes.

use core::fmt;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::time::Duration;

use super::open::failed;
use super::{Destination, PeerMessage, SocketOptions};
use crate::client::{Client, Received};
use crate::connection::write_request;
use crate::error::{Errno, Error, OperationRef};
use crate::message::Request;
use crate::schema::{Family, Operation, Protocol};
use crate::transport::{Blocking, Transport, Wait, now};
use crate::wire::{MessageHeader, Writer};

static FAMILY: Family = Family::new("peer", Protocol::Raw(crate::protocols::USERSOCK));
static SEND: Operation = Operation::new("send", None, None);

/// A socket for messages between processes: to another socket by its port id, or to a multicast
/// group. Nothing is acknowledged, and every message goes its own way.
///
/// The protocol for it is [`USERSOCK`](crate::protocols::USERSOCK); others serve as well where the
/// kernel lets the process. Messages have the same types as requests to the kernel, of a
/// [protocol of their own](Protocol::Raw); the protocol that their type names says nothing here.
///
/// Whoever may open such a socket can send to it: look at the [`Sender`](super::Sender), or let
/// [`SocketOptions::senders`] say whom to believe.
pub struct PeerSocket {
    client: Client<Blocking>,
    writer: Writer,
    sequence: u32,
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
        Self { client, writer: Writer::new(), sequence: 0 }
    }

    /// The number of the protocol.
    #[must_use]
    pub fn protocol(&self) -> u16 {
        self.client.protocol
    }

    /// The socket's address, `nl_pid`; 0 before it has one.
    #[must_use]
    pub fn port(&self) -> u32 {
        self.client.port()
    }

    /// Joins a multicast group, `NETLINK_ADD_MEMBERSHIP`.
    ///
    /// # Errors
    /// `EPERM` without `CAP_NET_ADMIN` in the network namespace where the protocol does not open
    /// its groups to all, as `USERSOCK` does not; `EINVAL` if it has not so many.
    pub fn join(&mut self, group: u32) -> Result<(), Error> {
        self.client.transport.endpoint().join(group).map_err(failed("setsockopt"))
    }

    /// Leaves a multicast group.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub fn leave(&mut self, group: u32) -> Result<(), Error> {
        self.client.transport.endpoint().leave(group).map_err(failed("setsockopt"))
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
        let operation = OperationRef::of::<R>();
        if !matches!(R::FAMILY.protocol, Protocol::Raw(_)) {
            return Err(Error::WrongProtocol { operation, protocol: self.protocol() });
        }
        let sequence = self.number(to);
        let (kind, flags, port) = (R::COMMAND, message.flags(), self.port());
        let header = MessageHeader { length: 0, kind, flags, sequence, port };
        self.writer.clear();
        write_request(message, header, &mut self.writer)?;
        self.deliver(to, operation)?;
        Ok(sequence)
    }

    /// Sends a message of any type, whose payload is written already.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_bytes(&mut self, kind: u16, payload: &[u8], to: Destination) -> Result<u32, Error> {
        let sequence = self.number(to);
        let header = MessageHeader { length: 0, kind, flags: 0, sequence, port: self.port() };
        self.writer.clear();
        let mark = self.writer.begin_message(header);
        self.writer.extend(payload);
        self.writer.end_message(mark);
        self.deliver(to, OperationRef::new(&FAMILY, &SEND))?;
        Ok(sequence)
    }

    fn number(&mut self, to: Destination) -> u32 {
        to.sequence.unwrap_or_else(|| {
            self.sequence = self.sequence.wrapping_add(1).max(1);
            self.sequence
        })
    }

    fn deliver(&self, to: Destination, operation: OperationRef) -> Result<(), Error> {
        let groups = match to.group {
            0 => Some(0),
            group => 1u32.checked_shl(group - 1),
        };
        let failed = |source| Error::Io { operation: Some(operation), call: "sendto", source };
        let groups = groups.ok_or_else(|| failed(Errno::EINVAL.into()))?;
        match self.client.transport.endpoint().send_to(self.writer.bytes(), to.port, groups) {
            // The group has got it; then the kernel has no side of the protocol to take it.
            Err(error) if groups != 0 && error.raw_os_error() == Some(Errno::ECONNREFUSED.0) => {
                Ok(())
            }
            other => other.map_err(failed),
        }
    }

    /// Waits for the next message.
    ///
    /// # Errors
    /// [`Error::Overrun`] if messages were lost since the queue was full; [`Error::Decode`] if a
    /// length in the datagram lies, of which the rest is dropped; [`Error::Closed`],
    /// [`Error::Io`]. The socket can be used on after the first two.
    pub fn receive(&mut self) -> Result<PeerMessage<'_>, Error> {
        // Without a limit there is a message at some time.
        while !self.advance(Wait::Forever)? {}
        Ok(self.message())
    }

    /// The next message, if it comes within that time; within none, if it is queued already. Who
    /// waits for the descriptor in `poll(2)` or `epoll(7)` calls this until there is none, since
    /// more than one may have come.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub fn receive_within(&mut self, limit: Duration) -> Result<Option<PeerMessage<'_>>, Error> {
        Ok(if self.advance(Wait::limit(Some(limit)))? { Some(self.message()) } else { None })
    }

    /// Goes to the next message; whether there is one.
    fn advance(&mut self, wait: Wait) -> Result<bool, Error> {
        loop {
            match self.client.session.inbox.next() {
                Some(Ok(_)) => return Ok(true),
                Some(Err(error)) => {
                    return Err(Error::Decode { operation: None, source: error.into() });
                }
                None => {}
            }
            match now(self.client.receive(false, wait)) {
                Ok(Received::Datagram) => {}
                Ok(Received::Nothing) => return Ok(false),
                Err(trouble) => return Err(trouble.into_error(None)),
            }
        }
    }

    /// The message at hand.
    fn message(&self) -> PeerMessage<'_> {
        let session = &self.client.session;
        let (message, sender) = (session.inbox.current(), session.connection.sender);
        PeerMessage { header: message.header, payload: session.inbox.payload(message), sender }
    }

    /// How many datagrams were dropped because of their sender.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.client.session.connection.foreign()
    }
}

impl fmt::Debug for PeerSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeerSocket")
            .field("fd", &self.as_raw_fd())
            .field("protocol", &self.protocol())
            .finish_non_exhaustive()
    }
}

impl AsFd for PeerSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.client.transport.endpoint().as_fd()
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
        socket.client.transport.into_endpoint().into_fd()
    }
}
