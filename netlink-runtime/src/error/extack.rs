//! What the kernel adds to an acknowledgement, `NETLINK_EXT_ACK`.

use core::fmt;

use bstr::{BStr, BString};

use super::{OperationRef, Policy};
use crate::payload::Decode;
use crate::schema::{AttributePath, locate, locate_missing};
use crate::wire::{Attributes, TYPE_MASK};

/// `NLMSGERR_ATTR_*`.
pub(crate) mod ids {
    pub(crate) const MESSAGE: u16 = 1;
    pub(crate) const OFFSET: u16 = 2;
    pub(crate) const COOKIE: u16 = 3;
    pub(crate) const POLICY: u16 = 4;
    pub(crate) const MISSING: u16 = 5;
    pub(crate) const MISSING_IN: u16 = 6;
}

/// What the kernel says beside the `errno`: a text, the attribute it is about, what it would have
/// taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExtendedAck {
    /// The text, `NLMSGERR_ATTR_MSG`.
    pub message: Option<BString>,
    /// The attribute at fault, from `NLMSGERR_ATTR_OFFS`.
    pub attribute: Option<AttributePath>,
    /// The attribute that is required and absent, from `NLMSGERR_ATTR_MISS_TYPE` and
    /// `NLMSGERR_ATTR_MISS_NEST`.
    pub missing: Option<AttributePath>,
    /// The byte at fault, counted from the start of the netlink header of the request,
    /// `NLMSGERR_ATTR_OFFS`.
    pub offset: Option<u32>,
    /// What the kernel would have taken for the attribute at fault, `NLMSGERR_ATTR_POLICY`.
    pub policy: Option<Policy>,
    /// Bytes whose meaning is the operation's, `NLMSGERR_ATTR_COOKIE`.
    pub cookie: Option<Vec<u8>>,
}

/// A request as it was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent<'a> {
    /// What follows the netlink headers.
    pub(crate) body: &'a [u8],
    /// The size of the netlink headers.
    pub(crate) headers: usize,
}

impl ExtendedAck {
    /// Reads the attributes of an acknowledgement; what is malformed in them is left out.
    pub(crate) fn read(attributes: &[u8], operation: OperationRef, sent: Sent<'_>) -> Self {
        let layout = &operation.operation().layout;
        let mut ack = Self::default();
        let (mut missing, mut nest) = (None, None);
        for attribute in Attributes::new(attributes).flatten() {
            let payload = attribute.payload();
            let number = <u32 as Decode>::decode(payload).ok();
            match attribute.id() {
                ids::MESSAGE => ack.message = <BString as Decode>::decode(payload).ok(),
                ids::OFFSET => ack.offset = number,
                ids::COOKIE => ack.cookie = Some(payload.into()),
                ids::POLICY => ack.policy = Some(Policy::read(payload)),
                ids::MISSING => missing = number,
                ids::MISSING_IN => nest = number,
                _ => {}
            }
        }
        let in_body = |offset: u32| usize::try_from(offset).ok()?.checked_sub(sent.headers);
        ack.attribute = ack.offset.and_then(in_body).and_then(|at| locate(sent.body, layout, at));
        ack.missing = missing.and_then(|id| {
            let id = u16::try_from(id).ok()? & TYPE_MASK;
            match nest {
                Some(nest) => locate_missing(sent.body, layout, Some(in_body(nest)?), id),
                None => locate_missing(sent.body, layout, None, id),
            }
        });
        ack
    }

    /// The text.
    #[must_use]
    pub fn message(&self) -> Option<&BStr> {
        self.message.as_deref().map(BStr::new)
    }

    /// The attribute that it is about: the one at fault or the one that is missing.
    #[must_use]
    pub fn path(&self) -> Option<&AttributePath> {
        self.missing.as_ref().or(self.attribute.as_ref())
    }
}

/// What the kernel remarked on a request that it fulfilled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The operation.
    pub operation: OperationRef,
    /// The text, the attribute it is about, a cookie.
    pub ack: ExtendedAck,
}

/// `netdev dev-get: attribute dev.ifindex: text`.
impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.operation)?;
        if let Some(path) = self.ack.path() {
            write!(f, ": attribute {path}")?;
        }
        match self.ack.message() {
            Some(message) => write!(f, ": {message}"),
            None => f.write_str(": done"),
        }
    }
}
