//! C arrays: elements of one size, one after the other. Of a fixed length they are Rust arrays,
//! of any length [`Array`] or `Vec`.

use core::fmt;
use core::marker::PhantomData;

use super::{
    Decode, DecodeError, ElementForm, Encode, Fixed, FixedReader, FixedWriter, Native, Packed,
};
use crate::schema::{self, Hint, Kind, Scalar, Width};
use crate::wire::Writer;

/// A packed array that is decoded element by element, without a copy; or a borrowed slice of
/// values to be sent. The elements have the form `F`.
pub struct Array<'a, T, F = Native> {
    source: Source<'a, T>,
    form: PhantomData<fn() -> F>,
}

enum Source<'a, T> {
    Wire(&'a [u8]),
    Values(&'a [T]),
}

impl<'a, T: Fixed<F>, F> Array<'a, T, F> {
    /// An array of values to be sent.
    #[must_use]
    pub const fn new(values: &'a [T]) -> Self {
        Self { source: Source::Values(values), form: PhantomData }
    }

    /// How many elements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.source {
            Source::Wire(bytes) => bytes.len().checked_div(T::SIZE).unwrap_or(0),
            Source::Values(values) => values.len(),
        }
    }

    /// Whether there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`, if there are as many.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<T> {
        match self.source {
            Source::Values(values) => values.get(index).copied(),
            Source::Wire(bytes) => {
                let start = index.checked_mul(T::SIZE)?;
                let bytes = bytes.get(start..start.checked_add(T::SIZE)?)?;
                Some(T::take(&mut FixedReader::new(bytes)))
            }
        }
    }

    /// Iterates over the elements.
    pub fn iter(self) -> impl Iterator<Item = T> + use<'a, T, F> {
        (0..self.len()).map_while(move |index| self.get(index))
    }
}

impl<T, F> Clone for Array<'_, T, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, F> Copy for Array<'_, T, F> {}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<'a, T: Fixed<F>, F, S: AsRef<[T]> + ?Sized> From<&'a S> for Array<'a, T, F> {
    fn from(values: &'a S) -> Self {
        Self::new(values.as_ref())
    }
}

/// The payload is a whole number of elements, or else malformed.
fn check<T: Fixed<F>, F>(payload: &[u8]) -> Result<(), DecodeError> {
    match payload.len().checked_rem(T::SIZE) {
        Some(0) => Ok(()),
        _ => Err(DecodeError::not_a_multiple(T::SIZE, payload.len())),
    }
}

impl<'a, T: Fixed<F>, F> Decode<'a, Packed<F>> for Array<'a, T, F> {
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        check::<T, F>(payload)?;
        Ok(Self { source: Source::Wire(payload), form: PhantomData })
    }
}

impl<T: Fixed<F>, F> Decode<'_, Packed<F>> for Vec<T> {
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        check::<T, F>(payload)?;
        Ok(payload.chunks_exact(T::SIZE).map(|one| T::take(&mut FixedReader::new(one))).collect())
    }
}

impl<T: Fixed<F>, F> Encode<Packed<F>> for Array<'_, T, F> {
    const KIND: Kind = Kind::Packed(&T::KIND, T::SIZE);
    fn encode(&self, out: &mut Writer) {
        match self.source {
            Source::Wire(bytes) => out.extend(bytes),
            Source::Values(values) => T::encode_each(values, out),
        }
    }
}

impl<T: Fixed<F>, F> Encode<Packed<F>> for Vec<T> {
    const KIND: Kind = Kind::Packed(&T::KIND, T::SIZE);
    fn encode(&self, out: &mut Writer) {
        T::encode_each(self, out);
    }
}

impl<T: Fixed<F>, F> fmt::Debug for Array<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        schema::fmt_encoded::<Packed<F>, _>(self, f)
    }
}

impl<'a, T: Fixed<F>, F: ElementForm, const N: usize> Decode<'a, F> for [T; N] {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        if payload.len() != Self::SIZE {
            return Err(DecodeError::wrong_length(&[Self::SIZE], payload.len()));
        }
        Ok(Self::take(&mut FixedReader::new(payload)))
    }
}

impl<T: Fixed<F>, F: ElementForm, const N: usize> Encode<F> for [T; N] {
    const KIND: Kind = match T::KIND {
        Kind::Scalar(Scalar { width: Width::U8, names: None, .. }) => Kind::Binary(Hint::None),
        _ => Kind::Packed(&T::KIND, T::SIZE),
    };
    #[inline]
    fn encode(&self, out: &mut Writer) {
        T::encode_each(self, out);
    }
}

impl<T: Fixed<F>, F: ElementForm, const N: usize> Fixed<F> for [T; N] {
    const SIZE: usize = T::SIZE * N;
    const ALIGN: usize = T::ALIGN;
    #[inline]
    fn take(from: &mut FixedReader<'_>) -> Self {
        T::take_each(from)
    }
    #[inline]
    fn put(&self, to: &mut FixedWriter<'_>) {
        self.iter().for_each(|value| value.put(to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::BigEndian;

    #[test]
    fn elements_follow_each_other_without_headers() {
        let mut writer = Writer::new();
        writer.put_as::<Packed<BigEndian>, _>(1, &vec![1u16, 2, 3]);
        assert_eq!(&writer.bytes()[4..], [0, 1, 0, 2, 0, 3, 0, 0]);
        let array =
            <Array<'_, u16, BigEndian> as Decode<'_, Packed<BigEndian>>>::decode(&[0, 1, 0, 2])
                .unwrap();
        assert_eq!(array.iter().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(array.get(2), None);
    }

    #[test]
    fn half_an_element_is_an_error() {
        let error = <Vec<u32> as Decode<'_, Packed>>::decode(&[0; 7]).unwrap_err();
        assert_eq!(error.to_string(), "7 bytes where a multiple of 4 is needed");
    }

    #[test]
    fn a_rust_array_takes_exactly_its_length() {
        assert_eq!(<[u8; 3] as Decode>::decode(&[1, 2, 3]).unwrap(), [1, 2, 3]);
        for wrong in [&[1, 2][..], &[1, 2, 3, 4]] {
            let error = <[u8; 3] as Decode>::decode(wrong).unwrap_err().to_string();
            assert_eq!(error, format!("{} bytes where 3 are needed", wrong.len()));
        }
        let words = <[u16; 2] as Decode<'_, BigEndian>>::decode(&[0, 1, 0, 2]).unwrap();
        assert_eq!(words, [1, 2]);
    }
}
