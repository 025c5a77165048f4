//! Framing that is wrong, together with the bytes that are.

use super::{Attributes, Records, WireError};

/// What cannot be read any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault<'a> {
    pub(crate) error: WireError,
    /// The bytes from the fault to the end of what holds them.
    #[cfg_attr(not(feature = "serde"), allow(dead_code, reason = "`Debug` leaves them out"))]
    pub(crate) bytes: &'a [u8],
}

/// An iterator over bytes.
pub(crate) trait Unread<'a> {
    /// What it has not read yet.
    fn unread(&self) -> &'a [u8];
}

impl<'a> Unread<'a> for Attributes<'a> {
    fn unread(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Unread<'a> for Records<'a> {
    fn unread(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }
}

/// The same items, with the bytes of what is wrong.
pub(crate) fn faulty<'a, T>(
    mut items: impl Iterator<Item = Result<T, WireError>> + Unread<'a>,
) -> impl Iterator<Item = Result<T, Fault<'a>>> {
    core::iter::from_fn(move || {
        let bytes = items.unread();
        Some(items.next()?.map_err(|error| Fault { error, bytes }))
    })
}

#[cfg(test)]
mod tests {
    use super::super::records;
    use super::*;

    #[test]
    fn the_bytes_are_those_from_the_fault_on() {
        let bytes = [4, 0, 1, 0, 9, 0, 2, 0, 7];
        let found: Vec<_> =
            faulty(Attributes::new(&bytes)).map(|it| it.map(|it| it.id())).collect();
        let error = WireError::AttributeBeyondEnd { length: 9, available: 5 };
        assert_eq!(found, [Ok(1), Err(Fault { error, bytes: &bytes[4..] })]);
        let bytes = [4, 0, 0, 0, 2, 0, 0, 0];
        let found: Vec<_> = faulty(records(&bytes)).map(|it| it.map(|it| it.0)).collect();
        let error = WireError::RecordTooShort { length: 2 };
        assert_eq!(found, [Ok(0), Err(Fault { error, bytes: &bytes[4..] })]);
    }
}
