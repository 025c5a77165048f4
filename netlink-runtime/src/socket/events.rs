//! Notifications and events.

use core::marker::PhantomData;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::time::Duration;

use super::{Sender, SocketOptions};
use crate::client::{Group, Listener, family_of};
use crate::error::Error;
use crate::message::{Messages, Notice, Single};
use crate::transport::{Blocking, Transport, Wait, now};

/// What happens on a socket that hears multicast groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<M> {
    /// A message.
    Message(M),
    /// The socket's queue was full and messages were lost (`ENOBUFS`). All that was queued before
    /// has been told, and all that comes now is whole again: what is asked of the kernel from here
    /// on, as with a dump, misses nothing.
    Overrun,
}

/// Notifications of one family; `M` names its enum of them, `rt_link::Notification<'static>` say.
///
/// It has a socket of its own, so that requests and notifications are not in each other's way.
#[derive(Debug)]
pub struct Events<M: Messages> {
    listener: Listener<Blocking>,
    messages: PhantomData<fn() -> M>,
}

impl<M: Messages> Events<M> {
    pub(crate) fn open(options: &SocketOptions) -> Result<Self, Error> {
        let listener = Listener::open(options, family_of::<M>().protocol.number())?;
        Ok(Self { listener, messages: PhantomData })
    }

    /// Joins a multicast group of the family, by name or number.
    ///
    /// # Errors
    /// [`Error::GroupNotFound`], [`Error::FamilyNotFound`], or `EPERM` if the group is for those
    /// with a capability.
    pub fn join<'g>(&mut self, group: impl Into<Group<'g>>) -> Result<(), Error> {
        now(self.listener.join_of::<M>(group.into()))
    }

    /// Leaves a multicast group. What is queued of it still comes.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub fn leave<'g>(&mut self, group: impl Into<Group<'g>>) -> Result<(), Error> {
        now(self.listener.leave_of::<M>(group.into()))
    }

    /// Sends a request from this socket and waits for the acknowledgement: for what the kernel
    /// tells only to the socket that asked for it and to no group, such as the accounts of tasks
    /// that end (`TASKSTATS`) or wireless frames (`nl80211`). What comes meanwhile is told after.
    ///
    /// # Errors
    /// As [`Socket::request`](crate::Socket::request), which the socket survives too.
    pub fn request<R: Single<Reply = ()>>(&mut self, request: &R) -> Result<(), Error> {
        now(self.listener.request(request))
    }

    /// Waits for the next event, which borrows from the socket's buffer.
    ///
    /// # Errors
    /// If a message is malformed or cut off, after which one can go on, or a system call fails.
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub fn next(&mut self) -> Result<Event<M::At<'_>>, Error> {
        let came = now(self.listener.next_of::<M>(Wait::Forever))?;
        // Without a limit something comes.
        Ok(self.listener.event_of::<M>(came)?.unwrap_or(Event::Overrun))
    }

    /// The next event, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn next_within(&mut self, limit: Duration) -> Result<Option<Event<M::At<'_>>>, Error> {
        let came = now(self.listener.next_of::<M>(Wait::limit(Some(limit))))?;
        self.listener.event_of::<M>(came)
    }

    /// Who sent the message that was received last, with what the socket was opened to tell of
    /// it: the group's number, the network namespace.
    #[must_use]
    pub fn last_sender(&self) -> Sender {
        self.listener.client().session.connection.sender
    }

    /// How many datagrams were dropped because they did not come from the kernel.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.listener.client().session.connection.foreign()
    }
}

impl<M: Messages> AsFd for Events<M> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.client().transport.endpoint().as_fd()
    }
}

impl<M: Messages> AsRawFd for Events<M> {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}

/// Notifications of several families that share a protocol, as those of routing and all generic
/// ones do.
#[derive(Debug)]
pub struct Notices {
    listener: Listener<Blocking>,
}

impl Notices {
    pub(crate) fn open(options: &SocketOptions, protocol: u16) -> Result<Self, Error> {
        Ok(Self { listener: Listener::open(options, protocol)? })
    }

    /// Joins a multicast group of the family whose notifications are `M`, by name or number.
    ///
    /// # Errors
    /// As [`Events::join`], and [`Error::WrongFamily`] if the family has another protocol.
    pub fn join<'g, M: Messages>(&mut self, group: impl Into<Group<'g>>) -> Result<(), Error> {
        now(self.listener.join_of::<M>(group.into()))
    }

    /// Leaves a multicast group. What is queued of it still comes.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub fn leave<'g, M: Messages>(&mut self, group: impl Into<Group<'g>>) -> Result<(), Error> {
        now(self.listener.leave_of::<M>(group.into()))
    }

    /// Sends a request from this socket and waits for the acknowledgement; see
    /// [`Events::request`].
    ///
    /// # Errors
    /// As there.
    pub fn request<R: Single<Reply = ()>>(&mut self, request: &R) -> Result<(), Error> {
        now(self.listener.request(request))
    }

    /// Waits for the next event; [`Notice::get`] makes it a family's own.
    ///
    /// # Errors
    /// As [`Events::next`].
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub fn next(&mut self) -> Result<Event<Notice<'_>>, Error> {
        let came = now(self.listener.next(Wait::Forever))?;
        // Without a limit something comes.
        Ok(self.listener.event(came).unwrap_or(Event::Overrun))
    }

    /// The next event, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`Events::next`].
    pub fn next_within(&mut self, limit: Duration) -> Result<Option<Event<Notice<'_>>>, Error> {
        let came = now(self.listener.next(Wait::limit(Some(limit))))?;
        Ok(self.listener.event(came))
    }
}

impl AsFd for Notices {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.client().transport.endpoint().as_fd()
    }
}
