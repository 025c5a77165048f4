//! Values of a fixed size: struct members, elements of C arrays, bitfield32.

use super::{Decode, DecodeError, Encode, Native};
use crate::schema::Kind;
use crate::wire::Writer;

/// A value that always takes the same number of bytes in the form `F`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no fixed size in the form `{F}`",
    label = "cannot be a member of a struct or an element of an array",
    note = "integers, `[u8; N]`, IPv4 and IPv6 addresses, and structs with `#[derive(NetlinkStruct)]` have one",
    note = "an enum with `#[derive(NetlinkEnum)]` has one if any number is one of its values: `#[netlink(other)] Other(u32)`"
)]
pub trait Fixed<F = Native>: Encode<F> + Copy {
    /// The size in bytes.
    const SIZE: usize;

    /// The alignment that C gives the value as a struct's member.
    const ALIGN: usize = Self::SIZE;

    /// Takes the value off the front of `from`.
    fn take(from: &mut FixedReader<'_>) -> Self;

    /// Puts the value at the front of `to`.
    fn put(&self, to: &mut FixedWriter<'_>);

    /// Takes several values off the front of `from`.
    #[inline]
    fn take_each<const N: usize>(from: &mut FixedReader<'_>) -> [Self; N] {
        core::array::from_fn(|_| Self::take(from))
    }

    /// Appends several values to `out`.
    #[inline]
    fn encode_each(values: &[Self], out: &mut Writer) {
        values.iter().for_each(|value| value.encode(out));
    }
}

/// Reads a struct's members in order; what the payload lacks reads as zeros, and what it has
/// beyond the last member is ignored, since kernels grow structs.
#[derive(Clone, Debug)]
pub struct FixedReader<'a> {
    rest: &'a [u8],
}

impl<'a> FixedReader<'a> {
    /// Starts at the first byte of `payload`.
    #[must_use]
    pub const fn new(payload: &'a [u8]) -> Self {
        Self { rest: payload }
    }

    /// The next `N` bytes.
    #[inline]
    pub fn take<const N: usize>(&mut self) -> [u8; N] {
        if let Some((bytes, rest)) = self.rest.split_first_chunk() {
            self.rest = rest;
            return *bytes;
        }
        let mut bytes = [0; N];
        for (to, from) in bytes.iter_mut().zip(core::mem::take(&mut self.rest)) {
            *to = *from;
        }
        bytes
    }

    /// Goes on behind `size` bytes of padding.
    #[inline]
    pub fn skip(&mut self, size: usize) {
        self.rest = self.rest.get(size..).unwrap_or_default();
    }

    /// The next value, of the form `F`.
    #[inline]
    pub fn value<F, T: Fixed<F>>(&mut self) -> T {
        T::take(self)
    }
}

/// Writes a struct's members in order into bytes that are as many as the struct has.
#[derive(Debug)]
pub struct FixedWriter<'a> {
    rest: &'a mut [u8],
}

impl<'a> FixedWriter<'a> {
    /// Starts at the first of `bytes`.
    #[inline]
    #[must_use]
    pub fn new(bytes: &'a mut [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Puts the next `N` bytes; what has no room is cut off.
    #[inline]
    pub fn put<const N: usize>(&mut self, bytes: [u8; N]) {
        if let Some((to, rest)) = core::mem::take(&mut self.rest).split_first_chunk_mut() {
            *to = bytes;
            self.rest = rest;
        }
    }

    /// Goes on behind `size` bytes of padding.
    #[inline]
    pub fn skip(&mut self, size: usize) {
        self.rest = core::mem::take(&mut self.rest).get_mut(size..).unwrap_or_default();
    }

    /// Puts the next value, in the form `F`.
    #[inline]
    pub fn value<F, T: Fixed<F>>(&mut self, value: &T) {
        value.put(self);
    }
}

/// A set of bits to change and their new values, `struct nla_bitfield32`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bitfield32<T = u32> {
    /// The values of the selected bits.
    pub value: T,
    /// Which bits `value` speaks of.
    pub selector: T,
}

impl<T: Fixed> Encode for Bitfield32<T> {
    const KIND: Kind = Kind::Bitfield32(T::KIND.names());
    fn encode(&self, out: &mut Writer) {
        const { assert!(T::SIZE == 4, "the halves of a bitfield32 take 32 bits") };
        self.value.encode(out);
        self.selector.encode(out);
    }
}

impl<T: Fixed> Decode<'_> for Bitfield32<T> {
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        const { assert!(T::SIZE == 4, "the halves of a bitfield32 take 32 bits") };
        if payload.len() < 8 {
            return Err(DecodeError::too_short(8, payload.len()));
        }
        let mut from = FixedReader::new(payload);
        Ok(Self { value: T::take(&mut from), selector: T::take(&mut from) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::BigEndian;

    #[test]
    fn a_short_payload_reads_as_if_zeros_followed() {
        let mut reader = FixedReader::new(&[1, 2, 3]);
        assert_eq!(reader.value::<BigEndian, u16>(), 0x0102);
        assert_eq!(reader.value::<BigEndian, u16>(), 0x0300);
        assert_eq!(reader.value::<BigEndian, u32>(), 0);
    }

    #[test]
    fn a_bitfield32_is_value_then_selector() {
        let bitfield = Bitfield32 { value: 1u32, selector: 3 };
        let mut writer = Writer::new();
        bitfield.encode(&mut writer);
        assert_eq!(writer.bytes(), [1u32.to_ne_bytes(), 3u32.to_ne_bytes()].concat());
        assert_eq!(Bitfield32::decode(writer.bytes()).unwrap(), bitfield);
        assert!(<Bitfield32 as Decode>::decode(&[0; 7]).is_err());
    }
}
