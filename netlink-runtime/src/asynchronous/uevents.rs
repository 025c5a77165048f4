//! Events of kernel objects.

use core::fmt;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use crate::client::Hearing;
use crate::error::Error;
use crate::socket::{Event, Sender, SocketOptions};
use crate::transport::{Transport, Wait};
use crate::uevent::{Action, Source, Uevent};

/// A socket that hears the events of kernel objects. See
/// [`uevent::Uevents`](crate::uevent::Uevents), its blocking twin.
pub struct Uevents<T: Transport> {
    hearing: Hearing<T>,
}

impl<T: Transport> Uevents<T> {
    /// Hears the kernel's events. Messages of anybody else are dropped and counted.
    ///
    /// # Errors
    /// As [`Socket::open`](super::Socket::open).
    pub fn open() -> Result<Self, Error> {
        Self::with_options(&SocketOptions::new(), Source::Kernel)
    }

    /// Hears the events of a source on a socket with these options. Unless the options say others,
    /// udev's messages are taken from processes of root alone.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn with_options(options: &SocketOptions, source: Source) -> Result<Self, Error> {
        Ok(Self { hearing: Hearing::open(options, source)? })
    }

    /// Passes over the events of other subsystems; of several that are named, each is heard.
    #[must_use]
    pub fn subsystem(mut self, name: &str) -> Self {
        self.hearing.subsystems.push(name.into());
        self
    }

    /// Passes over other actions; of several that are named, each is heard.
    #[must_use]
    pub fn action(mut self, action: Action<'static>) -> Self {
        self.hearing.actions.push(action);
        self
    }

    /// Waits for the next event, which borrows from the socket's buffer.
    ///
    /// # Errors
    /// As [`uevent::Uevents::next`](crate::uevent::Uevents::next).
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub async fn next(&mut self) -> Result<Event<Uevent<'_>>, Error> {
        self.hearing.next_any().await
    }

    /// The next event, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn next_within(
        &mut self,
        limit: Duration,
    ) -> Result<Option<Event<Uevent<'_>>>, Error> {
        self.hearing.next(Wait::limit(Some(limit))).await
    }

    /// Who sent the event that was received last, with what the socket was opened to tell of it.
    #[must_use]
    pub fn last_sender(&self) -> Sender {
        self.hearing.client.session.connection.sender
    }

    /// How many datagrams were dropped because of their sender.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.hearing.client.session.connection.foreign()
    }
}

impl<T: Transport> fmt::Debug for Uevents<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hearing.fmt(f)
    }
}

impl<T: Transport> AsFd for Uevents<T> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.hearing.client.transport.endpoint().as_fd()
    }
}
