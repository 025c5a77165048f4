//! What processes send each other, and where it goes.

use core::fmt;

use super::Sender;
use crate::error::Error;
use crate::message::{MessageSet, Request};
use crate::payload::{Decode, View};
use crate::wire::MessageHeader;

/// Where a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    pub(crate) port: u32,
    pub(crate) group: u32,
    pub(crate) sequence: Option<u32>,
}

impl Destination {
    /// The socket that has this port id; 0 is the kernel.
    #[must_use]
    pub const fn port(port: u32) -> Self {
        Self { port, group: 0, sequence: None }
    }

    /// All sockets that joined this group, 1 to 32. The kernel gets the message too, where the
    /// protocol has a side of it.
    #[must_use]
    pub const fn group(group: u32) -> Self {
        Self { port: 0, group, sequence: None }
    }

    /// The same with this sequence number in the header, instead of the next of the socket.
    #[must_use]
    pub const fn with_sequence(self, sequence: u32) -> Self {
        Self { sequence: Some(sequence), ..self }
    }
}

/// A message of another process.
#[derive(Clone, Copy)]
pub struct PeerMessage<'s> {
    /// The netlink header. Its port id is what the sender wrote there; see [`Sender::port`] for
    /// the true one.
    pub header: MessageHeader,
    /// What follows it.
    pub payload: &'s [u8],
    /// Who sent it.
    pub sender: Sender,
}

impl<'s> PeerMessage<'s> {
    /// The message as one of the type `R`; `None` if its type is another one.
    ///
    /// # Errors
    /// If it is malformed.
    pub fn get<R: Request + View>(&self) -> Result<Option<R::At<'s>>, Error> {
        if self.header.kind != R::COMMAND {
            return Ok(None);
        }
        let decoded = R::At::decode(self.payload);
        decoded.map(Some).map_err(|source| Error::Decode { operation: None, source })
    }

    /// The message as one of an enum of messages.
    ///
    /// # Errors
    /// If it is malformed.
    pub fn get_any<M: MessageSet<'s>>(&self) -> Result<M, Error> {
        let MessageHeader { kind, flags, .. } = self.header;
        M::decode(kind, flags, self.payload)
            .map_err(|source| Error::Decode { operation: None, source })
    }

    /// Where an answer goes: to the sender, with the sequence number of the message.
    #[must_use]
    pub const fn reply_to(&self) -> Destination {
        Destination::port(self.sender.port).with_sequence(self.header.sequence)
    }
}

/// Leaves out the payload, which may hold secrets.
impl fmt::Debug for PeerMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header, sender, .. } = self;
        let message = &mut f.debug_struct("PeerMessage");
        message.field("header", header).field("sender", sender).finish_non_exhaustive()
    }
}
