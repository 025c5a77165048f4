//! The handle that most programs hold.

use super::{DumpStream, Events, Mirror, Notices, Socket};
use crate::batch::{Batch, BatchReport};
use crate::client::ReplyOf;
use crate::dumped::{Dumped, Interruption};
use crate::error::{Error, Warning};
use crate::generic::GenericFamily;
use crate::message::{Dump, Messages, Owned, Request, Single};
use crate::payload::View;
use crate::pending::Pending;
use crate::probe::Support;
use crate::schema::Protocol;
use crate::socket::SocketOptions;
use crate::transport::Transport;

/// All of netlink: a socket per protocol, opened when it is first needed. See
/// [`crate::Netlink`], its blocking twin.
#[derive(Debug)]
pub struct Netlink<T: Transport> {
    options: SocketOptions,
    /// One per protocol.
    sockets: Vec<Socket<T>>,
    /// The socket used last.
    last: usize,
}

impl<T: Transport> Netlink<T> {
    /// A handle without any socket yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_options(SocketOptions::new())
    }

    /// The same, whose sockets are opened with these options.
    #[must_use]
    pub fn with_options(options: SocketOptions) -> Self {
        Self { options, sockets: Vec::new(), last: 0 }
    }

    /// The socket of a protocol, opened if need be.
    ///
    /// # Errors
    /// As [`Socket::open`].
    pub fn socket(&mut self, protocol: impl Into<u16>) -> Result<&mut Socket<T>, Error> {
        let protocol = protocol.into();
        self.last = match self.sockets.iter().position(|socket| socket.protocol() == protocol) {
            Some(index) => index,
            None => {
                self.sockets.push(Socket::with_options(&self.options, protocol)?);
                self.sockets.len() - 1
            }
        };
        Ok(&mut self.sockets[self.last])
    }

    fn socket_for<R: Request>(&mut self) -> Result<&mut Socket<T>, Error> {
        self.socket(R::FAMILY.protocol)
    }

    /// Sends a request and waits for the answer, which borrows from the handle; for a request
    /// that has none, for the acknowledgement.
    ///
    /// # Errors
    /// As [`crate::Netlink::request`].
    pub async fn request<R: Single>(&mut self, request: &R) -> Result<ReplyOf<'_, R>, Error> {
        self.socket_for::<R>()?.request(request).await
    }

    /// Sends a request to which the kernel may or may not answer with a message.
    ///
    /// # Errors
    /// As [`request`](Self::request).
    pub async fn request_optional<R: Single>(
        &mut self,
        request: &R,
    ) -> Result<Option<ReplyOf<'_, R>>, Error> {
        self.socket_for::<R>()?.request_optional(request).await
    }

    /// Sends a request whose answer is had with [`wait`](Self::wait); see [`Socket::send`].
    ///
    /// # Errors
    /// As [`request`](Self::request). What the kernel says of the request comes with `wait`.
    pub async fn send<R: Single>(&mut self, request: &R) -> Result<Pending<R::Reply>, Error> {
        self.socket_for::<R>()?.send(request).await
    }

    /// Waits for the answer to a request that was [sent](Self::send); see [`Socket::wait`].
    ///
    /// # Errors
    /// As [`Socket::wait`].
    pub async fn wait<V: View>(&mut self, pending: &Pending<V>) -> Result<Owned<V>, Error> {
        let mut sockets = self.sockets.iter();
        let asked = sockets.position(|socket| socket.is_pending(pending.ticket()));
        self.last = asked.ok_or_else(|| pending.unknown())?;
        self.sockets[self.last].wait(pending).await
    }

    /// Asks for all objects; see [`Socket::dump`].
    ///
    /// # Errors
    /// As [`crate::Netlink::dump`].
    pub async fn dump<R: Dump>(
        &mut self,
        request: &R,
    ) -> Result<DumpStream<'_, R::Reply, T>, Error> {
        self.socket_for::<R>()?.dump(request).await
    }

    /// All objects of a dump, repeated so many times at most if it was interrupted, or what else
    /// [`Interruption`] says.
    ///
    /// # Errors
    /// As [`crate::Netlink::dump_all`].
    pub async fn dump_all<R: Dump>(
        &mut self,
        request: &R,
        interruption: impl Into<Interruption>,
    ) -> Result<Dumped<R::Reply>, Error> {
        let mut interruption = interruption.into();
        loop {
            let dumped = self.dump(request).await?.gather(interruption).await;
            if !interruption.repeats(&dumped) {
                return dumped;
            }
        }
    }

    /// Sends many requests in few system calls and waits for what becomes of each.
    ///
    /// # Errors
    /// As [`crate::Netlink::send_batch`].
    pub async fn send_batch(&mut self, batch: &Batch) -> Result<BatchReport, Error> {
        match batch.family() {
            Some(family) => self.socket(family.protocol)?.send_batch(batch).await,
            None => Ok(BatchReport::default()),
        }
    }

    /// Hears notifications of a family, of the multicast groups of these names, on a socket of its
    /// own.
    ///
    /// # Errors
    /// As [`crate::Netlink::events`].
    pub async fn events<M: Messages>(&self, groups: &[&str]) -> Result<Events<M, T>, Error> {
        let mut events = Events::open(&self.options)?;
        for group in groups {
            events.join(*group).await?;
        }
        Ok(events)
    }

    /// Hears notifications of several families of one protocol, on a socket of its own.
    ///
    /// # Errors
    /// As [`Socket::open`].
    pub fn notices(&self, protocol: impl Into<u16>) -> Result<Notices<T>, Error> {
        Notices::open(&self.options, protocol.into())
    }

    /// Keeps a copy of what the kernel has right; see [`crate::Mirror`].
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub async fn mirror<M: Messages, R: Dump>(
        &self,
        groups: &[&str],
        dump: R,
    ) -> Result<Mirror<M, R, T>, Error> {
        Mirror::open(&self.options, groups, dump).await
    }

    /// What the kernel says of a request, without sending it.
    ///
    /// # Errors
    /// As [`crate::Netlink::probe`].
    pub async fn probe<R: Single>(&mut self, request: &R) -> Result<Support, Error> {
        self.socket_for::<R>()?.probe(request).await
    }

    /// The same for a request that asks for all objects.
    ///
    /// # Errors
    /// As [`crate::Netlink::probe`].
    pub async fn probe_dump<R: Dump>(&mut self, request: &R) -> Result<Support, Error> {
        self.socket_for::<R>()?.probe_dump(request).await
    }

    /// What the kernel says of a generic netlink family: its id, multicast groups and operations.
    ///
    /// # Errors
    /// As [`crate::Netlink::generic_family`].
    pub async fn generic_family(&mut self, name: &str) -> Result<&GenericFamily, Error> {
        self.socket(Protocol::Generic { version: 0 })?.generic_family(name).await
    }

    /// What the kernel remarked on the last request or dump although it succeeded.
    #[must_use]
    pub fn last_warning(&self) -> Option<&Warning> {
        self.sockets.get(self.last)?.last_warning()
    }

    /// How many datagrams were dropped because they did not come from the kernel.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.sockets.iter().map(Socket::foreign_messages).sum()
    }
}

impl<T: Transport> Default for Netlink<T> {
    fn default() -> Self {
        Self::new()
    }
}
