//! Notifications and events.

use core::marker::PhantomData;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use crate::client::{Group, Listener, family_of};
use crate::error::Error;
use crate::message::{Messages, Notice, Single};
use crate::socket::{Event, SocketOptions};
use crate::transport::{Transport, Wait};

/// Notifications of one family, on a socket of its own. See [`crate::Events`], its blocking twin.
#[derive(Debug)]
pub struct Events<M: Messages, T: Transport> {
    listener: Listener<T>,
    messages: PhantomData<fn() -> M>,
}

impl<M: Messages, T: Transport> Events<M, T> {
    pub(super) fn open(options: &SocketOptions) -> Result<Self, Error> {
        let listener = Listener::open(options, family_of::<M>().protocol.number())?;
        Ok(Self { listener, messages: PhantomData })
    }

    /// Joins a multicast group of the family, by name or number.
    ///
    /// # Errors
    /// As [`crate::Events::join`].
    pub async fn join<'g>(&mut self, group: impl Into<Group<'g>>) -> Result<(), Error> {
        self.listener.join_of::<M>(group.into()).await
    }

    /// Leaves a multicast group. What is queued of it still comes.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub async fn leave<'g>(&mut self, group: impl Into<Group<'g>>) -> Result<(), Error> {
        self.listener.leave_of::<M>(group.into()).await
    }

    /// Sends a request from this socket and waits for the acknowledgement.
    ///
    /// # Errors
    /// As [`crate::Events::request`].
    pub async fn request<R: Single<Reply = ()>>(&mut self, request: &R) -> Result<(), Error> {
        self.listener.request(request).await
    }

    /// Waits for the next event, which borrows from the socket's buffer.
    ///
    /// # Errors
    /// As [`crate::Events::next`].
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub async fn next(&mut self) -> Result<Event<M::At<'_>>, Error> {
        let came = self.listener.next_of::<M>(Wait::Forever).await?;
        // Without a limit something comes.
        Ok(self.listener.event_of::<M>(came)?.unwrap_or(Event::Overrun))
    }

    /// The next event, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn next_within(
        &mut self,
        limit: Duration,
    ) -> Result<Option<Event<M::At<'_>>>, Error> {
        let came = self.listener.next_of::<M>(Wait::limit(Some(limit))).await?;
        self.listener.event_of::<M>(came)
    }
}

impl<M: Messages, T: Transport> AsFd for Events<M, T> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.client().transport.endpoint().as_fd()
    }
}

/// Notifications of several families that share a protocol. See [`crate::Notices`], its blocking
/// twin.
#[derive(Debug)]
pub struct Notices<T: Transport> {
    listener: Listener<T>,
}

impl<T: Transport> Notices<T> {
    pub(super) fn open(options: &SocketOptions, protocol: u16) -> Result<Self, Error> {
        Ok(Self { listener: Listener::open(options, protocol)? })
    }

    /// Joins a multicast group of the family whose notifications are `M`, by name or number.
    ///
    /// # Errors
    /// As [`crate::Notices::join`].
    pub async fn join<'g, M: Messages>(
        &mut self,
        group: impl Into<Group<'g>>,
    ) -> Result<(), Error> {
        self.listener.join_of::<M>(group.into()).await
    }

    /// Leaves a multicast group. What is queued of it still comes.
    ///
    /// # Errors
    /// As [`join`](Self::join).
    pub async fn leave<'g, M: Messages>(
        &mut self,
        group: impl Into<Group<'g>>,
    ) -> Result<(), Error> {
        self.listener.leave_of::<M>(group.into()).await
    }

    /// Sends a request from this socket and waits for the acknowledgement.
    ///
    /// # Errors
    /// As [`crate::Notices::request`].
    pub async fn request<R: Single<Reply = ()>>(&mut self, request: &R) -> Result<(), Error> {
        self.listener.request(request).await
    }

    /// Waits for the next event; [`Notice::get`] makes it a family's own.
    ///
    /// # Errors
    /// As [`crate::Notices::next`].
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub async fn next(&mut self) -> Result<Event<Notice<'_>>, Error> {
        let came = self.listener.next(Wait::Forever).await?;
        // Without a limit something comes.
        Ok(self.listener.event(came).unwrap_or(Event::Overrun))
    }

    /// The next event, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn next_within(
        &mut self,
        limit: Duration,
    ) -> Result<Option<Event<Notice<'_>>>, Error> {
        let came = self.listener.next(Wait::limit(Some(limit))).await?;
        Ok(self.listener.event(came))
    }
}
