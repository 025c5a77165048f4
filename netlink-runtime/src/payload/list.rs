//! Lists: the same attribute several times, or an indexed array.

use core::fmt;
use core::marker::PhantomData;

use super::depth::deeper;
use super::{Decode, DecodeError, Encode, Indexed, Native};
use crate::schema::{self, Kind};
use crate::wire::{Attribute, Attributes, TYPE_MASK, Writer};

/// A list of attributes that is decoded element by element, without a copy; or a borrowed slice
/// of values to be sent. The elements have the form `F`.
pub struct List<'a, T, F = Native> {
    source: Source<'a, T>,
    form: PhantomData<fn() -> F>,
}

enum Source<'a, T> {
    /// All attributes in these bytes, or those with one id.
    Wire {
        bytes: &'a [u8],
        id: Option<u16>,
    },
    Values(&'a [T]),
}

impl<'a, T, F> List<'a, T, F> {
    /// A list of values to be sent.
    #[must_use]
    pub const fn new(values: &'a [T]) -> Self {
        Self { source: Source::Values(values), form: PhantomData }
    }

    const fn wire(bytes: &'a [u8], id: Option<u16>) -> Self {
        Self { source: Source::Wire { bytes, id }, form: PhantomData }
    }

    /// Notes one attribute of a repeated one: the first says where the list starts.
    #[inline]
    pub fn note(&mut self, attribute: Attribute<'a>) {
        if let Source::Values(_) = self.source {
            *self = Self::wire(attribute.tail(), Some(attribute.id()));
        }
    }

    /// Whether the list has no elements.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.source {
            Source::Wire { bytes, id } => elements(bytes, id).next().is_none(),
            Source::Values(values) => values.is_empty(),
        }
    }
}

/// The attributes among `bytes` that belong to the list.
fn elements<'a>(
    bytes: &'a [u8],
    id: Option<u16>,
) -> impl Iterator<Item = Result<Attribute<'a>, DecodeError>> {
    Attributes::new(bytes)
        .filter(move |item| item.as_ref().map_or(true, |a| id.is_none_or(|id| id == a.id())))
        .map(|item| item.map_err(DecodeError::from))
}

impl<'a, T: Decode<'a, F> + Clone, F> List<'a, T, F> {
    /// Iterates over the elements; one that is malformed is an error in its place.
    #[must_use]
    pub fn iter(&self) -> ListIter<'a, T, F> {
        let source = match self.source {
            Source::Wire { bytes, id } => IterSource::Wire(Attributes::new(bytes), id),
            Source::Values(values) => IterSource::Values(values.iter()),
        };
        ListIter { source, form: PhantomData }
    }

    /// All elements, or the first error.
    ///
    /// # Errors
    /// If an element is malformed.
    pub fn to_vec(&self) -> Result<Vec<T>, DecodeError> {
        self.iter().collect()
    }
}

/// Iterates over the elements of a [`List`].
pub struct ListIter<'a, T, F = Native> {
    source: IterSource<'a, T>,
    form: PhantomData<fn() -> F>,
}

enum IterSource<'a, T> {
    Wire(Attributes<'a>, Option<u16>),
    Values(core::slice::Iter<'a, T>),
}

impl<'a, T: Decode<'a, F> + Clone, F> Iterator for ListIter<'a, T, F> {
    type Item = Result<T, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.source {
            IterSource::Values(values) => values.next().cloned().map(Ok),
            IterSource::Wire(attributes, id) => loop {
                return Some(match attributes.next()? {
                    Ok(attribute) if id.is_some_and(|id| id != attribute.id()) => continue,
                    Ok(attribute) => T::decode(attribute.payload()),
                    Err(error) => Err(error.into()),
                });
            },
        }
    }
}

impl<'a, T: Decode<'a, F> + Clone, F> IntoIterator for List<'a, T, F> {
    type Item = Result<T, DecodeError>;
    type IntoIter = ListIter<'a, T, F>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T, F> Clone for List<'_, T, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, F> Copy for List<'_, T, F> {}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T, F> Default for List<'_, T, F> {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl<'a, T, F, S: AsRef<[T]> + ?Sized> From<&'a S> for List<'a, T, F> {
    fn from(values: &'a S) -> Self {
        Self::new(values.as_ref())
    }
}

impl<T: Encode<F>, F> fmt::Debug for List<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        schema::fmt_encoded::<Indexed<F>, _>(self, f)
    }
}

/// A collection whose elements are written as one attribute each, all with the same id (the
/// specs' `multi-attr`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list that `multi` can write",
    note = "`multi` takes `Vec<T>` or `List<'_, T>`"
)]
pub trait WriteEach<F = Native> {
    /// What the tables say of an element.
    const KIND: Kind;

    /// Writes the attributes.
    fn write_each(&self, id: u16, out: &mut Writer);
}

impl<T: Encode<F>, F> WriteEach<F> for [T] {
    const KIND: Kind = T::KIND;
    fn write_each(&self, id: u16, out: &mut Writer) {
        for value in self {
            value.encode_attribute(id, out);
        }
    }
}

