//! A socket that hears events.

use core::fmt;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::time::Duration;

use bstr::{BString, ByteSlice};

use super::{Action, Source, Uevent};
use crate::client::{Client, Received, Trouble};
use crate::error::Error;
use crate::protocols;
use crate::socket::{Event, Sender, Senders, SocketOptions};
use crate::transport::{Blocking, Transport, Wait, now};

/// A socket that hears the events of kernel objects.
///
/// It takes no rights. The events of network devices are told in their network namespace, all
/// others in every one whose user namespace is the first.
pub struct Uevents {
    client: Client<Blocking>,
    /// Those of interest; all if none is named.
    subsystems: Vec<BString>,
    actions: Vec<Action<'static>>,
    /// Events were lost behind those that are still queued.
    lost: bool,
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
        let protocol = protocols::KOBJECT_UEVENT;
        let (group, client) = match source {
            Source::Kernel => (1, options.connect(protocol)?),
            Source::Udev => {
                let options = options.clone().credentials();
                (2, options.connect_with(protocol, Senders::User(0))?)
            }
        };
        let client: Client<Blocking> = client;
        client.transport.endpoint().join(group).map_err(|source| Error::Io {
            operation: None,
            call: "setsockopt",
            source,
        })?;
        Ok(Self { client, subsystems: Vec::new(), actions: Vec::new(), lost: false })
    }

    /// Passes over the events of other subsystems; of several that are named, each is heard.
    #[must_use]
    pub fn subsystem(mut self, name: &str) -> Self {
        self.subsystems.push(name.into());
        self
    }

    /// Passes over other actions; of several that are named, each is heard.
    #[must_use]
    pub fn action(mut self, action: Action<'static>) -> Self {
        self.actions.push(action);
        self
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// [`Error::Decode`] if it is malformed, after which one can go on; [`Error::Closed`],
    /// [`Error::Io`].
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub fn next(&mut self) -> Result<Event<Uevent<'_>>, Error> {
        loop {
            // `None` comes only of a limit.
            if let Some(came) = self.advance(Wait::Forever)? {
                return self.event(came);
            }
        }
    }

    /// The next event, if it comes within that time; within none, if it is queued already.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn next_within(&mut self, limit: Duration) -> Result<Option<Event<Uevent<'_>>>, Error> {
        match self.advance(Wait::limit(Some(limit)))? {
            Some(came) => self.event(came).map(Some),
            None => Ok(None),
        }
    }

    /// Goes to the next event of interest, or to the end of what an overrun left.
    fn advance(&mut self, limit: Wait) -> Result<Option<Event<()>>, Error> {
        loop {
            // The kernel goes on when all that was queued is read.
            let wait = if self.lost { Wait::Never } else { limit };
            match now(self.client.receive(false, wait)) {
                Ok(Received::Datagram) if self.is_of_interest()? => {
                    return Ok(Some(Event::Message(())));
                }
                Ok(Received::Datagram) => {}
                Ok(Received::Nothing) if core::mem::take(&mut self.lost) => {
                    return Ok(Some(Event::Overrun));
                }
                Ok(Received::Nothing) => return Ok(None),
                Err(Trouble::Overrun) => self.lost = true,
                Err(trouble) => return Err(trouble.into_error(None)),
            }
        }
    }

    fn uevent(&self) -> Result<Uevent<'_>, Error> {
        let parsed = Uevent::parse(self.client.session.inbox.datagram());
        parsed.map_err(|source| Error::Decode { operation: None, source })
    }

    fn is_of_interest(&self) -> Result<bool, Error> {
        let uevent = self.uevent()?;
        let subsystem = uevent.subsystem().unwrap_or_default();
        let named = self.subsystems.iter().any(|name| name.as_bstr() == subsystem);
        Ok((named || self.subsystems.is_empty())
            && (self.actions.is_empty() || self.actions.contains(&uevent.action)))
    }

    fn event(&self, came: Event<()>) -> Result<Event<Uevent<'_>>, Error> {
        Ok(match came {
            Event::Message(()) => Event::Message(self.uevent()?),
            Event::Overrun => Event::Overrun,
        })
    }

    /// Who sent the event that was received last, with what the socket was opened to tell of it.
    #[must_use]
    pub fn last_sender(&self) -> Sender {
        self.client.session.connection.sender
    }

    /// How many datagrams were dropped because of their sender.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.client.session.connection.foreign()
    }
}

impl fmt::Debug for Uevents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uevents")
            .field("fd", &self.as_raw_fd())
            .field("subsystems", &self.subsystems)
            .field("actions", &self.actions)
            .finish_non_exhaustive()
    }
}

impl AsFd for Uevents {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.client.transport.endpoint().as_fd()
    }
}

impl AsRawFd for Uevents {
    fn as_raw_fd(&self) -> RawFd {
        self.as_fd().as_raw_fd()
    }
}
