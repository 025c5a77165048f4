//! The handle that most programs hold.

use crate::batch::{Batch, BatchReport};
use crate::dumped::{Dumped, Interruption};
use crate::error::{Error, Warning};
use crate::generic::GenericFamily;
use crate::message::{Dump, Messages, Owned, Request, Single};
use crate::payload::View;
use crate::pending::Pending;
use crate::probe::Support;
use crate::schema::Protocol;
use crate::socket::{
    DumpStream, Events, Mirror, Namespace, Notices, ReplyOf, Socket, SocketOptions,
};

/// All of netlink: requests of any family go through it, and the request's type says how.
///
/// A socket is opened per protocol when it is first needed; the ids of generic families are asked
/// of the kernel once.
#[derive(Debug, Default)]
pub struct Netlink {
    options: SocketOptions,
    /// One per protocol.
    sockets: Vec<Socket>,
    /// The socket used last.
    last: usize,
}

impl Netlink {
    /// A handle without any socket yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, whose sockets are opened with these options.
    #[must_use]
    pub fn with_options(options: SocketOptions) -> Self {
        Self { options, sockets: Vec::new(), last: 0 }
    }

    /// The same, whose sockets are opened in a network namespace. The calling thread stays in
    /// its own.
    #[must_use]
    pub fn in_namespace(namespace: &Namespace) -> Self {
        Self::with_options(SocketOptions::new().namespace(namespace))
    }

    /// The socket of a protocol, opened if need be: a [`Protocol`], or its number as of
    /// `NETLINK_*`.
    ///
    /// # Errors
    /// As [`Socket::open`].
    pub fn socket(&mut self, protocol: impl Into<u16>) -> Result<&mut Socket, Error> {
        let protocol = protocol.into();
        self.last = match self.sockets.iter().position(|socket| socket.protocol() == protocol) {
            Some(index) => index,
            None => {
                self.sockets.push(self.options.open(protocol)?);
                self.sockets.len() - 1
            }
        };
        Ok(&mut self.sockets[self.last])
    }

    fn socket_for<R: Request>(&mut self) -> Result<&mut Socket, Error> {
        self.socket(R::FAMILY.protocol)
    }

