//! Payloads that are bytes.

use super::{Decode, DecodeError, Encode};
use crate::schema::{Hint, Kind};
use crate::wire::Writer;

impl<'a> Decode<'a> for &'a [u8] {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(payload)
    }
}

impl Decode<'_> for Vec<u8> {
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        Ok(payload.into())
    }
}

impl Encode for [u8] {
    const KIND: Kind = Kind::Binary(Hint::None);
    #[inline]
    fn encode(&self, out: &mut Writer) {
        out.extend(self);
    }
}

impl Encode for Vec<u8> {
    const KIND: Kind = Kind::Binary(Hint::None);
    #[inline]
    fn encode(&self, out: &mut Writer) {
        out.extend(self);
    }
}
