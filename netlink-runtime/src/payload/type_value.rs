//! Nests whose attribute types carry values (the specs' `nest-type-value`).

use core::fmt;

use super::depth::deeper;
use super::{Decode, DecodeError, Encode};
use crate::schema::{self, Kind};
use crate::wire::{Attribute, Attributes, Writer};

/// Values under `N` levels of nests, where each level's attribute type is not an id but a value
/// of its own: a policy's index and an attribute's id, say. Decoded without a copy; or a borrowed
/// slice of entries to be sent.
pub struct TypeValues<'a, T, const N: usize> {
    source: Source<'a, T, N>,
}

enum Source<'a, T, const N: usize> {
    Wire(&'a [u8]),
    Values(&'a [([u16; N], T)]),
}

impl<'a, T, const N: usize> TypeValues<'a, T, N> {
    /// Entries to be sent: for each the values of its levels, outermost first, and its content.
    #[must_use]
    pub const fn new(entries: &'a [([u16; N], T)]) -> Self {
        Self { source: Source::Values(entries) }
    }
}

impl<'a, T: Decode<'a> + Clone, const N: usize> TypeValues<'a, T, N> {
    /// Iterates over the entries; one that is malformed is an error in its place.
    #[must_use]
    pub fn iter(&self) -> TypeValuesIter<'a, T, N> {
        match self.source {
            Source::Wire(bytes) => TypeValuesIter { leaves: Leaves::new(bytes), values: [].iter() },
            Source::Values(values) => {
                TypeValuesIter { leaves: Leaves::new(&[]), values: values.iter() }
            }
        }
    }
}

/// Iterates over the entries of [`TypeValues`].
pub struct TypeValuesIter<'a, T, const N: usize> {
    leaves: Leaves<'a, N>,
    values: core::slice::Iter<'a, ([u16; N], T)>,
}

impl<'a, T: Decode<'a> + Clone, const N: usize> Iterator for TypeValuesIter<'a, T, N> {
    type Item = Result<([u16; N], T), DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(entry) = self.values.next() {
            return Some(Ok(entry.clone()));
        }
        self.leaves.next_entry()
    }
}

/// Iterates over the attributes under `N` levels of nests.
struct Leaves<'a, const N: usize> {
    /// The attributes still to come at each depth; none below the depth where the walk is.
    levels: [Option<Attributes<'a>>; N],
    /// The types that lead to the current attribute.
    path: [u16; N],
}

impl<'a, const N: usize> Leaves<'a, N> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut levels = [const { None }; N];
        if let Some(outermost) = levels.first_mut() {
            *outermost = Some(Attributes::new(bytes));
        }
        Self { levels, path: [0; N] }
    }

    fn next_entry<T: Decode<'a>>(&mut self) -> Option<Result<([u16; N], T), DecodeError>> {
        let attribute = self.advance()?;
        Some(attribute.and_then(|attribute| Ok((self.path, T::decode(attribute.payload())?))))
    }

    /// The next innermost attribute, with `path` set to the types that lead to it.
    fn advance(&mut self) -> Option<Result<Attribute<'a>, DecodeError>> {
        let mut depth = self.levels.iter().rposition(Option::is_some)?;
        loop {
            match self.levels.get_mut(depth)?.as_mut()?.next() {
                Some(Err(error)) => return Some(Err(error.into())),
                Some(Ok(attribute)) => {
                    *self.path.get_mut(depth)? = attribute.id();
                    match self.levels.get_mut(depth + 1) {
                        None => return Some(Ok(attribute)),
                        Some(inner) => *inner = Some(Attributes::new(attribute.payload())),
                    }
                    depth += 1;
                }
                None => {
                    *self.levels.get_mut(depth)? = None;
                    depth = depth.checked_sub(1)?;
                }
            }
        }
    }
}

impl<T, const N: usize> Clone for TypeValues<'_, T, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const N: usize> Copy for TypeValues<'_, T, N> {}

impl<T, const N: usize> Clone for Source<'_, T, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const N: usize> Copy for Source<'_, T, N> {}

impl<'a, T, const N: usize> From<&'a [([u16; N], T)]> for TypeValues<'a, T, N> {
    fn from(entries: &'a [([u16; N], T)]) -> Self {
        Self::new(entries)
    }
}

impl<'a, T, const N: usize> Decode<'a> for TypeValues<'a, T, N> {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { source: Source::Wire(payload) })
    }
}

impl<'a, T: Decode<'a>, const N: usize> Decode<'a> for Vec<([u16; N], T)> {
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        let mut leaves = Leaves::new(payload);
        deeper(|| core::iter::from_fn(|| leaves.next_entry()).collect())
    }
}

/// Writes entries, one nest per level and entry.
fn write<T: Encode, const N: usize>(entries: &[([u16; N], T)], out: &mut Writer) {
    for (path, value) in entries {
        let Some((innermost, outer)) = path.split_last() else { continue };
        let marks: Vec<_> = outer.iter().map(|&level| out.begin_nest(level)).collect();
        value.encode_attribute(*innermost, out);
        marks.into_iter().rev().for_each(|mark| out.end(mark));
    }
}

impl<T: Encode, const N: usize> Encode for TypeValues<'_, T, N> {
    const KIND: Kind = Kind::TypeValue(N, &T::KIND);
    fn encode(&self, out: &mut Writer) {
        match self.source {
            Source::Wire(bytes) => out.extend(bytes),
            Source::Values(entries) => write(entries, out),
        }
    }
}

impl<T: Encode, const N: usize> Encode for Vec<([u16; N], T)> {
    const KIND: Kind = Kind::TypeValue(N, &T::KIND);
    fn encode(&self, out: &mut Writer) {
        write(self, out);
    }
}

impl<T: Encode, const N: usize> fmt::Debug for TypeValues<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        schema::fmt_encoded(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_levels_are_read_in_order_with_the_values_that_lead_to_each() {
        let mut writer = Writer::new();
        for (policy, ids) in [(0, [1u16, 2].as_slice()), (7, &[]), (3, &[9])] {
            let level = writer.begin_nest(policy);
            for id in ids {
                writer.put(*id, &u32::from(*id * 10));
            }
            writer.end(level);
        }
        let bytes = writer.take_bytes();
        let entries = TypeValues::<u32, 2>::decode(&bytes).unwrap().iter();
        let entries: Vec<_> = entries.map(Result::unwrap).collect();
        assert_eq!(entries, [([0, 1], 10), ([0, 2], 20), ([3, 9], 90)]);
    }

    #[test]
    fn entries_are_written_with_a_nest_per_level_and_read_back() {
        let entries = vec![([4, 5], 6u32), ([4, 7], 8)];
        let mut writer = Writer::new();
        entries.encode(&mut writer);
        assert_eq!(writer.bytes()[2..4], 0x8004u16.to_ne_bytes());
        assert_eq!(Vec::<([u16; 2], u32)>::decode(writer.bytes()).unwrap(), entries);
    }

    #[test]
    fn a_broken_level_is_an_error_and_the_iteration_ends() {
        let mut writer = Writer::new();
        writer.put(1, [0xff, 0xff, 0, 0].as_slice());
        let bytes = writer.take_bytes();
        let items: Vec<_> = TypeValues::<u32, 2>::decode(&bytes).unwrap().iter().collect();
        assert_eq!(items.len(), 1);
        assert!(items[0].is_err());
    }
}
