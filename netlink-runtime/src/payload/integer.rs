//! Integers in every form.

use super::{
    BigEndian, Compact, Decode, DecodeError, Encode, Fixed, FixedReader, FixedWriter, LittleEndian,
    Native,
};
use crate::schema::{Kind, Order, Scalar, Width};
use crate::wire::Writer;

/// The first `N` bytes of an integer's payload; longer payloads are taken, shorter refused, as
/// `nla_get_u32()` and its likes do behind the kernel's policy.
#[inline]
fn leading<const N: usize>(payload: &[u8]) -> Result<[u8; N], DecodeError> {
    match payload.first_chunk() {
        Some(bytes) => Ok(*bytes),
        None => Err(DecodeError::too_short(N, payload.len())),
    }
}

macro_rules! integer_form {
    ($int:ty, $form:ty, $from:ident, $to:ident, $width:ident, $order:ident $(; $($more:tt)*)?) => {
        impl Decode<'_, $form> for $int {
            #[inline]
            fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
                leading(payload).map(<$int>::$from)
            }
        }

        impl Encode<$form> for $int {
            const KIND: Kind = Kind::Scalar(Scalar::new(Width::$width).ordered(Order::$order));
            #[inline]
            fn encode(&self, out: &mut Writer) {
                out.extend(&self.$to());
            }
            #[inline]
            fn encode_attribute(&self, id: u16, out: &mut Writer) {
                out.scalar(id, self.$to());
            }
        }

        impl Fixed<$form> for $int {
            const SIZE: usize = size_of::<$int>();
            #[inline]
            fn take(from: &mut FixedReader<'_>) -> Self {
                <$int>::$from(from.take())
            }
            #[inline]
            fn put(&self, to: &mut FixedWriter<'_>) {
                to.put(self.$to());
            }
            $($($more)*)?
        }
    };
}

macro_rules! integer {
    ($($int:ty: $width:ident,)*) => {$(
        integer_form!($int, Native, from_ne_bytes, to_ne_bytes, $width, Host);
        integer_form!($int, BigEndian, from_be_bytes, to_be_bytes, $width, Big);
        integer_form!($int, LittleEndian, from_le_bytes, to_le_bytes, $width, Little);
    )*};
}

integer_form! { u8, Native, from_ne_bytes, to_ne_bytes, U8, Host;
    #[inline]
    fn take_each<const N: usize>(from: &mut FixedReader<'_>) -> [Self; N] {
        from.take()
    }
    #[inline]
    fn encode_each(values: &[Self], out: &mut Writer) {
        out.extend(values);
    }
}
integer_form!(i8, Native, from_ne_bytes, to_ne_bytes, S8, Host);
integer! { u16: U16, u32: U32, u64: U64, i16: S16, i32: S32, i64: S64, }

macro_rules! compact {
    ($wide:ty, $narrow:ty, $width:ident) => {
        impl Decode<'_, Compact> for $wide {
            #[inline]
            fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
                match payload.first_chunk() {
                    Some(bytes) => Ok(<$wide>::from_ne_bytes(*bytes)),
                    None => leading(payload).map(|bytes| <$narrow>::from_ne_bytes(bytes).into()),
                }
            }
        }

        impl Encode<Compact> for $wide {
            const KIND: Kind = Kind::Scalar(Scalar::new(Width::$width));
            #[inline]
            fn encode(&self, out: &mut Writer) {
                match <$narrow>::try_from(*self) {
                    Ok(narrow) => out.extend(&narrow.to_ne_bytes()),
                    Err(_) => out.extend(&self.to_ne_bytes()),
                }
            }
        }
    };
}

compact!(u64, u32, Uint);
compact!(i64, i32, Sint);

#[cfg(test)]
mod tests {
    use super::*;

    fn written<F>(value: impl Encode<F>) -> Vec<u8> {
        let mut writer = Writer::new();
        value.encode(&mut writer);
        writer.take_bytes()
    }

    #[test]
    fn byte_orders_are_those_that_the_form_names() {
        assert_eq!(written::<BigEndian>(0x0102_0304u32), [1, 2, 3, 4]);
        assert_eq!(written::<LittleEndian>(0x0102_0304u32), [4, 3, 2, 1]);
        assert_eq!(written::<Native>(-2i16), (-2i16).to_ne_bytes());
        assert_eq!(<u16 as Decode<BigEndian>>::decode(&[0x1f, 0x90]).unwrap(), 8080);
        assert_eq!(<u16 as Decode<LittleEndian>>::decode(&[0x90, 0x1f]).unwrap(), 8080);
    }

    #[test]
    fn longer_payloads_are_taken_and_shorter_refused() {
        let long = [7u32.to_ne_bytes(), [9; 4]].concat();
        assert_eq!(<u32 as Decode>::decode(&long).unwrap(), 7);
        let error = <u32 as Decode>::decode(&[1, 0]).unwrap_err();
        assert_eq!(error.to_string(), "2 bytes where at least 4 are needed");
    }

    #[test]
    fn a_uint_takes_four_bytes_if_it_fits_and_else_eight() {
        assert_eq!(written::<Compact>(0xffff_ffffu64), [0xff; 4]);
        assert_eq!(written::<Compact>(0x1_0000_0000u64), 0x1_0000_0000u64.to_ne_bytes());
        assert_eq!(written::<Compact>(-1i64), [0xff; 4]);
        assert_eq!(written::<Compact>(i64::MIN), i64::MIN.to_ne_bytes());
    }

    #[test]
    fn a_uint_is_read_from_four_and_from_eight_bytes() {
        assert_eq!(<u64 as Decode<Compact>>::decode(&[0xff; 4]).unwrap(), 0xffff_ffff);
        assert_eq!(<u64 as Decode<Compact>>::decode(&[0xff; 8]).unwrap(), u64::MAX);
        assert_eq!(<i64 as Decode<Compact>>::decode(&[0xff; 4]).unwrap(), -1);
        assert!(<i64 as Decode<Compact>>::decode(&[0xff; 3]).is_err());
    }
}