    /// Sends a request and waits for the answer, which borrows from the handle; for a request
    /// that has none, for the acknowledgement.
    ///
    /// # Errors
    /// As [`Socket::request`] and [`Socket::open`].
    pub fn request<R: Single>(&mut self, request: &R) -> Result<ReplyOf<'_, R>, Error> {
        self.socket_for::<R>()?.request(request)
    }

    /// Sends a request to which the kernel may or may not answer with a message, and waits until
    /// the kernel acknowledges it.
    ///
    /// # Errors
    /// As [`request`](Self::request).
    pub fn request_optional<R: Single>(
        &mut self,
        request: &R,
    ) -> Result<Option<ReplyOf<'_, R>>, Error> {
        self.socket_for::<R>()?.request_optional(request)
    }

    /// Sends a request whose answer is had with [`wait`](Self::wait); see [`Socket::send`].
    ///
    /// # Errors
    /// As [`request`](Self::request). What the kernel says of the request comes with `wait`.
    pub fn send<R: Single>(&mut self, request: &R) -> Result<Pending<R::Reply>, Error> {
        self.socket_for::<R>()?.send(request)
    }

    /// Waits for the answer to a request that was [sent](Self::send); see [`Socket::wait`].
    ///
    /// # Errors
    /// As [`Socket::wait`].
    pub fn wait<V: View>(&mut self, pending: &Pending<V>) -> Result<Owned<V>, Error> {
        let mut sockets = self.sockets.iter();
        let asked = sockets.position(|socket| socket.is_pending(pending.ticket()));
        self.last = asked.ok_or_else(|| pending.unknown())?;
        self.sockets[self.last].wait(pending)
    }

    /// Asks for all objects; see [`Socket::dump`].
    ///
    /// # Errors
    /// If the socket cannot be opened or the request cannot be sent.
    pub fn dump<R: Dump>(&mut self, request: &R) -> Result<DumpStream<'_, R::Reply>, Error> {
        self.socket_for::<R>()?.dump(request)
    }

    /// Sends many requests in few system calls and waits for what becomes of each; see [`Batch`].
    ///
    /// # Errors
    /// As [`Socket::send_batch`] and [`Socket::open`].
    pub fn send_batch(&mut self, batch: &Batch) -> Result<BatchReport, Error> {
        match batch.family() {
            Some(family) => self.socket(family.protocol)?.send_batch(batch),
            None => Ok(BatchReport::default()),
        }
    }

    /// Hears notifications of a family, of the multicast groups of these names, on a socket of its
    /// own: `netlink.events::<rt_link::Notification>(&["rtnlgrp-link"])`.
    ///
    /// # Errors
    /// As [`Events::join`] and [`Socket::open`].
    pub fn events<M: Messages>(&self, groups: &[&str]) -> Result<Events<M>, Error> {
        let mut events = Events::open(&self.options)?;
        groups.iter().try_for_each(|group| events.join(*group))?;
        Ok(events)
    }

    /// Hears notifications of several families of one protocol, on a socket of its own. No group is
    /// joined yet.
    ///
    /// # Errors
    /// As [`Socket::open`].
    pub fn notices(&self, protocol: impl Into<u16>) -> Result<Notices, Error> {
        Notices::open(&self.options, protocol.into())
    }

    /// Keeps a copy of what the kernel has right: all objects that `dump` asks for, and then what
    /// the multicast groups of these names tell; see [`Mirror`].
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub fn mirror<M: Messages, R: Dump>(
        &self,
        groups: &[&str],
        dump: R,
    ) -> Result<Mirror<M, R>, Error> {
        Mirror::open(&self.options, groups, dump)
    }

    /// All objects of a dump. If it was interrupted, it is repeated so many times at most, or
    /// what else [`Interruption`] says; so what is returned was there at one time.
    ///
    /// ```no_run
    /// # use netlink_runtime::{Dump, Error, Interruption, Netlink};
    /// # fn both(netlink: &mut Netlink, request: &impl Dump) -> Result<(), Error> {
    /// let exact = netlink.dump_all(request, 3)?;
    /// let rough = netlink.dump_all(request, Interruption::Mark)?;
    /// println!("{} or {}, {}", exact.len(), rough.len(), rough.is_interrupted());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`DumpStream::next`]: the first error is that of the whole, and if the last dump too was
    /// interrupted, [`Error::DumpInterrupted`].
    pub fn dump_all<R: Dump>(
        &mut self,
        request: &R,
        interruption: impl Into<Interruption>,
    ) -> Result<Dumped<R::Reply>, Error> {
        let mut interruption = interruption.into();
        loop {
            let dumped = self.dump(request)?.collect(interruption);
            if !interruption.repeats(&dumped) {
                return dumped;
            }
        }
    }

    /// What the kernel says of a request, without sending it: whether it has the operation, which
    /// of the request's attributes it does not know, also those in nests, and which values are
    /// beyond its limits. The kernel is asked once for an operation, and again if the family got
    /// another id, as it does with its module.
    ///
    /// Only generic netlink can be asked. What cannot be told is told so, and is no error: see
    /// [`Support`].
    ///
    /// ```no_run
    /// # use netlink_runtime::{Error, Netlink, Single};
    /// # fn set(netlink: &mut Netlink, request: &impl Single) -> Result<(), Error> {
    /// let support = netlink.probe(request)?;
    /// for objection in support.objections() {
    ///     // attribute napi.threaded is not known to the kernel
    ///     eprintln!("{objection}");
    /// }
    /// if support.is_supported() != Some(false) {
    ///     netlink.request(request)?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Encode`] if a value does not fit the wire, and those of asking the kernel.
    pub fn probe<R: Single>(&mut self, request: &R) -> Result<Support, Error> {
        self.socket_for::<R>()?.probe(request)
    }

    /// The same for a request that asks for all objects. Most dumps take fewer attributes than
    /// requests for one object, or are not checked.
    ///
    /// # Errors
    /// As [`probe`](Self::probe).
    pub fn probe_dump<R: Dump>(&mut self, request: &R) -> Result<Support, Error> {
        self.socket_for::<R>()?.probe_dump(request)
    }

    /// What the kernel says of a generic netlink family: its id, multicast groups and operations.
    ///
    /// # Errors
    /// As [`Socket::generic_family`].
    pub fn generic_family(&mut self, name: &str) -> Result<&GenericFamily, Error> {
        self.socket(Protocol::Generic { version: 0 })?.generic_family(name)
    }

    /// What the kernel remarked on the last request or dump although it succeeded.
    #[must_use]
    pub fn last_warning(&self) -> Option<&Warning> {
        self.sockets.get(self.last)?.last_warning()
    }

    /// How many datagrams were dropped because they came from another process and not from the
    /// kernel.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.sockets.iter().map(Socket::foreign_messages).sum()
    }
}
