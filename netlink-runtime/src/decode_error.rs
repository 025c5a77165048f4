//! Why bytes are not the value they should be, and where.

use core::fmt;

use crate::schema::{AttributePath, Set};
use crate::wire::WireError;

/// A message or payload is malformed, or lacks a required attribute.
///
/// [`fault`](Self::fault) tells *missing* from *malformed*; [`path`](Self::path) names the
/// attribute.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    fault: DecodeFault,
    path: AttributePath,
}

/// What is wrong with a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeFault {
    /// A required attribute is absent.
    Missing,
    /// The payload is shorter than the value.
    TooShort {
        /// The bytes that the value takes at least.
        needed: usize,
        /// The bytes there are.
        found: usize,
    },
    /// The payload has another length than the value can have.
    WrongLength {
        /// The lengths that are right, in words.
        needed: String,
        /// The bytes there are.
        found: usize,
    },
    /// A closed enum has no such value.
    UnknownValue(u64),
    /// The text is not UTF-8, and the field is a `str` or `String`; `BStr` takes all.
    NotUtf8(Vec<u8>),
    /// A length field does not fit the bytes around it.
    Framing(WireError),
    /// What a decoder outside this crate said.
    Other(String),
}

impl DecodeError {
    #[cold]
    fn new(fault: DecodeFault) -> Self {
        Self(Box::new(Inner { fault, path: AttributePath::default() }))
    }

    /// An error with a text of your own, for decoders of your own types.
    #[must_use]
    pub fn other(text: impl fmt::Display) -> Self {
        Self::new(DecodeFault::Other(text.to_string()))
    }

    /// What is wrong.
    #[must_use]
    pub fn fault(&self) -> &DecodeFault {
        &self.0.fault
    }

    /// Where: the attribute at fault and the nests that lead to it. Empty if the fault is not
    /// within an attribute.
    #[must_use]
    pub fn path(&self) -> &AttributePath {
        &self.0.path
    }

    /// A payload shorter than its value, which takes `needed` bytes.
    #[cold]
    #[must_use]
    pub fn too_short(needed: usize, found: usize) -> Self {
        Self::new(DecodeFault::TooShort { needed, found })
    }

    #[cold]
    pub(crate) fn wrong_length(needed: &[usize], found: usize) -> Self {
        let verb = if needed == [1] { "is" } else { "are" };
        let lengths: Vec<_> = needed.iter().map(ToString::to_string).collect();
        let needed = format!("{} {verb} needed", lengths.join(" or "));
        Self::new(DecodeFault::WrongLength { needed, found })
    }

    #[cold]
    pub(crate) fn not_a_multiple(of: usize, found: usize) -> Self {
        let needed = format!("a multiple of {of} is needed");
        Self::new(DecodeFault::WrongLength { needed, found })
    }

    #[cold]
    pub(crate) fn unknown_value(value: u64) -> Self {
        Self::new(DecodeFault::UnknownValue(value))
    }

    #[cold]
    pub(crate) fn not_utf8(text: &[u8]) -> Self {
        Self::new(DecodeFault::NotUtf8(text.into()))
    }

    #[cold]
    pub(crate) fn missing() -> Self {
        Self::new(DecodeFault::Missing)
    }

    /// Adds the attribute that the error is in, outside of what the path already has.
    #[cold]
    #[must_use]
    pub fn in_attribute(mut self, set: &'static Set, id: u16) -> Self {
        self.0.path.prepend(set, Some(id));
        self
    }

    /// Says in which set the framing is broken, where no attribute can be named.
    #[cold]
    pub(crate) fn in_set(mut self, set: &'static Set) -> Self {
        self.0.path.prepend(set, None);
        self
    }
}

impl From<WireError> for DecodeError {
    #[cold]
    fn from(error: WireError) -> Self {
        Self::new(DecodeFault::Framing(error))
    }
}

impl fmt::Display for DecodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("required, but absent"),
            Self::TooShort { needed, found } => {
                write!(f, "{found} bytes where at least {needed} are needed")
            }
            Self::WrongLength { needed, found } => write!(f, "{found} bytes where {needed}"),
            Self::UnknownValue(value) => write!(f, "{value} is none of the enum's values"),
            Self::NotUtf8(text) => write!(f, "\"{}\" is not UTF-8", text.escape_ascii()),
            Self::Framing(error) => error.fmt(f),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "{}: ", self.0.path)?;
        }
        self.0.fault.fmt(f)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}
