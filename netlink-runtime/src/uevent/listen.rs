//! A socket that hears events.

use core::fmt;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::time::Duration;

use super::{Action, Source, Uevent};
use crate::client::Hearing;
use crate::error::Error;
use crate::socket::{Event, Sender, SocketOptions};
use crate::transport::{Blocking, Transport, Wait, now};

/// A socket that hears the events of kernel objects.
///
/// It takes no rights. The events of network devices are told in their network namespace, all
/// others in every one whose user namespace is the first.
pub struct Uevents {
    hearing: Hearing<Blocking>,
}

impl Uevents {
    /// Hears the kernel's events. Messages of anybody else are dropped and counted.
    ///
    /// # Errors
    /// As [`Socket::open`](crate::Socket::open).
    pub fn open() -> Result<Self, Error> {
        Self::with_options(&SocketOptions::new(), Source::Kernel)
    }

    /// Hears the events of a source on a socket with these options. Unless the options say others,
    /// udev's messages are taken from processes of root alone.
    ///
    /// # Errors
    /// As [`Socket::open`](crate::Socket::open).
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

    /// Waits for the next event.
    ///
    /// # Errors
    /// [`Error::Decode`] if it is malformed, after which one can go on; [`Error::Closed`],
    /// [`Error::Io`].
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub fn next(&mut self) -> Result<Event<Uevent<'_>>, Error> {
        now(self.hearing.next_any())
    }

    /// The next event, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn next_within(&mut self, limit: Duration) -> Result<Option<Event<Uevent<'_>>>, Error> {
        now(self.hearing.next(Wait::limit(Some(limit))))
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

impl fmt::Debug for Uevents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.hearing.fmt(f)
    }
}

impl AsFd for Uevents {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.hearing.client.transport.endpoint().as_fd()
    }
}

impl AsRawFd for Uevents {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}
