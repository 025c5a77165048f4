//! Flags types that another crate defines with the `bitflags` crate.

use bitflags::Flags;

use super::{Bits, Decode, DecodeError, Encode, Fixed, FixedReader, FixedWriter};
use crate::schema::Kind;
use crate::wire::Writer;

impl<'a, T: Flags<Bits: Decode<'a, F>>, F> Decode<'a, Bits<F>> for T {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        T::Bits::decode(payload).map(T::from_bits_retain)
    }
}

impl<T: Flags<Bits: Encode<F>>, F> Encode<Bits<F>> for T {
    const KIND: Kind = <T::Bits as Encode<F>>::KIND;
    #[inline]
    fn encode(&self, out: &mut Writer) {
        self.bits().encode(out);
    }
    #[inline]
    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        self.bits().encode_attribute(id, out);
    }
}

impl<T: Flags<Bits: Fixed<F>> + Copy, F> Fixed<Bits<F>> for T {
    const SIZE: usize = <T::Bits as Fixed<F>>::SIZE;
    const ALIGN: usize = <T::Bits as Fixed<F>>::ALIGN;
    #[inline]
    fn take(from: &mut FixedReader<'_>) -> Self {
        T::from_bits_retain(from.value::<F, T::Bits>())
    }
    #[inline]
    fn put(&self, to: &mut FixedWriter<'_>) {
        self.bits().put(to);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BigEndian, Native};
    use super::*;

    bitflags::bitflags! {
        #[derive(Clone, Copy, Debug, PartialEq)]
        struct Foreign: u16 {
            const READ = 1;
            const WRITE = 1 << 8;
        }
    }

    #[test]
    fn the_flags_are_the_integer_and_bits_without_a_name_survive() {
        let flags = <Foreign as Decode<'_, Bits<BigEndian>>>::decode(&[0x41, 0x01]).unwrap();
        assert!(flags.contains(Foreign::READ | Foreign::WRITE));
        let mut writer = Writer::new();
        Encode::<Bits<BigEndian>>::encode(&flags, &mut writer);
        Encode::<Bits<Native>>::encode(&Foreign::WRITE, &mut writer);
        assert_eq!(writer.bytes(), [&[0x41, 0x01][..], &0x100u16.to_ne_bytes()].concat());
    }
}
