//! Structs that are attribute sets.

use super::{Decode, DecodeError};
use crate::schema::Set;
use crate::wire::{Attribute, Attributes};

/// A struct whose fields are attributes; `#[derive(NetlinkMessage)]` and the compiler implement
/// it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no attribute set",
    note = "give it `#[derive(NetlinkMessage)]`"
)]
pub trait AttributeSet: super::Encode {
    /// The table of the attributes.
    const SCHEMA: &'static Set;

    /// The ids of the attributes that the struct has fields for, and of those it skips.
    const DECLARED: &'static [u16];
}

/// Walks the attributes of a message or nest and hands each to `field`.
///
/// # Errors
/// The first error of `field`, with the attribute added to its path, or that of the framing.
#[inline]
pub fn decode_set<'a>(
    payload: &'a [u8],
    schema: &'static Set,
    mut field: impl FnMut(Attribute<'a>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    for attribute in Attributes::new(payload) {
        let attribute = match attribute {
            Ok(attribute) => attribute,
            Err(error) => return Err(DecodeError::from(error).in_set(schema)),
        };
        if let Err(error) = field(attribute) {
            return Err(error.in_attribute(schema, attribute.id()));
        }
    }
    Ok(())
}

/// The value of a required attribute.
///
/// # Errors
/// If the attribute was absent.
#[inline]
pub fn required<T>(value: Option<T>, schema: &'static Set, id: u16) -> Result<T, DecodeError> {
    value.ok_or_else(|| DecodeError::missing().in_attribute(schema, id))
}

/// Reading the value out of an attribute.
impl<'a> Attribute<'a> {
    /// The payload as a `T`, integers in host byte order.
    ///
    /// # Errors
    /// If the payload is no such value.
    #[inline]
    pub fn get<T: Decode<'a>>(&self) -> Result<T, DecodeError> {
        T::decode(self.payload())
    }

    /// The payload as a `T` in the form `F`.
    ///
    /// # Errors
    /// If the payload is no such value.
    #[inline]
    pub fn get_as<F, T: Decode<'a, F>>(&self) -> Result<T, DecodeError> {
        T::decode(self.payload())
    }
}
