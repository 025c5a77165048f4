//! Nests that are decoded when asked.

use core::fmt;

use super::{AttributeSet, Decode, DecodeError, Encode};
use crate::schema::{self, Kind};
use crate::wire::Writer;

/// A nest: an attribute that holds attributes. It is either bytes as they came, decoded by
/// [`get`](Self::get), or a value to be sent.
#[derive(Clone, Copy)]
pub enum Nested<'a, T> {
    /// The payload as it came.
    Wire(&'a [u8]),
    /// A value to be written.
    Value(&'a T),
}

impl<'a, T: Decode<'a> + Clone> Nested<'a, T> {
    /// The nest's attributes.
    ///
    /// # Errors
    /// If its bytes are malformed. The error names the attribute in the nest.
    pub fn get(&self) -> Result<T, DecodeError> {
        match *self {
            Self::Wire(payload) => T::decode(payload),
            Self::Value(value) => Ok(value.clone()),
        }
    }
}

impl<'a, T> From<&'a T> for Nested<'a, T> {
    fn from(value: &'a T) -> Self {
        Self::Value(value)
    }
}

impl<'a, T> Decode<'a> for Nested<'a, T> {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self::Wire(payload))
    }
}

impl<T: Encode> Encode for Nested<'_, T> {
    const KIND: Kind = T::KIND;
    #[inline]
    fn encode(&self, out: &mut Writer) {
        match self {
            Self::Wire(payload) => out.extend(payload),
            Self::Value(value) => value.encode(out),
        }
    }
}

impl<T: AttributeSet> fmt::Debug for Nested<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        schema::fmt_encoded(self, f)
    }
}
