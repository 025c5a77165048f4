//! Sockets, and how they are opened.
//!
//! | to | there is |
//! |---|---|
//! | ask the kernel | [`Socket`], or [`Netlink`](crate::Netlink) for several protocols |
//! | hear what it tells unasked | [`Events`], [`Notices`], and [`Uevents`](crate::uevent::Uevents) for devices |
//! | keep a copy of what it has | [`Mirror`] |
//! | speak to other processes | [`PeerSocket`] |
//! | wait for several of them | [`poll`](poll()), or any event loop: they have descriptors |
//! | end a wait from another thread | [`Closer`](crate::Closer) |
//!
//! All of them are opened with [`SocketOptions`].

mod dump;
mod events;
mod filter;
mod mirror;
mod namespace;
mod open;
mod options;
mod peer;
mod peer_message;
mod poll;
mod sender;
#[cfg(test)]
mod tests;

use core::fmt;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::time::Duration;

pub use dump::{DumpStream, OwnedDump};
pub use events::{Event, Events, Notices};
pub use filter::{Filter, Instruction};
pub use mirror::{Change, ChangeOf, Mirror};
pub use namespace::Namespace;
pub(crate) use open::failed;
pub use options::SocketOptions;
pub use peer::PeerSocket;
pub use peer_message::{Destination, PeerMessage};
pub use poll::poll;
pub use sender::{Credentials, Sender, Senders};

use crate::batch::{Batch, BatchReport};
use crate::client::Client;
pub use crate::client::{Group, ReplyOf};
use crate::connection::Ticket;
use crate::error::{Error, Warning};
use crate::generic::{GenericFamily, Way};
use crate::message::{Dump, Owned, Single};
use crate::payload::View;
use crate::pending::Pending;
use crate::probe::Support;
use crate::schema::Protocol;
use crate::transport::{Blocking, Transport, now};

/// A netlink socket: one descriptor, one protocol.
///
/// A socket moves between threads and may be shared (`Send` and `Sync`), but to do anything takes it
/// alone, `&mut`: threads that talk to the kernel at the same time open a socket each, which costs
/// less than a lock. A [`Closer`](crate::Closer) ends the waiting of another thread.
///
/// Programs that speak several protocols are better off with [`Netlink`](crate::Netlink), which
/// opens a socket for each. A socket stays in the network namespace that it was opened in.
pub struct Socket {
    client: Client<Blocking>,
}

impl Socket {
    /// Opens a socket for a protocol: a [`Protocol`], or its number as of `NETLINK_*`.
    ///
    /// # Errors
    /// `EPROTONOSUPPORT` if the kernel has no such protocol, and those of `socket(2)` and
    /// `bind(2)`.
    pub fn open(protocol: impl Into<u16>) -> Result<Self, Error> {
        SocketOptions::new().open(protocol)
    }

    /// Makes a socket of a descriptor that was opened elsewhere; see [`SocketOptions::adopt`].
    ///
    /// # Errors
    /// As there.
    pub fn from_fd(fd: OwnedFd) -> Result<Self, Error> {
        SocketOptions::new().adopt(fd)
    }

    /// The number of the protocol.
    #[must_use]
    pub fn protocol(&self) -> u16 {
        self.client.protocol
    }

    /// The socket's address, which the kernel chose unless
    /// [the options](SocketOptions::port) did: `nl_pid`. It is no process id.
    #[must_use]
    pub fn port(&self) -> u32 {
        self.client.port()
    }

