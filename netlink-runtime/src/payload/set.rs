//! Structs that are attribute sets.

use super::depth::deeper;
use super::{Decode, DecodeError, List, Unknown};
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

/// Decodes a struct that starts from its default value: `field` stores one attribute in it.
///
/// # Errors
/// As [`decode_set`].
#[inline]
pub fn fill<'a, T: AttributeSet + Default>(
    payload: &'a [u8],
    mut field: impl FnMut(&mut T, Attribute<'a>) -> Result<(), DecodeError>,
) -> Result<T, DecodeError> {
    // Filled as locals, of which those that nobody reads are left out where all of this is inlined.
    let mut this = T::default();
    decode_set(payload, T::SCHEMA, |attribute| field(&mut this, attribute))?;
    Ok(this)
}

/// Reading the value out of an attribute, into the place where a struct keeps it.
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

    /// Stores the value; of several attributes with one id the last counts, as it does in the
    /// kernel.
    ///
    /// # Errors
    /// If the payload is no such value.
    #[inline]
    pub fn store<T: Decode<'a>>(&self, place: &mut Option<T>) -> Result<(), DecodeError> {
        *place = Some(self.get()?);
        Ok(())
    }

    /// Stores the value, which has the form `F`.
    ///
    /// # Errors
    /// If the payload is no such value.
    #[inline]
    pub fn store_as<F, T: Decode<'a, F>>(&self, place: &mut Option<T>) -> Result<(), DecodeError> {
        *place = Some(self.get_as()?);
        Ok(())
    }

    /// Stores that the attribute is there.
    ///
    /// # Errors
    /// None.
    #[inline]
    pub fn flag(&self, place: &mut bool) -> Result<(), DecodeError> {
        *place = true;
        Ok(())
    }

    /// Adds the value to a list.
    ///
    /// # Errors
    /// If the payload is no such value.
    #[inline]
    pub fn push<T: Decode<'a>>(&self, list: &mut Vec<T>) -> Result<(), DecodeError> {
        list.push(deeper(|| self.get())?);
        Ok(())
    }

    /// Adds the value, which has the form `F`, to a list.
    ///
    /// # Errors
    /// If the payload is no such value.
    #[inline]
    pub fn push_as<F, T: Decode<'a, F>>(&self, list: &mut Vec<T>) -> Result<(), DecodeError> {
        list.push(deeper(|| self.get_as())?);
        Ok(())
    }

    /// Makes the attribute the first of a list, if none is yet.
    ///
    /// # Errors
    /// None; elements are decoded when the list is read.
    #[inline]
    pub fn note<T, F>(&self, list: &mut List<'a, T, F>) -> Result<(), DecodeError> {
        list.note(*self);
        Ok(())
    }

    /// Keeps an attribute that the struct `T` has no field for.
    ///
    /// # Errors
    /// None.
    #[inline]
    pub fn keep<T: AttributeSet>(&self, unknown: &mut Unknown<'a>) -> Result<(), DecodeError> {
        unknown.note(*self, T::DECLARED);
        Ok(())
    }
}
