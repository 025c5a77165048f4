//! `struct nlmsghdr` and `struct genlmsghdr`.

use super::array_at;

/// The header of every message, `struct nlmsghdr`; all fields in host byte order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MessageHeader {
    /// The message's bytes, this header included and the padding after it not.
    pub length: u32,
    /// What the payload is: one of [`kinds`], or the protocol's message type (for generic
    /// netlink the family's id).
    pub kind: u16,
    /// `NLM_F_*`, see [`flags`].
    pub flags: u16,
    /// The request's number, repeated in all answers to it; 0 in most notifications.
    pub sequence: u32,
    /// The port id of the sending socket, or of the one asked; 0 is the kernel.
    pub port: u32,
}

impl MessageHeader {
    /// The header's size in bytes, `NLMSG_HDRLEN`.
    pub const SIZE: usize = 16;

    /// Reads a header from the start of `bytes`; `None` if there are fewer than 16.
    #[must_use]
    #[inline]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; Self::SIZE] = bytes.first_chunk()?;
        Some(Self {
            length: u32::from_ne_bytes(array_at(bytes, 0)?),
            kind: u16::from_ne_bytes(array_at(bytes, 4)?),
            flags: u16::from_ne_bytes(array_at(bytes, 6)?),
            sequence: u32::from_ne_bytes(array_at(bytes, 8)?),
            port: u32::from_ne_bytes(array_at(bytes, 12)?),
        })
    }

    /// The header as it goes over the wire.
    #[must_use]
    #[inline]
    pub fn to_bytes(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        bytes[0..4].copy_from_slice(&self.length.to_ne_bytes());
        bytes[4..6].copy_from_slice(&self.kind.to_ne_bytes());
        bytes[6..8].copy_from_slice(&self.flags.to_ne_bytes());
        bytes[8..12].copy_from_slice(&self.sequence.to_ne_bytes());
        bytes[12..16].copy_from_slice(&self.port.to_ne_bytes());
        bytes
    }
}

/// The second header of generic netlink, `struct genlmsghdr`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct GenericHeader {
    /// The operation.
    pub command: u8,
    /// The version of the family's protocol that the sender speaks.
    pub version: u8,
}

impl GenericHeader {
    /// The header's size in bytes, `GENL_HDRLEN`.
    pub const SIZE: usize = 4;

    /// Splits a message's payload into this header and the rest; `None` if it is too short.
    #[must_use]
    pub fn split(payload: &[u8]) -> Option<(Self, &[u8])> {
        let (&[command, version, _, _], rest) = payload.split_first_chunk()?;
        Some((Self { command, version }, rest))
    }

    /// The header as it goes over the wire, its reserved half zero.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; Self::SIZE] {
        [self.command, self.version, 0, 0]
    }
}

/// Message types that mean the same in every protocol.
pub mod kinds {
    /// Nothing, to be skipped, `NLMSG_NOOP`.
    pub const NOOP: u16 = 1;
    /// A failure or, with code 0, an acknowledgement, `NLMSG_ERROR`.
    pub const ERROR: u16 = 2;
    /// The end of a multipart answer, `NLMSG_DONE`.
    pub const DONE: u16 = 3;
    /// Data was lost, `NLMSG_OVERRUN`.
    pub const OVERRUN: u16 = 4;
    /// The first type that belongs to the protocol, `NLMSG_MIN_TYPE`.
    pub const FIRST_OF_PROTOCOL: u16 = 0x10;
}

/// Message flags, `NLM_F_*`. The same bit means one thing in a get request, another in a new
/// request and a third in an answer.
pub mod flags {
    /// This is a request, `NLM_F_REQUEST`.
    pub const REQUEST: u16 = 0x1;
    /// One part of a multipart message, `NLM_F_MULTI`.
    pub const MULTI: u16 = 0x2;
    /// Acknowledge this request, `NLM_F_ACK`.
    pub const ACK: u16 = 0x4;
    /// Send the resulting notification to the requester too, `NLM_F_ECHO`.
    pub const ECHO: u16 = 0x8;
    /// The dump changed while it ran and may be inconsistent, `NLM_F_DUMP_INTR`.
    pub const DUMP_INTERRUPTED: u16 = 0x10;
    /// The kernel filtered the dump as asked, `NLM_F_DUMP_FILTERED`.
    pub const DUMP_FILTERED: u16 = 0x20;

    /// Get request: the whole table, not one entry, `NLM_F_ROOT`.
    pub const ROOT: u16 = 0x100;
    /// Get request: all that match, `NLM_F_MATCH`.
    pub const MATCH: u16 = 0x200;
    /// Get request: all objects, `NLM_F_DUMP`.
    pub const DUMP: u16 = ROOT | MATCH;

    /// New request: replace what is there, `NLM_F_REPLACE`.
    pub const REPLACE: u16 = 0x100;
    /// New request: fail if it is there, `NLM_F_EXCL`.
    pub const EXCLUSIVE: u16 = 0x200;
    /// New request: create if it is not there, `NLM_F_CREATE`.
    pub const CREATE: u16 = 0x400;
    /// New request: add at the end of the list, `NLM_F_APPEND`.
    pub const APPEND: u16 = 0x800;

    /// Delete request: do not delete recursively, `NLM_F_NONREC`.
    pub const NON_RECURSIVE: u16 = 0x100;
    /// Delete request: delete many, `NLM_F_BULK`.
    pub const BULK: u16 = 0x200;

    /// Answer: the request was not repeated in it, `NLM_F_CAPPED`.
    pub const CAPPED: u16 = 0x100;
    /// Answer: extended acknowledgement attributes follow, `NLM_F_ACK_TLVS`.
    pub const ACK_ATTRIBUTES: u16 = 0x200;
}
