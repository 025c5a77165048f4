//! What the kernel would have taken for an attribute.

use core::fmt;

use crate::payload::Decode;
use crate::wire::Attributes;
#[cfg(feature = "testing")]
use crate::wire::Writer;

/// The kernel's policy for the attribute that it refused, `NLMSGERR_ATTR_POLICY`: its type and
/// the limits that it states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The attribute's type.
    pub kind: Option<PolicyKind>,
    /// The smallest value.
    pub min: Option<i128>,
    /// The largest value.
    pub max: Option<i128>,
    /// The least length in bytes.
    pub min_length: Option<u32>,
    /// The greatest length in bytes.
    pub max_length: Option<u32>,
    /// The bits that may be set.
    pub mask: Option<u64>,
    /// The largest attribute id in the nest.
    pub max_attribute: Option<u32>,
}

/// The type of an attribute in a [`Policy`], `NL_ATTR_TYPE_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it all")]
#[non_exhaustive]
pub enum PolicyKind {
    /// The kernel takes no such attribute.
    Invalid,
    Flag,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    Binary,
    /// Text that need not end in NUL.
    String,
    /// Text that ends in NUL.
    NulString,
    Nested,
    /// A nest of nests.
    NestedArray,
    Bitfield32,
    Sint,
    Uint,
    /// A type that this crate does not know.
    Other(u32),
}

/// `NL_ATTR_TYPE_*` from 0 on, with the names in the kernel's specs.
const KINDS: [(PolicyKind, &str); 18] = [
    (PolicyKind::Invalid, "nothing"),
    (PolicyKind::Flag, "flag"),
    (PolicyKind::U8, "u8"),
    (PolicyKind::U16, "u16"),
    (PolicyKind::U32, "u32"),
    (PolicyKind::U64, "u64"),
    (PolicyKind::S8, "s8"),
    (PolicyKind::S16, "s16"),
    (PolicyKind::S32, "s32"),
    (PolicyKind::S64, "s64"),
    (PolicyKind::Binary, "binary"),
    (PolicyKind::String, "string"),
    (PolicyKind::NulString, "string with NUL"),
    (PolicyKind::Nested, "nest"),
    (PolicyKind::NestedArray, "nest of nests"),
    (PolicyKind::Bitfield32, "bitfield32"),
    (PolicyKind::Sint, "sint"),
    (PolicyKind::Uint, "uint"),
];

impl PolicyKind {
    fn from_number(number: u32) -> Self {
        let known = usize::try_from(number).ok().and_then(|index| KINDS.get(index));
        known.map_or(Self::Other(number), |(kind, _)| *kind)
    }
}

/// `NL_POLICY_TYPE_ATTR_*`.
mod ids {
    pub(super) const TYPE: u16 = 1;
    pub(super) const MIN_SIGNED: u16 = 2;
    pub(super) const MAX_SIGNED: u16 = 3;
    pub(super) const MIN_UNSIGNED: u16 = 4;
    pub(super) const MAX_UNSIGNED: u16 = 5;
    pub(super) const MIN_LENGTH: u16 = 6;
    pub(super) const MAX_LENGTH: u16 = 7;
    pub(super) const MAX_ATTRIBUTE: u16 = 9;
    pub(super) const BITFIELD32_MASK: u16 = 10;
    pub(super) const MASK: u16 = 12;
}

impl Policy {
    /// Reads the nest; what is malformed in it is left out.
    pub(crate) fn read(nest: &[u8]) -> Self {
        let mut policy = Self::default();
        for attribute in Attributes::new(nest).flatten() {
            let payload = attribute.payload();
            let number = <u32 as Decode>::decode(payload).ok();
            let wide = <u64 as Decode>::decode(payload).ok();
            let signed = <i64 as Decode>::decode(payload).ok().map(i128::from);
            match attribute.id() {
                ids::TYPE => policy.kind = number.map(PolicyKind::from_number),
                ids::MIN_SIGNED => policy.min = signed,
                ids::MAX_SIGNED => policy.max = signed,
                ids::MIN_UNSIGNED => policy.min = wide.map(i128::from),
                ids::MAX_UNSIGNED => policy.max = wide.map(i128::from),
                ids::MIN_LENGTH => policy.min_length = number,
                ids::MAX_LENGTH => policy.max_length = number,
                ids::MAX_ATTRIBUTE => policy.max_attribute = number,
                ids::BITFIELD32_MASK => policy.mask = number.map(u64::from),
                ids::MASK => policy.mask = wide,
                _ => {}
            }
        }
        policy
    }

    /// Appends the attributes of the nest, as the kernel would.
    #[cfg(feature = "testing")]
    pub(crate) fn write(&self, out: &mut Writer) {
        let number = |kind: PolicyKind| match kind {
            PolicyKind::Other(number) => Some(number),
            kind => KINDS.iter().zip(0..).find(|((known, _), _)| *known == kind).map(|(_, n)| n),
        };
        let signed = [self.min, self.max].iter().flatten().any(|limit| *limit < 0);
        let (min, max) = if signed {
            (ids::MIN_SIGNED, ids::MAX_SIGNED)
        } else {
            (ids::MIN_UNSIGNED, ids::MAX_UNSIGNED)
        };
        for (id, limit) in [(min, self.min), (max, self.max)] {
            // Both kinds have 64 bits.
            out.optional(id, &limit.map(|limit| limit as u64));
        }
        out.optional(ids::MIN_LENGTH, &self.min_length);
        out.optional(ids::MAX_LENGTH, &self.max_length);
        out.optional(ids::MAX_ATTRIBUTE, &self.max_attribute);
        if self.kind == Some(PolicyKind::Bitfield32) {
            out.optional(ids::BITFIELD32_MASK, &self.mask.map(|mask| mask as u32));
        } else {
            out.optional(ids::MASK, &self.mask);
        }
        out.optional(ids::TYPE, &self.kind.and_then(number));
    }
}

impl fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, KINDS.iter().find(|(kind, _)| kind == self)) {
            (Self::Other(number), _) => write!(f, "type {number}"),
            (_, Some((_, name))) => f.write_str(name),
            (_, None) => f.write_str("unknown type"),
        }
    }
}

/// `u32, 1 to 4294967295`.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Some(kind) => kind.fmt(f)?,
            None => f.write_str("some value")?,
        }
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, ", {min} to {max}")?,
            (Some(min), None) => write!(f, ", at least {min}")?,
            (None, Some(max)) => write!(f, ", at most {max}")?,
            (None, None) => {}
        }
        match (self.min_length, self.max_length) {
            (Some(min), Some(max)) => write!(f, ", {min} to {max} bytes")?,
            (Some(min), None) => write!(f, ", at least {min} bytes")?,
            (None, Some(max)) => write!(f, ", at most {max} bytes")?,
            (None, None) => {}
        }
        self.mask.map_or(Ok(()), |mask| write!(f, ", bits {mask:#x}"))
    }
}
