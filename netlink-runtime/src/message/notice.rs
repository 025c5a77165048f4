//! What the kernel told unasked.

use core::fmt;

use super::{MessageSet, Messages};
use crate::generated::BYTES;
use crate::generic::Families;
use crate::payload::DecodeError;
use crate::schema::{Described, Family, Hex, Protocol};
use crate::socket::Sender;
use crate::wire::{GenericHeader, MessageHeader};

/// A message to a multicast group, whose family is not known by its type: several families may
/// be heard on one socket.
#[derive(Clone, Copy)]
pub struct Notice<'a> {
    header: MessageHeader,
    payload: &'a [u8],
    sender: Sender,
    /// The socket's protocol.
    protocol: u16,
    families: &'a Families,
}

impl<'a> Notice<'a> {
    pub(crate) fn new(
        header: MessageHeader,
        payload: &'a [u8],
        sender: Sender,
        protocol: u16,
        families: &'a Families,
    ) -> Self {
        Self { header, payload, sender, protocol, families }
    }

    /// The netlink header. Its sequence number is that of the request that caused the
    /// notification, or 0, and its port that of the requester.
    #[must_use]
    pub fn header(&self) -> MessageHeader {
        self.header
    }

    /// Who sent it, with what the socket was opened to tell of it: the group's number, the network
    /// namespace.
    #[must_use]
    pub fn sender(&self) -> Sender {
        self.sender
    }

    /// What follows the netlink header.
    #[must_use]
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// The message as one of a family's; `None` if it is none that the family knows.
    ///
    /// # Errors
    /// If it is malformed.
    pub fn get<M: Messages>(&self) -> Option<Result<M::At<'a>, DecodeError>> {
        let family = <M::At<'a> as MessageSet<'a>>::FAMILY;
        let (command, body) = match self.split(family)? {
            Ok(split) => split,
            Err(error) => return Some(Err(error)),
        };
        // A family of structs may have no table of its operations.
        let known = family.operations.is_empty()
            || family.operations.iter().any(|operation| operation.reply == Some(command));
        known.then(|| self.decode::<M>(command, body))
    }

    /// The message as a family's table describes it, also if it is malformed; `None` if it is of
    /// another family.
    #[must_use]
    pub fn described<M: Messages>(&self) -> Option<Described<'a>> {
        let split = self.split(<M::At<'a> as MessageSet<'a>>::FAMILY)?;
        Some(match split {
            Ok((command, body)) => Described::new(&M::At::kind(command, self.header.flags), body),
            Err(_) => Described::new(&BYTES, self.payload),
        })
    }

    /// The same as [`get`](Self::get), also if the family does not know the command: then it is the
    /// variant for others.
    pub(crate) fn get_any<M: Messages>(&self) -> Option<Result<M::At<'a>, DecodeError>> {
        let split = self.split(<M::At<'a> as MessageSet<'a>>::FAMILY)?;
        Some(split.and_then(|(command, body)| self.decode::<M>(command, body)))
    }

    /// Whether the message is of the family of `M`, as far as its headers tell.
    pub(crate) fn is_of<M: Messages>(&self) -> bool {
        self.split(<M::At<'a> as MessageSet<'a>>::FAMILY).is_some()
    }

    fn decode<M: Messages>(&self, command: u16, body: &'a [u8]) -> Result<M::At<'a>, DecodeError> {
        M::At::decode(command, self.header.flags, body)
    }

    /// The command and what follows the headers, if the message is of this family's protocol.
    fn split(&self, family: &Family) -> Option<Result<(u16, &'a [u8]), DecodeError>> {
        if family.protocol.number() != self.protocol {
            return None;
        }
        if let Protocol::Raw(_) = family.protocol {
            return Some(Ok((self.header.kind, self.payload)));
        }
        if self.families.id(family.name) != Some(self.header.kind) {
            return None;
        }
        let split = GenericHeader::split(self.payload);
        let split = split.map(|(header, body)| (u16::from(header.command), body));
        let short = || DecodeError::too_short(GenericHeader::SIZE, self.payload.len());
        Some(split.ok_or_else(short))
    }
}

impl fmt::Debug for Notice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice")
            .field("header", &self.header)
            .field("payload", &Hex(self.payload))
            .finish()
    }
}
