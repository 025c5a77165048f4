//! What can be wrong with the framing of a message.

use core::fmt;

/// A length field that does not fit the bytes around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireError {
    /// A message's bytes end within its header, or its length says less than a header.
    MessageTooShort {
        /// The length that the header states, or the bytes there are if not even it is whole.
        length: usize,
    },
    /// A message's length reaches beyond the datagram.
    MessageBeyondEnd {
        /// The length that the header states.
        length: usize,
        /// The bytes that the datagram still has.
        available: usize,
    },
    /// An attribute's length says less than its own four-byte header.
    AttributeTooShort {
        /// The length that the header states.
        length: usize,
    },
    /// An attribute's length reaches beyond what holds it.
    AttributeBeyondEnd {
        /// The length that the header states.
        length: usize,
        /// The bytes that are left in the message or nest.
        available: usize,
    },
    /// A record's length says less than the four bytes that the shortest has.
    RecordTooShort {
        /// The length that the record states.
        length: usize,
    },
    /// A record's length reaches beyond the attribute that holds it.
    RecordBeyondEnd {
        /// The length that the record states.
        length: usize,
        /// The bytes that are left in the attribute.
        available: usize,
    },
    /// One to three bytes follow the last attribute or record and are not padding.
    TrailingBytes {
        /// How many.
        count: usize,
    },
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::MessageTooShort { length } => {
                write!(f, "message of {length} bytes is shorter than its header")
            }
            Self::MessageBeyondEnd { length, available } => {
                write!(f, "message of {length} bytes where the datagram has {available} left")
            }
            Self::AttributeTooShort { length } => {
                write!(f, "attribute of {length} bytes is shorter than its header")
            }
            Self::AttributeBeyondEnd { length, available } => {
                write!(f, "attribute of {length} bytes where {available} are left")
            }
            Self::RecordTooShort { length } => {
                write!(f, "record of {length} bytes is shorter than any")
            }
            Self::RecordBeyondEnd { length, available } => {
                write!(f, "record of {length} bytes where {available} are left")
            }
            Self::TrailingBytes { count } => {
                write!(f, "{count} bytes after the last attribute are not padding")
            }
        }
    }
}

impl std::error::Error for WireError {}
