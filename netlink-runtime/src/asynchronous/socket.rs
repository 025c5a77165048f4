//! One descriptor.

use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use super::DumpStream;
use crate::batch::{Batch, BatchReport};
use crate::client::{Client, ReplyOf};
use crate::connection::Ticket;
use crate::error::{Error, Warning};
use crate::generic::{GenericFamily, Way};
use crate::message::{Dump, Owned, Single};
use crate::payload::View;
use crate::pending::Pending;
use crate::probe::Support;
use crate::socket::SocketOptions;
use crate::transport::Transport;

/// A netlink socket: one descriptor, one protocol. See [`crate::Socket`], its blocking twin.
#[derive(Debug)]
pub struct Socket<T: Transport> {
    client: Client<T>,
}

impl<T: Transport> Socket<T> {
    /// Opens a socket for a protocol: a [`Protocol`](crate::schema::Protocol), or its number as of
    /// `NETLINK_*`.
    ///
    /// # Errors
    /// As [`crate::Socket::open`], and if there is no runtime to register with.
    pub fn open(protocol: impl Into<u16>) -> Result<Self, Error> {
        Self::with_options(&SocketOptions::new(), protocol)
    }

    /// The same with these options.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn with_options(options: &SocketOptions, protocol: impl Into<u16>) -> Result<Self, Error> {
        Ok(Self { client: options.connect(protocol.into())? })
    }

    /// The number of the protocol.
    #[must_use]
    pub fn protocol(&self) -> u16 {
        self.client.protocol
    }

    /// The socket's address, which the kernel chose: `nl_pid`. It is no process id.
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
    /// As [`crate::Socket::request`].
    pub async fn request<R: Single>(&mut self, request: &R) -> Result<ReplyOf<'_, R>, Error> {
        self.client.request(request).await
    }

    /// Sends a request to which the kernel may or may not answer with a message, and waits until
    /// the kernel acknowledges it.
    ///
    /// # Errors
    /// As [`request`](Self::request).
    pub async fn request_optional<R: Single>(
        &mut self,
        request: &R,
    ) -> Result<Option<ReplyOf<'_, R>>, Error> {
        self.client.request_optional(request).await
    }

    /// Sends a request whose answer is had with [`wait`](Self::wait); any number can be in
    /// flight. Nothing is sent before the future is awaited.
    ///
    /// # Errors
    /// As [`crate::Socket::send`].
    pub async fn send<R: Single>(&mut self, request: &R) -> Result<Pending<R::Reply>, Error> {
        self.client.send_ahead(request).await
    }

    /// Waits for the answer to a request that was [sent](Self::send). If the future is dropped the
    /// request stays in flight, and can be waited for again.
    ///
    /// # Errors
    /// As [`crate::Socket::wait`].
    pub async fn wait<V: View>(&mut self, pending: &Pending<V>) -> Result<Owned<V>, Error> {
        self.client.wait(pending).await
    }

    pub(super) fn is_pending(&self, ticket: &Ticket) -> bool {
        self.client.is_pending(ticket)
    }

    /// Asks for all objects, which are received as [`DumpStream::next`] is awaited.
    ///
    /// # Errors
    /// As [`crate::Socket::dump`].
    pub async fn dump<R: Dump>(
        &mut self,
        request: &R,
    ) -> Result<DumpStream<'_, R::Reply, T>, Error> {
        self.client.dump(request).await.map(DumpStream::new)
    }

    /// Sends many requests in few system calls and waits for what becomes of each.
    ///
    /// # Errors
    /// As [`crate::Socket::send_batch`].
    pub async fn send_batch(&mut self, batch: &Batch) -> Result<BatchReport, Error> {
        self.client.send_batch(batch).await
    }

    /// What the kernel says of a request, without sending it.
    ///
    /// # Errors
    /// As [`crate::Netlink::probe`].
    pub async fn probe<R: Single>(&mut self, request: &R) -> Result<Support, Error> {
        self.client.probe(request, Way::Single).await
    }

    /// The same for a request that asks for all objects.
    ///
    /// # Errors
    /// As [`crate::Netlink::probe`].
    pub async fn probe_dump<R: Dump>(&mut self, request: &R) -> Result<Support, Error> {
        self.client.probe(request, Way::Dump).await
    }

    /// What the kernel says of a generic netlink family: its id, multicast groups and operations.
    ///
    /// # Errors
    /// As [`crate::Socket::generic_family`].
    pub async fn generic_family(&mut self, name: &str) -> Result<&GenericFamily, Error> {
        self.client.generic_family(name).await
    }

    /// What the kernel remarked on the last request or dump although it succeeded.
    #[must_use]
    pub fn last_warning(&self) -> Option<&Warning> {
        self.client.session.warning.as_deref()
    }

    /// How many datagrams were dropped because they did not come from the kernel.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.client.session.connection.foreign()
    }

    /// How many messages of the kernel were skipped because no request waits for them.
    #[must_use]
    pub fn unclaimed_messages(&self) -> u64 {
        self.client.session.connection.unclaimed()
    }
}

impl<T: Transport> AsFd for Socket<T> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.client.transport.endpoint().as_fd()
    }
}
