//! The bytes of netlink: message headers, alignment, attributes read and written.
//!
//! A message is a [`MessageHeader`], for generic netlink a [`GenericHeader`], for some
//! families a fixed header, and then attributes:
//!
//! ```text
//! 0        2        4                 len        aligned to 4
//! +--------+--------+------------------+ - - - - -+
//! |  len   |  type  |     payload      |  padding |   one attribute, `struct nlattr`
//! +--------+--------+------------------+ - - - - -+
//! ```
//!
//! Nothing here panics or loops on any input: a length that lies is a [`WireError`], and an
//! iterator that met one ends.

mod attribute;
mod error;
mod faulty;
mod header;
mod message;
mod record;
mod writer;

pub use attribute::{Attribute, Attributes};
pub use error::WireError;
pub(crate) use faulty::{Fault, faulty};
pub use header::{GenericHeader, MessageHeader, flags, kinds};
pub use message::{Messages, RawMessage};
pub(crate) use record::{Records, records};
pub use writer::{EncodeFault, Mark, Writer};

/// Headers and attributes start at multiples of this many bytes, `NLMSG_ALIGNTO` and
/// `NLA_ALIGNTO`.
pub const ALIGNMENT: usize = 4;

/// The flag in an attribute's type that says "holds attributes", `NLA_F_NESTED`.
pub const NESTED: u16 = 0x8000;

/// The flag in an attribute's type that says "big-endian", `NLA_F_NET_BYTEORDER`; nobody sets
/// it, and a reader masks it.
pub const NET_BYTE_ORDER: u16 = 0x4000;

/// The bits of an attribute's type that are its id, `NLA_TYPE_MASK`.
pub const TYPE_MASK: u16 = 0x3fff;

/// The next multiple of four, `NLMSG_ALIGN` and `NLA_ALIGN`; saturates where none fits.
#[must_use]
pub const fn align(len: usize) -> usize {
    len.saturating_add(ALIGNMENT - 1) & !(ALIGNMENT - 1)
}

/// The first `N` bytes of `bytes` from `offset`, if there are as many.
pub(crate) const fn array_at<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    match bytes.split_at_checked(offset) {
        Some((_, rest)) => match rest.first_chunk() {
            Some(chunk) => Some(*chunk),
            None => None,
        },
        None => None,
    }
}
