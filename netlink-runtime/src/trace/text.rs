//! Messages as text, made only if a subscriber writes it down.

use core::fmt;

use crate::error::OperationRef;
use crate::schema::{Described, Family, Layout, Operation, Protocol};
use crate::wire::{GenericHeader, MessageHeader, array_at, kinds};

/// What a message holds behind its netlink headers.
pub(super) enum Body<'a> {
    /// A fixed header and attributes.
    Layout(&'static Layout, &'a [u8]),
    /// The code of an acknowledgement, an error or the end of a dump.
    Code(i32),
    /// A message that nobody knows: so many bytes, which may hold a secret.
    Opaque(usize),
}

/// Bytes of which only the number is told, since they may hold a secret.
pub(super) struct Opaque<'a>(pub(super) &'a [u8]);

impl<'a> Body<'a> {
    pub(super) fn sent(operation: OperationRef, payload: &'a [u8]) -> Self {
        let layout = &operation.operation().layout;
        Self::Layout(layout, behind_headers(operation.family(), payload))
    }

    pub(super) fn received(
        operation: OperationRef,
        header: &MessageHeader,
        payload: &'a [u8],
    ) -> Self {
        if matches!(header.kind, kinds::ERROR | kinds::DONE) {
            return Self::Code(array_at(payload, 0).map_or(0, i32::from_ne_bytes));
        }
        Self::heard(operation.family(), Some(operation.operation()), payload)
    }

    pub(super) fn heard(
        family: &Family,
        operation: Option<&'static Operation>,
        payload: &'a [u8],
    ) -> Self {
        let Some(operation) = operation else { return Self::Opaque(payload.len()) };
        let layout = operation.reply_layout.as_ref().unwrap_or(&operation.layout);
        Self::Layout(layout, behind_headers(family, payload))
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Layout(Layout { header: None, set: None }, bytes) => Opaque(bytes).fmt(f),
            Self::Layout(layout, bytes) => Described::message(layout, bytes).fmt(f),
            Self::Code(code) => write!(f, "code {code}"),
            Self::Opaque(length) => write!(f, "<{length} bytes>"),
        }
    }
}

impl fmt::Debug for Opaque<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}

/// What follows the netlink headers.
fn behind_headers<'a>(family: &Family, payload: &'a [u8]) -> &'a [u8] {
    match family.protocol {
        Protocol::Generic { .. } => payload.get(GenericHeader::SIZE..).unwrap_or_default(),
        Protocol::Raw(_) => payload,
    }
}

/// The command in the generic header, if the message has one.
pub(super) fn command(family: &Family, header: &MessageHeader, payload: &[u8]) -> Option<u8> {
    let generic = matches!(family.protocol, Protocol::Generic { .. });
    let has_one = generic && header.kind >= kinds::FIRST_OF_PROTOCOL;
    let (generic, _) = GenericHeader::split(payload).filter(|_| has_one)?;
    Some(generic.command)
}

/// The operation that a notification is of: one that is meant to be told, if there are several of
/// its number.
pub(super) fn notified(family: &'static Family, command: u16) -> Option<&'static Operation> {
    let mut operations = family.operations.iter().copied();
    let told = operations.find(|it| it.reply == Some(command) && it.modes.notify);
    told.or_else(|| family.reply(command))
}
