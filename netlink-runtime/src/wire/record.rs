//! Reading records that say their own length.

use super::{WireError, align, array_at};

/// The least length of a record: what follows it starts at a multiple of four.
const LEAST: usize = 4;

/// The records in `bytes`, each with the offset at which it starts: the first two bytes are its
/// length in host byte order, themselves included, and each starts at a multiple of four
/// (`RTNH_NEXT()`).
///
/// A length that lies gives one error and ends the iteration. The last record may come without its
/// padding.
pub(crate) fn records(bytes: &[u8]) -> Records<'_> {
    Records { bytes, at: 0 }
}

/// Iterates over records.
#[derive(Clone, Debug)]
pub(crate) struct Records<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<(usize, &'a [u8]), WireError>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let rest = self.bytes.get(at..)?;
        self.at = self.bytes.len();
        let available = rest.len();
        if available < LEAST {
            let padding = rest.iter().all(|&byte| byte == 0);
            return (!padding).then_some(Err(WireError::TrailingBytes { count: available }));
        }
        let length = usize::from(u16::from_ne_bytes(array_at(rest, 0)?));
        if length < LEAST {
            return Some(Err(WireError::RecordTooShort { length }));
        }
        let Some(record) = rest.get(..length) else {
            return Some(Err(WireError::RecordBeyondEnd { length, available }));
        };
        self.at = at.saturating_add(align(length)).min(self.bytes.len());
        Some(Ok((at, record)))
    }
}

impl core::iter::FusedIterator for Records<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(length: u16, content: &[u8]) -> Vec<u8> {
        [&length.to_ne_bytes()[..], content].concat()
    }

    #[test]
    fn each_record_starts_at_a_multiple_of_four() {
        let bytes = [record(5, &[1, 2, 3, 0, 0, 0]), record(4, &[4, 5])].concat();
        let found: Vec<_> = records(&bytes).map(Result::unwrap).collect();
        assert_eq!(found, [(0, &bytes[..5]), (8, &bytes[8..])]);
        let unpadded: Vec<_> = records(&bytes[..5]).map(Result::unwrap).collect();
        assert_eq!(unpadded, [(0, &bytes[..5])]);
    }

    #[test]
    fn a_length_that_lies_is_an_error_and_the_end() {
        for length in 0..4 {
            let bytes = record(length.try_into().unwrap(), &[0; 6]);
            let items: Vec<_> = records(&bytes).collect();
            assert_eq!(items, [Err(WireError::RecordTooShort { length })]);
        }
        let beyond = record(9, &[0; 6]);
        let items: Vec<_> = records(&beyond).collect();
        assert_eq!(items, [Err(WireError::RecordBeyondEnd { length: 9, available: 8 })]);
    }

    #[test]
    fn bytes_after_the_last_record_are_padding_only_if_zero() {
        assert_eq!(records(&[0, 0, 0]).count(), 0);
        let items: Vec<_> = records(&[0, 1]).collect();
        assert_eq!(items, [Err(WireError::TrailingBytes { count: 2 })]);
    }
}
