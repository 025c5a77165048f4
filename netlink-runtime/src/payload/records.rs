//! Records that say their own length, each a fixed header and attributes.

use core::fmt;

use super::{Decode, DecodeError, Encode};
use crate::schema::{self, Kind};
use crate::wire::{self, Writer, records};

/// Records back to back: each a [`WithHeader`](crate::WithHeader) whose header begins with the
/// length of the record in bytes, a `u16` in host byte order, and whose attributes follow. That is
/// how the next hops of a route come (`struct rtnexthop`).
///
/// They are decoded record by record, without a copy; or they are a borrowed slice of records to
/// be sent. Then the lengths are filled in, whatever the headers say.
pub struct Records<'a, T> {
    source: Source<'a, T>,
}

enum Source<'a, T> {
    Wire(&'a [u8]),
    Values(&'a [T]),
}

impl<'a, T> Records<'a, T> {
    /// Records to be sent.
    #[must_use]
    pub const fn new(values: &'a [T]) -> Self {
        Self { source: Source::Values(values) }
    }

    /// Whether there is no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self.source {
            Source::Wire(bytes) => records(bytes).next().is_none(),
            Source::Values(values) => values.is_empty(),
        }
    }
}

impl<'a, T: Decode<'a> + Clone> Records<'a, T> {
    /// Iterates over the records; one that is malformed is an error in its place, and a length
    /// that lies is the last item.
    #[must_use]
    pub fn iter(&self) -> RecordsIter<'a, T> {
        match self.source {
            Source::Wire(bytes) => RecordsIter { wire: records(bytes), values: [].iter() },
            Source::Values(values) => RecordsIter { wire: records(&[]), values: values.iter() },
        }
    }

    /// All records, or the first error.
    ///
    /// # Errors
    /// If a record is malformed.
    pub fn to_vec(&self) -> Result<Vec<T>, DecodeError> {
        self.iter().collect()
    }
}

/// Iterates over [`Records`].
pub struct RecordsIter<'a, T> {
    wire: wire::Records<'a>,
    values: core::slice::Iter<'a, T>,
}

impl<'a, T: Decode<'a> + Clone> Iterator for RecordsIter<'a, T> {
    type Item = Result<T, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(value) = self.values.next() {
            return Some(Ok(value.clone()));
        }
        let record = self.wire.next()?;
        Some(record.map_err(DecodeError::from).and_then(|(_, record)| T::decode(record)))
    }
}

impl<'a, T: Decode<'a> + Clone> IntoIterator for Records<'a, T> {
    type Item = Result<T, DecodeError>;
    type IntoIter = RecordsIter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Clone for Records<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Records<'_, T> {}

impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Default for Records<'_, T> {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl<'a, T, S: AsRef<[T]> + ?Sized> From<&'a S> for Records<'a, T> {
    fn from(values: &'a S) -> Self {
        Self::new(values.as_ref())
    }
}

impl<'a, T> Decode<'a> for Records<'a, T> {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { source: Source::Wire(payload) })
    }
}

impl<T: Encode> Encode for Records<'_, T> {
    const KIND: Kind = match T::KIND {
        Kind::Message(header, set) => Kind::Records(header, set),
        _ => panic!("a record is a header and attributes: `WithHeader`"),
    };

    fn encode(&self, out: &mut Writer) {
        match self.source {
            Source::Wire(bytes) => out.extend(bytes),
            Source::Values(values) => values.iter().for_each(|value| {
                let record = out.begin_record();
                value.encode(out);
                out.end_record(record);
            }),
        }
    }
}

impl<T: Encode> fmt::Debug for Records<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        schema::fmt_encoded(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Attribute, Hint, Set, Struct};
    use crate::wire::array_at;

    static HEADER: Struct = Struct::new("hop", 8, &[]);
    static SET: Set = Set::new("way", &[Attribute::new(5, "to", Kind::Binary(Hint::None))]);

    /// The index in a header of eight bytes, and an attribute behind it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Hop(u32);

    impl Encode for Hop {
        const KIND: Kind = Kind::Message(&HEADER, &SET);

        fn encode(&self, out: &mut Writer) {
            out.extend(&[0xff; 4]);
            out.extend(&self.0.to_ne_bytes());
            out.put(5, [9].as_slice());
        }
    }

    impl Decode<'_> for Hop {
        fn decode(record: &[u8]) -> Result<Self, DecodeError> {
            let index = array_at(record, 4).map(u32::from_ne_bytes);
            index.map(Self).ok_or_else(|| DecodeError::too_short(8, record.len()))
        }
    }

    fn encoded(hops: &[Hop]) -> Vec<u8> {
        let mut writer = Writer::new();
        Records::from(hops).encode(&mut writer);
        assert_eq!(writer.take_fault(), None);
        writer.take_bytes()
    }

    #[test]
    fn each_record_is_written_with_its_length_and_padding() {
        let length = 16_u16.to_ne_bytes();
        let attribute = [5_u16.to_ne_bytes(), 5_u16.to_ne_bytes(), [9, 0], [0, 0]].concat();
        let record =
            |index: u32| [&length[..], &[0xff, 0xff], &index.to_ne_bytes(), &attribute].concat();
        assert_eq!(encoded(&[Hop(1), Hop(2)]), [record(1), record(2)].concat());
    }

    #[test]
    fn records_as_they_came_are_read_and_sent_back_unchanged() {
        let bytes = encoded(&[Hop(1), Hop(2)]);
        let hops = Records::<Hop>::decode(&bytes).unwrap();
        assert_eq!(hops.to_vec().unwrap(), [Hop(1), Hop(2)]);
        assert!(!hops.is_empty() && Records::<Hop>::default().is_empty());
        let mut writer = Writer::new();
        hops.encode(&mut writer);
        assert_eq!(writer.bytes(), bytes);
        let values = [Hop(3)];
        assert_eq!(Records::new(&values).to_vec().unwrap(), values);
    }

    #[test]
    fn a_short_record_is_an_error_in_its_place_and_a_lying_length_is_the_last() {
        let short = [4_u16.to_ne_bytes(), [0, 0]].concat();
        let bytes = [short, encoded(&[Hop(7)]), vec![9, 0x11, 0, 0]].concat();
        let hops: Vec<_> = Records::<Hop>::decode(&bytes).unwrap().iter().collect();
        assert_eq!(hops.len(), 3);
        assert_eq!(
            hops[0].as_ref().unwrap_err().to_string(),
            "4 bytes where at least 8 are needed"
        );
        assert_eq!(hops[1], Ok(Hop(7)));
        assert!(hops[2].as_ref().unwrap_err().to_string().starts_with("record of "));
    }

    #[test]
    fn a_record_that_no_length_can_hold_is_the_fault_of_its_attribute() {
        struct Long;
        impl Encode for Long {
            const KIND: Kind = Hop::KIND;
            fn encode(&self, out: &mut Writer) {
                out.extend(&[0; 70_000]);
            }
        }
        let mut writer = Writer::new();
        writer.put(3, &Records::new(&[Long]));
        let fault = writer.take_fault().unwrap();
        assert_eq!((fault.ids, fault.length), (vec![(3, 0)], Some(70_000)));
    }
}