impl<T: Encode<F>, F> WriteEach<F> for Vec<T> {
    const KIND: Kind = T::KIND;
    fn write_each(&self, id: u16, out: &mut Writer) {
        self.as_slice().write_each(id, out);
    }
}

impl<T: Encode<F>, F> WriteEach<F> for List<'_, T, F> {
    const KIND: Kind = T::KIND;
    /// A list as it came is written as it came.
    fn write_each(&self, id: u16, out: &mut Writer) {
        match self.source {
            Source::Values(values) => values.write_each(id, out),
            Source::Wire { bytes, id: only } => {
                for attribute in elements(bytes, only).flatten() {
                    write_raw(id, attribute, out);
                }
            }
        }
    }
}

/// Writes an attribute as it came, under another id.
fn write_raw(id: u16, attribute: Attribute<'_>, out: &mut Writer) {
    let mark = out.begin_attribute(id | (attribute.raw_kind() & !TYPE_MASK));
    out.extend(attribute.payload());
    out.end(mark);
}

/// The index of an element as an attribute's id. A list whose index has no id is longer than
/// the nest around it can be, which is the fault that the writer then tells.
const fn index_id(index: usize) -> u16 {
    (index & TYPE_MASK as usize) as u16
}

#[inline]
fn write_indexed<T: Encode<F>, F>(values: &[T], out: &mut Writer) {
    for (index, value) in values.iter().enumerate() {
        value.encode_attribute(index_id(index), out);
    }
}

impl<'a, T, F> Decode<'a, Indexed<F>> for List<'a, T, F> {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self::wire(payload, None))
    }
}

impl<T: Encode<F>, F> Encode<Indexed<F>> for List<'_, T, F> {
    const KIND: Kind = Kind::Indexed(&T::KIND);
    fn encode(&self, out: &mut Writer) {
        match self.source {
            Source::Values(values) => write_indexed(values, out),
            Source::Wire { bytes, id: None } => out.extend(bytes),
            Source::Wire { bytes, id } => {
                for (index, attribute) in elements(bytes, id).flatten().enumerate() {
                    write_raw(index_id(index), attribute, out);
                }
            }
        }
    }
}

impl<'a, T: Decode<'a, F>, F> Decode<'a, Indexed<F>> for Vec<T> {
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        let items = Attributes::new(payload);
        deeper(|| items.map(|item| T::decode(item?.payload())).collect())
    }
}

impl<T: Encode<F>, F> Encode<Indexed<F>> for Vec<T> {
    const KIND: Kind = Kind::Indexed(&T::KIND);
    fn encode(&self, out: &mut Writer) {
        write_indexed(self, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(values: &[(u16, u32)]) -> Vec<u8> {
        let mut writer = Writer::new();
        for (id, value) in values {
            writer.put(*id, value);
        }
        writer.take_bytes()
    }

    /// The list of the attributes with the id 2, as a view would have noted it.
    fn noted(bytes: &[u8]) -> List<'_, u32> {
        let mut list = List::default();
        for attribute in Attributes::new(bytes).map(Result::unwrap).filter(|a| a.id() == 2) {
            list.note(attribute);
        }
        list
    }

    #[test]
    fn a_repeated_attribute_is_found_among_others_and_in_order() {
        let bytes = attributes(&[(1, 10), (2, 20), (3, 30), (2, 21), (4, 40)]);
        assert_eq!(noted(&bytes).to_vec().unwrap(), [20, 21]);
        assert!(noted(&attributes(&[(1, 1)])).is_empty());
    }

    #[test]
    fn an_element_that_is_malformed_is_an_error_in_its_place() {
        let mut writer = Writer::new();
        writer.put(2, &1u32);
        writer.put(2, &2u16);
        writer.put(2, &3u32);
        let bytes = writer.take_bytes();
        let oks: Vec<_> = noted(&bytes).iter().map(|item| item.ok()).collect();
        assert_eq!(oks, [Some(1), None, Some(3)]);
    }

    #[test]
    fn a_list_as_it_came_is_sent_back_unchanged() {
        let bytes = attributes(&[(1, 10), (2, 20), (2, 21)]);
        let mut writer = Writer::new();
        writer.each(2, &noted(&bytes));
        assert_eq!(writer.bytes(), attributes(&[(2, 20), (2, 21)]));
    }

    #[test]
    fn an_indexed_array_is_written_from_0_and_read_from_any_index() {
        let mut writer = Writer::new();
        writer.put_as::<Indexed, _>(1, &vec![7u32, 8]);
        assert_eq!(&writer.bytes()[4..], attributes(&[(0, 7), (1, 8)]));
        assert_eq!(writer.bytes()[2..4], 0x8001u16.to_ne_bytes());
        let from_one = attributes(&[(1, 7), (2, 8)]);
        let list = <List<'_, u32> as Decode<'_, Indexed>>::decode(&from_one).unwrap();
        assert_eq!(list.to_vec().unwrap(), [7, 8]);
    }

    #[test]
    fn an_indexed_array_too_long_for_its_nest_is_a_fault() {
        let mut writer = Writer::new();
        writer.put_as::<Indexed, _>(5, &vec![0u32; 20_000]);
        assert_eq!(writer.take_fault().unwrap().ids[0].0, 5);
    }
}
