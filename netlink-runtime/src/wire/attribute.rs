//! Reading attributes.

use super::{ALIGNMENT, NESTED, TYPE_MASK, WireError, align};

/// One attribute, `struct nlattr` and its payload.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    kind: u16,
    /// Of the header and the payload; from there to the end of `tail`.
    length: u16,
    /// From the header to the end of what holds the attribute.
    tail: &'a [u8],
}

impl<'a> Attribute<'a> {
    /// The size of an attribute's header in bytes, `NLA_HDRLEN`.
    pub const HEADER_SIZE: usize = 4;

    /// The attribute's id: its type without the flag bits, `nla_type()`.
    #[must_use]
    pub const fn id(&self) -> u16 {
        self.kind & TYPE_MASK
    }

    /// The type field as it came, flag bits included.
    #[must_use]
    pub const fn raw_kind(&self) -> u16 {
        self.kind
    }

    /// Whether the sender marked it as holding attributes, `NLA_F_NESTED`. Many parts of the
    /// kernel leave the mark out, so a reader goes by the spec.
    #[must_use]
    pub const fn is_marked_nested(&self) -> bool {
        self.kind & NESTED != 0
    }

    /// The payload without padding.
    #[must_use]
    #[inline]
    pub fn payload(&self) -> &'a [u8] {
        // The iterator has seen that this is within the bounds, and so does the compiler.
        self.tail.get(Self::HEADER_SIZE..self.length.into()).unwrap_or_default()
    }

    /// The bytes from this attribute's header to the end of what holds it.
    pub(crate) const fn tail(&self) -> &'a [u8] {
        self.tail
    }
}

/// Iterates over attributes, `nla_for_each_attr()`.
///
/// A length that lies gives one error and ends the iteration. The last attribute may come
/// without its padding.
#[derive(Clone, Debug)]
pub struct Attributes<'a> {
    rest: &'a [u8],
}

impl<'a> Attributes<'a> {
    /// Starts at the first byte of `bytes`, which are a message's body or a nest's payload.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What is wrong with bytes that are no attribute; `None` if they are mere padding.
    #[cold]
    fn fault(bytes: &[u8]) -> Option<WireError> {
        let Some(&[low, high, _, _]) = bytes.first_chunk() else {
            let padding = bytes.iter().all(|&byte| byte == 0);
            return (!padding).then_some(WireError::TrailingBytes { count: bytes.len() });
        };
        let length = usize::from(u16::from_ne_bytes([low, high]));
        Some(if length < Attribute::HEADER_SIZE {
            WireError::AttributeTooShort { length }
        } else {
            WireError::AttributeBeyondEnd { length, available: bytes.len() }
        })
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<Attribute<'a>, WireError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let tail = self.rest;
        if let Some(&[low, high, kind_low, kind_high]) = tail.first_chunk() {
            let length = u16::from_ne_bytes([low, high]);
            if tail.get(Attribute::HEADER_SIZE..length.into()).is_some() {
                // The last attribute may lack its padding.
                let end = align(length.into()).min(tail.len());
                self.rest = tail.get(end..).unwrap_or_default();
                let kind = u16::from_ne_bytes([kind_low, kind_high]);
                return Some(Ok(Attribute { kind, length, tail }));
            }
        }
        if tail.is_empty() {
            return None;
        }
        self.rest = &[];
        Self::fault(tail).map(Err)
    }
}

impl core::iter::FusedIterator for Attributes<'_> {}

const _: () = assert!(ALIGNMENT == Attribute::HEADER_SIZE, "the header needs no padding");

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(length: u16, kind: u16, payload: &[u8]) -> Vec<u8> {
        [&length.to_ne_bytes(), &kind.to_ne_bytes(), payload].concat()
    }

    fn first(bytes: &[u8]) -> Option<Result<(u16, &[u8]), WireError>> {
        Attributes::new(bytes).next().map(|item| item.map(|a| (a.id(), a.payload())))
    }

    #[test]
    fn flag_bits_are_not_part_of_the_id() {
        let bytes = attribute(5, 0xc007, &[9, 0, 0, 0]);
        assert_eq!(first(&bytes), Some(Ok((7, [9].as_slice()))));
        assert!(Attributes::new(&bytes).next().unwrap().unwrap().is_marked_nested());
    }

    #[test]
    fn the_last_attribute_may_come_unpadded() {
        let mut bytes = attribute(5, 1, &[1, 0, 0, 0]);
        bytes.extend(attribute(6, 2, &[2, 3]));
        let payloads: Vec<_> = Attributes::new(&bytes).map(|a| a.unwrap().payload()).collect();
        assert_eq!(payloads, [[1].as_slice(), &[2, 3]]);
    }

    #[test]
    fn a_length_below_the_header_is_an_error_and_the_end() {
        for length in 0..4 {
            let bytes = attribute(length, 1, &[0; 8]);
            let mut attributes = Attributes::new(&bytes);
            let length = length.into();
            let error = attributes.next().unwrap().unwrap_err();
            assert_eq!(error, WireError::AttributeTooShort { length });
            assert!(attributes.next().is_none());
        }
    }

    #[test]
    fn a_length_beyond_the_end_is_an_error_and_the_end() {
        let error = WireError::AttributeBeyondEnd { length: 9, available: 8 };
        assert_eq!(first(&attribute(9, 1, &[0; 4])), Some(Err(error)));
    }

    #[test]
    fn an_empty_attribute_is_present() {
        assert_eq!(first(&attribute(4, 3, &[])), Some(Ok((3, [].as_slice()))));
    }

    #[test]
    fn bytes_after_the_last_attribute_are_padding_only_if_zero() {
        assert_eq!(first(&[0, 0, 0]), None);
        assert_eq!(first(&[0, 1]), Some(Err(WireError::TrailingBytes { count: 2 })));
    }
}