    /// Sets how long to wait for an answer; `None` waits forever, as a new socket does.
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.client.timeout = timeout;
    }

    /// Sends a request and waits for the answer, which borrows from the socket; for a request
    /// that has none, for the acknowledgement.
    ///
    /// # Errors
    /// [`Error::Kernel`] if the kernel refuses, [`Error::NoReply`] if it is content but sends no
    /// answer (then see [`request_optional`](Self::request_optional)), and the others of
    /// [`Error`]. The socket can be used on after any of them.
    pub fn request<R: Single>(&mut self, request: &R) -> Result<ReplyOf<'_, R>, Error> {
        now(self.client.request(request))
    }

    /// Sends a request to which the kernel may or may not answer with a message, as
    /// notifications to the sender (`NLM_F_ECHO`) and some operations do, and waits until the
    /// kernel acknowledges it.
    ///
    /// # Errors
    /// As [`request`](Self::request).
    pub fn request_optional<R: Single>(
        &mut self,
        request: &R,
    ) -> Result<Option<ReplyOf<'_, R>>, Error> {
        now(self.client.request_optional(request))
    }

    /// Sends a request and returns at once. Any number can be in flight: the answer of each is
    /// had with [`wait`](Self::wait), in any order, and everything else can be done with the
    /// socket meanwhile.
    ///
    /// What the kernel has answered so far is received when the receive buffer may become too
    /// small for it, so that the number of requests in flight is not bounded by it.
    ///
    /// # Errors
    /// If the request cannot be sent. What the kernel says of it comes with `wait`.
    pub fn send<R: Single>(&mut self, request: &R) -> Result<Pending<R::Reply>, Error> {
        now(self.client.send_ahead(request))
    }

    /// Waits for the answer to a request that was [sent](Self::send); for one that has none, for
    /// the acknowledgement.
    ///
    /// The request stays in flight after [`Error::Timeout`], [`Error::Closed`] and [`Error::Io`],
    /// so that it can be waited for again; every other result is its end.
    ///
    /// # Errors
    /// As [`request`](Self::request). Answers that came before messages were lost
    /// ([`Error::Overrun`], [`Error::Truncated`], a datagram with a wrong length) are had all the
    /// same; each of the others that were in flight then is that error.
    /// [`Error::NotPending`] if the request was sent on another socket or its answer was handed
    /// out already.
    pub fn wait<V: View>(&mut self, pending: &Pending<V>) -> Result<Owned<V>, Error> {
        now(self.client.wait(pending))
    }

    pub(crate) fn is_pending(&self, ticket: &Ticket) -> bool {
        self.client.is_pending(ticket)
    }

    /// Asks for all objects. They are received as [`DumpStream::next`] is called; a dump that is
    /// dropped before its end costs the next one the reading of its rest.
    ///
    /// # Errors
    /// If the request cannot be sent. What the kernel says of it comes with the first object.
    pub fn dump<R: Dump>(&mut self, request: &R) -> Result<DumpStream<'_, R::Reply>, Error> {
        now(self.client.dump(request)).map(DumpStream::new)
    }

    /// Sends many requests in few system calls and waits for what becomes of each.
    ///
    /// # Errors
    /// If nothing was sent: the family does not exist, the batch is for another protocol. What
    /// happens after that is in the report.
    pub fn send_batch(&mut self, batch: &Batch) -> Result<BatchReport, Error> {
        now(self.client.send_batch(batch))
    }

    /// What the kernel says of a request, without sending it; see
    /// [`Netlink::probe`](crate::Netlink::probe).
    ///
    /// # Errors
    /// As there.
    pub fn probe<R: Single>(&mut self, request: &R) -> Result<Support, Error> {
        now(self.client.probe(request, Way::Single))
    }

    /// The same for a request that asks for all objects.
    ///
    /// # Errors
    /// As there.
    pub fn probe_dump<R: Dump>(&mut self, request: &R) -> Result<Support, Error> {
        now(self.client.probe(request, Way::Dump))
    }

    /// What the kernel says of a generic netlink family: its id, multicast groups and operations. It is
    /// asked once.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`], and those of [`request`](Self::request).
    pub fn generic_family(&mut self, name: &str) -> Result<&GenericFamily, Error> {
        now(self.client.generic_family(name))
    }

    /// What the kernel remarked on the last request or dump although it succeeded. Only requests
    /// that are acknowledged and dumps have remarks.
    #[must_use]
    pub fn last_warning(&self) -> Option<&Warning> {
        self.client.session.warning.as_deref()
    }

    /// Who sent the message that was received last, with what the socket was opened to tell of it.
    #[must_use]
    pub fn last_sender(&self) -> Sender {
        self.client.session.connection.sender
    }

    /// How many datagrams were dropped because they came from another process and not from the
    /// kernel; see [`SocketOptions::senders`].
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.client.session.connection.foreign()
    }

    /// How many messages of the kernel were skipped because no request waits for them: late
    /// answers, notifications.
    #[must_use]
    pub fn unclaimed_messages(&self) -> u64 {
        self.client.session.connection.unclaimed()
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.client.transport.endpoint().as_fd()
    }
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

/// Gives the descriptor away. What was received and not looked at is lost, and a dump under way
/// goes on in it.
impl From<Socket> for OwnedFd {
    fn from(socket: Socket) -> Self {
        socket.client.transport.into_endpoint().into_fd()
    }
}

/// The number of the socket's protocol, `NETLINK_*`.
impl From<Protocol> for u16 {
    fn from(protocol: Protocol) -> Self {
        protocol.number()
    }
}
