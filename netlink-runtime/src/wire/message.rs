//! The messages of one datagram.

use super::{MessageHeader, WireError, align};

/// One message: its header and the payload after it, padding left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawMessage<'a> {
    /// The header.
    pub header: MessageHeader,
    /// What follows the header, `header.length - 16` bytes.
    pub payload: &'a [u8],
}

/// Iterates over the messages of a datagram, `NLMSG_OK` and `NLMSG_NEXT`.
///
/// A length that lies gives one error and ends the iteration, since nobody can tell where the
/// next message would start.
#[derive(Clone, Debug)]
pub struct Messages<'a> {
    rest: &'a [u8],
}

impl<'a> Messages<'a> {
    /// Starts at the first byte of `datagram`.
    #[must_use]
    #[inline]
    pub const fn new(datagram: &'a [u8]) -> Self {
        Self { rest: datagram }
    }

    #[inline]
    fn take(&mut self) -> Result<RawMessage<'a>, WireError> {
        let bytes = core::mem::take(&mut self.rest);
        let header = MessageHeader::parse(bytes)
            .ok_or(WireError::MessageTooShort { length: bytes.len() })?;
        let length = usize::try_from(header.length).unwrap_or(usize::MAX);
        if length < MessageHeader::SIZE {
            return Err(WireError::MessageTooShort { length });
        }
        let payload = bytes
            .get(MessageHeader::SIZE..length)
            .ok_or(WireError::MessageBeyondEnd { length, available: bytes.len() })?;
        // The last message may lack its padding.
        self.rest = bytes.get(align(length).min(bytes.len())..).unwrap_or_default();
        Ok(RawMessage { header, payload })
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = Result<RawMessage<'a>, WireError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        Some(self.take())
    }
}

impl core::iter::FusedIterator for Messages<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(length: u32, payload: &[u8]) -> Vec<u8> {
        let header = MessageHeader { length, kind: 16, ..Default::default() };
        [&header.to_bytes(), payload].concat()
    }

    #[test]
    fn padding_between_messages_is_skipped_and_may_lack_after_the_last() {
        let mut datagram = message(17, b"a\0\0\0");
        datagram.extend(message(18, b"bc"));
        let payloads: Vec<_> =
            Messages::new(&datagram).map(|message| message.unwrap().payload).collect();
        assert_eq!(payloads, [b"a".as_slice(), b"bc"]);
    }

    #[test]
    fn a_length_below_the_header_is_an_error_and_the_end() {
        for length in [0, 5, 15] {
            let bytes = message(length, b"abcd");
            let mut messages = Messages::new(&bytes);
            let length = length as usize;
            assert_eq!(messages.next(), Some(Err(WireError::MessageTooShort { length })));
            assert_eq!(messages.next(), None);
        }
    }

    #[test]
    fn a_length_beyond_the_datagram_is_an_error_and_the_end() {
        let bytes = message(4000, b"abcd");
        let mut messages = Messages::new(&bytes);
        let error = WireError::MessageBeyondEnd { length: 4000, available: 20 };
        assert_eq!(messages.next(), Some(Err(error)));
        assert_eq!(messages.next(), None);
    }

    #[test]
    fn half_a_header_is_an_error() {
        let error = WireError::MessageTooShort { length: 7 };
        assert_eq!(Messages::new(&[1; 7]).next(), Some(Err(error)));
    }
}
