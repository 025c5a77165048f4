//! What an attribute's value may be at all.

use core::fmt;

use super::{Kind, Scalar};

/// The limits of an attribute's value, which the kernel checks (the specs' `checks`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The least value of a number.
    pub min: Option<i128>,
    /// The greatest value of a number.
    pub max: Option<i128>,
    /// The bits that a number may have.
    pub mask: Option<u64>,
    /// The least length in bytes, a text's NUL left out; of an indexed array, that of its elements.
    pub min_length: Option<usize>,
    /// The greatest length in bytes, counted in the same way.
    pub max_length: Option<usize>,
}

/// What is wrong about a value that is beyond its [`Limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Excess {
    /// The number is smaller than the least one.
    Below {
        /// The number.
        value: i128,
        /// The least one.
        min: i128,
    },
    /// The number is larger than the greatest one.
    Above {
        /// The number.
        value: i128,
        /// The greatest one.
        max: i128,
    },
    /// The number has bits that it must not have.
    Bits {
        /// Those bits.
        bits: u64,
        /// The ones that it may have.
        mask: u64,
    },
    /// The payload is too short.
    Short {
        /// Its bytes.
        length: usize,
        /// The least there must be.
        min: usize,
    },
    /// The payload is too long.
    Long {
        /// Its bytes.
        length: usize,
        /// The most there may be.
        max: usize,
    },
}

impl Limits {
    /// No limits.
    #[must_use]
    pub const fn new() -> Self {
        Self { min: None, max: None, mask: None, min_length: None, max_length: None }
    }

    /// The same with a least number.
    #[must_use]
    pub const fn min(self, min: i128) -> Self {
        Self { min: Some(min), ..self }
    }

    /// The same with a greatest number.
    #[must_use]
    pub const fn max(self, max: i128) -> Self {
        Self { max: Some(max), ..self }
    }

    /// The same with the bits that there may be.
    #[must_use]
    pub const fn mask(self, mask: u64) -> Self {
        Self { mask: Some(mask), ..self }
    }

    /// The same with a least length.
    #[must_use]
    pub const fn min_length(self, length: usize) -> Self {
        Self { min_length: Some(length), ..self }
    }

    /// The same with a greatest length.
    #[must_use]
    pub const fn max_length(self, length: usize) -> Self {
        Self { max_length: Some(length), ..self }
    }

    /// What of a payload of this kind is beyond the limits, if anything is. A number that is too
    /// short to be read is a matter of its codec, not of limits.
    #[must_use]
    pub fn excess(&self, kind: &Kind, payload: &[u8]) -> Option<Excess> {
        match kind {
            Kind::Scalar(scalar) => self.excess_of_number(scalar, payload),
            Kind::String => {
                let end = payload.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
                self.excess_of_length(end)
            }
            Kind::Binary(_) | Kind::Struct(_) | Kind::Packed(..) => {
                self.excess_of_length(payload.len())
            }
            _ => None,
        }
    }

    fn excess_of_number(&self, scalar: &Scalar, payload: &[u8]) -> Option<Excess> {
        let value = scalar.read(payload)?;
        if let Some(min) = self.min.filter(|min| value < *min) {
            return Some(Excess::Below { value, min });
        }
        if let Some(max) = self.max.filter(|max| value > *max) {
            return Some(Excess::Above { value, max });
        }
        let mask = self.mask?;
        let bits = value as u64 & !mask;
        (bits != 0).then_some(Excess::Bits { bits, mask })
    }

    fn excess_of_length(&self, length: usize) -> Option<Excess> {
        if let Some(min) = self.min_length.filter(|min| length < *min) {
            return Some(Excess::Short { length, min });
        }
        let max = self.max_length.filter(|max| length > *max)?;
        Some(Excess::Long { length, max })
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

/// The end of a sentence that begins with the attribute.
impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below { value, min } => write!(f, "is {value}, but the least is {min}"),
            Self::Above { value, max } => write!(f, "is {value}, but the greatest is {max}"),
            Self::Bits { bits, mask } => {
                write!(f, "has the bits {bits:#x}, but only those of {mask:#x} may be set")
            }
            Self::Short { length, min } => write!(f, "has {length} bytes, but the least is {min}"),
            Self::Long { length, max } => write!(f, "has {length} bytes, but the most is {max}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Hint, Order, Width};
    use super::*;

    const BE16: Kind = Kind::Scalar(Scalar::new(Width::U16).ordered(Order::Big));

    fn text(limits: Limits, kind: Kind, payload: &[u8]) -> String {
        limits.excess(&kind, payload).map_or_else(String::new, |excess| excess.to_string())
    }

    #[test]
    fn numbers_have_a_least_and_a_greatest_value_that_count_as_fitting() {
        let limits = Limits::new().min(2).max(0x100);
        assert_eq!(text(limits, BE16, &[0, 1]), "is 1, but the least is 2");
        assert_eq!(text(limits, BE16, &[1, 1]), "is 257, but the greatest is 256");
        assert_eq!([text(limits, BE16, &[0, 2]), text(limits, BE16, &[1, 0])], ["", ""]);
        assert_eq!(text(limits, BE16, &[0]), "", "too short to be a number");
    }

    #[test]
    fn bits_that_nobody_named_are_told() {
        let limits = Limits::new().mask(0b101);
        assert_eq!(text(limits, BE16, &[0, 5]), "");
        let expected = "has the bits 0xa, but only those of 0x5 may be set";
        assert_eq!(text(limits, BE16, &[0, 0b1011]), expected);
    }

    #[test]
    fn the_nul_of_a_text_does_not_count() {
        let limits = Limits::new().min_length(1).max_length(3);
        assert_eq!(text(limits, Kind::String, b"abc\0"), "");
        assert_eq!(text(limits, Kind::String, b"abcd\0"), "has 4 bytes, but the most is 3");
        assert_eq!(text(limits, Kind::String, b"\0"), "has 0 bytes, but the least is 1");
        let bytes = Kind::Binary(Hint::None);
        assert_eq!(text(limits, bytes, &[0; 4]), "has 4 bytes, but the most is 3");
    }
}
