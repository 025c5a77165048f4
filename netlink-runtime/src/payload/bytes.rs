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

impl<const N: usize> Decode<'_> for [u8; N] {
    #[inline]
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        payload.try_into().map_err(|_| DecodeError::wrong_length(&[N], payload.len()))
    }
}

impl Encode for [u8] {
    const KIND: Kind = Kind::Binary(Hint::None);
    fn encode(&self, out: &mut Writer) {
        out.extend(self);
    }
}

impl Encode for Vec<u8> {
    const KIND: Kind = Kind::Binary(Hint::None);
    fn encode(&self, out: &mut Writer) {
        out.extend(self);
    }
}

impl<const N: usize> Encode for [u8; N] {
    const KIND: Kind = Kind::Binary(Hint::None);
    fn encode(&self, out: &mut Writer) {
        out.extend(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_takes_exactly_its_length() {
        assert_eq!(<[u8; 3]>::decode(&[1, 2, 3]).unwrap(), [1, 2, 3]);
        for wrong in [&[1, 2][..], &[1, 2, 3, 4]] {
            let error = <[u8; 3]>::decode(wrong).unwrap_err().to_string();
            assert_eq!(error, format!("{} bytes where 3 are needed", wrong.len()));
        }
    }
}
