//! Multicast groups: what the kernel tells unasked.

use core::fmt;
use std::collections::VecDeque;

use super::Client;
use super::transfer::{Received, Trouble};
use crate::connection::Heard;
use crate::error::Error;
use crate::generic::GenericFamily;
use crate::message::{MessageSet, Messages, Notice};
use crate::schema::{Family, Protocol};
use crate::socket::{Event, Sender, SocketOptions, failed};
use crate::trace::{self, Span};
use crate::transport::{Transport, Wait};

/// A multicast group, by its name in the family's spec or by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group<'a> {
    /// The name.
    Name(&'a str),
    /// The number, from 1 on; not a bit of a mask.
    Number(u32),
}

impl<'a> From<&'a str> for Group<'a> {
    fn from(name: &'a str) -> Self {
        Self::Name(name)
    }
}

impl From<u32> for Group<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

/// A socket that hears groups, and what the kernel tells only to who asked for it. It asks nothing
/// else, so that no answer is in the way.
pub(crate) struct Listener<T: Transport> {
    pub(super) client: Client<T>,
    options: SocketOptions,
    /// Datagrams that came while an acknowledgement was awaited, from the first on.
    pub(super) kept: VecDeque<(Sender, Box<[u8]>)>,
    /// Messages were lost behind those that are kept or still queued.
    pub(super) lost: bool,
}

/// Leaves out what is kept, which may hold secrets.
impl<T: Transport> fmt::Debug for Listener<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("client", &self.client).finish_non_exhaustive()
    }
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// A message, which is the [`notice`](Listener::notice).
    Message,
    /// All that was queued before messages were lost has been told.
    Overrun,
    /// Nothing in time.
    Nothing,
}

impl<T: Transport> Client<T> {
    /// Receives the next datagram of one that hears, or what else there is to tell. Of an overrun,
    /// `lost` is noted until all that was queued before is read.
    pub(super) async fn hear(&mut self, lost: &mut bool, limit: Wait) -> Result<Came, Error> {
        loop {
            let wait = if *lost { Wait::Never } else { limit };
            match self.receive(false, wait).await {
                Ok(Received::Datagram) => return Ok(Came::Message),
                // Only now does the kernel go on with what it has to tell.
                Ok(Received::Nothing) if core::mem::take(lost) => return Ok(Came::Overrun),
                Ok(Received::Nothing) => return Ok(Came::Nothing),
                Err(Trouble::Overrun) => *lost = true,
                Err(trouble) => return Err(trouble.into_error(None)),
            }
        }
    }
}

impl<T: Transport> Listener<T> {
    pub(crate) fn open(options: &SocketOptions, protocol: u16) -> Result<Self, Error> {
        let client = options.connect(protocol)?;
        Ok(Self { client, options: options.clone(), kept: VecDeque::new(), lost: false })
    }

    pub(crate) fn client(&self) -> &Client<T> {
        &self.client
    }

    /// The number of a group.
    async fn number(&mut self, family: &Family, group: Group<'_>) -> Result<u32, Error> {
        let name = match group {
            Group::Number(number) => return Ok(number),
            Group::Name(name) => name,
        };
        let found = match family.protocol {
            Protocol::Raw(_) => {
                family.groups.iter().find(|it| it.name == name).and_then(|it| it.id)
            }
            Protocol::Generic { .. } => self.generic_family(family.name).await?.group(name),
        };
        let unknown = || Error::GroupNotFound { family: family.name.into(), name: name.into() };
        found.ok_or_else(unknown)
    }

    /// What the kernel says of a generic netlink family; it is asked once.
    pub(super) async fn generic_family(&mut self, name: &str) -> Result<&GenericFamily, Error> {
        if self.client.session.families.get(name).is_none() {
            // By another socket, for here notifications would be lost meanwhile.
            let options = self.options.for_asking();
            let mut other: Client<T> = options.connect(self.client.protocol)?;
            let resolved = other.generic_family(name).await?.clone();
            self.client.session.families.put(resolved);
        }
        self.client.generic_family(name).await
    }

    /// Goes to the next message.
    ///
    /// # Errors
    /// If a datagram is malformed or cut off, after which one can go on, or a system call fails.
    pub(crate) async fn next(&mut self, wait: Wait) -> Result<Came, Error> {
        loop {
            match self.client.session.hear().map_err(unusable)? {
                Heard::Message => return Ok(Came::Message),
                Heard::Overrun => {
                    trace::overrun(self.client.protocol);
                    self.lost = true;
                }
                Heard::Nothing => {}
            }
            if let Some((sender, datagram)) = self.kept.pop_front() {
                self.client.session.take_up(sender, &datagram)?;
                continue;
            }
            match self.client.hear(&mut self.lost, wait).await? {
                Came::Message => {}
                came => return Ok(came),
            }
        }
    }

    /// Goes to the next message of the family of `M`, or to what else there is to tell.
    pub(crate) async fn next_of<M: Messages>(&mut self, wait: Wait) -> Result<Came, Error> {
        loop {
            let came = self.next(wait).await?;
            // Another may come of a family that had the number before.
            if came != Came::Message || self.notice().is_of::<M>() {
                return Ok(came);
            }
        }
    }

    /// What came, as the family's own.
    pub(crate) fn event_of<M: Messages>(
        &self,
        came: Came,
    ) -> Result<Option<Event<M::At<'_>>>, Error> {
        Ok(match came {
            Came::Message => {
                let notice = self.notice();
                trace::heard(&notice, Some(family_of::<M>()));
                notice.get_any::<M>().transpose().map_err(unusable)?.map(Event::Message)
            }
            Came::Overrun => Some(Event::Overrun),
            Came::Nothing => None,
        })
    }

    /// What came, as a message of any family.
    pub(crate) fn event(&self, came: Came) -> Option<Event<Notice<'_>>> {
        match came {
            Came::Message => {
                trace::heard(&self.notice(), None);
                Some(Event::Message(self.notice()))
            }
            Came::Overrun => Some(Event::Overrun),
            Came::Nothing => None,
        }
    }

    /// Joins a group of the family whose notifications are `M`, which must be of the protocol.
    pub(crate) async fn join_of<M: Messages>(&mut self, group: Group<'_>) -> Result<(), Error> {
        let (family, protocol) = (family_of::<M>(), self.client.protocol);
        if family.protocol.number() != protocol {
            return Err(Error::WrongFamily { family: family.name, protocol });
        }
        let number = self.number(family, group).await?;
        self.client.transport.endpoint().join(number).map_err(failed("setsockopt"))
    }

    /// Leaves such a group.
    pub(crate) async fn leave_of<M: Messages>(&mut self, group: Group<'_>) -> Result<(), Error> {
        let number = self.number(family_of::<M>(), group).await?;
        self.client.transport.endpoint().leave(number).map_err(failed("setsockopt"))
    }

    /// The message at hand.
    pub(crate) fn notice(&self) -> Notice<'_> {
        let inbox = &self.client.session.inbox;
        let message = inbox.current();
        let sender = self.client.session.connection.sender;
        let (header, payload) = (message.header, inbox.payload(message));
        Notice::new(header, payload, sender, self.client.protocol, &self.client.session.families)
    }
}

/// The error of what was heard and cannot be read.
#[cold]
pub(super) fn unusable(error: impl Into<Error>) -> Error {
    let error = error.into();
    trace::failed(&Span::none(), &error);
    error
}

/// The family of an enum of messages.
pub(crate) fn family_of<M: Messages>() -> &'static Family {
    <M::At<'static> as MessageSet<'static>>::FAMILY
}
