//! Events of kernel objects.

use core::fmt;
use std::os::fd::AsRawFd;

use bstr::{BString, ByteSlice};

use super::Client;
use super::listener::Came;
use crate::error::Error;
use crate::protocols;
use crate::socket::{Event, Senders, SocketOptions, failed};
use crate::transport::{Transport, Wait};
use crate::uevent::{Action, Source, Uevent};

/// A socket that hears events of kernel objects.
pub(crate) struct Hearing<T: Transport> {
    pub(crate) client: Client<T>,
    /// Those of interest; all if none is named.
    pub(crate) subsystems: Vec<BString>,
    pub(crate) actions: Vec<Action<'static>>,
    /// Events were lost behind those that are still queued.
    lost: bool,
}

impl<T: Transport> Hearing<T> {
    pub(crate) fn open(options: &SocketOptions, source: Source) -> Result<Self, Error> {
        let protocol = protocols::KOBJECT_UEVENT;
        let (group, client) = match source {
            Source::Kernel => (1, options.connect(protocol)?),
            Source::Udev => {
                let options = options.clone().credentials();
                (2, options.connect_with(protocol, Senders::User(0))?)
            }
        };
        let client: Client<T> = client;
        client.transport.endpoint().join(group).map_err(failed("setsockopt"))?;
        Ok(Self { client, subsystems: Vec::new(), actions: Vec::new(), lost: false })
    }

    /// The next event of interest, or the end of what an overrun left; `None` if nothing comes in
    /// time.
    pub(crate) async fn next(&mut self, wait: Wait) -> Result<Option<Event<Uevent<'_>>>, Error> {
        let came = self.advance(wait).await?;
        self.event(came)
    }

    /// The same without a limit.
    pub(crate) async fn next_any(&mut self) -> Result<Event<Uevent<'_>>, Error> {
        let mut came = Came::Nothing;
        while came == Came::Nothing {
            came = self.advance(Wait::Forever).await?;
        }
        Ok(self.event(came)?.unwrap_or(Event::Overrun))
    }

    async fn advance(&mut self, limit: Wait) -> Result<Came, Error> {
        loop {
            match self.client.hear(&mut self.lost, limit).await? {
                Came::Message if !self.is_of_interest()? => {}
                came => return Ok(came),
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

    fn event(&self, came: Came) -> Result<Option<Event<Uevent<'_>>>, Error> {
        Ok(match came {
            Came::Message => Some(Event::Message(self.uevent()?)),
            Came::Overrun => Some(Event::Overrun),
            Came::Nothing => None,
        })
    }
}

impl<T: Transport> fmt::Debug for Hearing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uevents")
            .field("fd", &self.client.transport.endpoint().as_raw_fd())
            .field("subsystems", &self.subsystems)
            .field("actions", &self.actions)
            .finish_non_exhaustive()
    }
}
