//! The datagram at hand.

use core::ops::Range;
use std::io;

use crate::sys::Region;
use crate::wire::{MessageHeader, Messages, RawMessage, WireError, align};

/// Longer datagrams than this do not come from the kernel: it allocates them in one piece, which
/// has this limit on the usual machines.
const LARGEST_DATAGRAM: usize = 4 << 20;

/// Room for an answer that is kept while the acknowledgement is received behind it.
const KEPT: usize = 64 << 10;

/// One message of the datagram at hand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    pub(crate) header: MessageHeader,
    payload: Range<usize>,
}

/// Memory for datagrams, and how far the one at hand was read.
///
/// Normally there is room for any datagram, most of it never touched, so that none is ever cut
/// off and no call is spent on asking for its length. With less room
/// [`may_truncate`](Self::may_truncate) says that the length must be asked for first.
pub(crate) struct Inbox {
    storage: Region,
    read: usize,
    filled: usize,
    current: Message,
}

impl Inbox {
    /// The room by default.
    pub(crate) const SIZE: usize = LARGEST_DATAGRAM + KEPT;

    pub(crate) fn new(size: usize) -> io::Result<Self> {
        Ok(Self { storage: Region::new(size)?, read: 0, filled: 0, current: Message::default() })
    }

    /// Whether the datagram was read to its end.
    #[inline]
    pub(crate) fn is_exhausted(&self) -> bool {
        self.read >= self.filled
    }

    /// Goes to the next message of the datagram and returns it, `None` at the end. After
    /// an error the rest of the datagram is dropped, since nobody can tell where a message would
    /// start.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Result<RawMessage<'_>, WireError>> {
        let rest = self.storage.bytes().get(self.read..self.filled)?;
        Some(match Messages::new(rest).next()? {
            Ok(message) => {
                let start = self.read + MessageHeader::SIZE;
                let end = start + message.payload.len();
                self.read = align(end);
                self.current = Message { header: message.header, payload: start..end };
                Ok(message)
            }
            Err(error) => {
                self.read = self.filled;
                Err(error)
            }
        })
    }

    /// The message that [`next`](Self::next) went to.
    #[inline]
    pub(crate) fn current(&self) -> &Message {
        &self.current
    }

    /// The payload of a message, as long as its datagram is here.
    #[inline]
    pub(crate) fn payload(&self, message: &Message) -> &[u8] {
        self.storage.bytes().get(message.payload.clone()).unwrap_or_default()
    }

    /// The whole datagram.
    pub(crate) fn datagram(&self) -> &[u8] {
        self.storage.bytes().get(..self.filled).unwrap_or_default()
    }

    /// What is unread of the datagram at hand.
    pub(crate) fn rest(&self) -> &[u8] {
        self.storage.bytes().get(self.read..self.filled).unwrap_or_default()
    }

    /// The same, which counts as read now.
    pub(crate) fn take_rest(&mut self) -> &[u8] {
        let start = core::mem::replace(&mut self.read, self.filled);
        self.storage.bytes().get(start..self.filled).unwrap_or_default()
    }

    /// Puts a datagram here that was received before.
    pub(crate) fn put(&mut self, datagram: &[u8]) -> io::Result<()> {
        self.reserve(false, datagram.len())?;
        if let Some(room) = self.room(false).get_mut(..datagram.len()) {
            room.copy_from_slice(datagram);
        }
        self.fill(false, datagram.len());
        Ok(())
    }

    /// Where the next datagram goes: to the start, or behind the one at hand to `keep` it.
    fn start(&self, keep: bool) -> usize {
        if keep { align(self.filled) } else { 0 }
    }

    /// Whether a datagram may be longer than the room for it.
    pub(crate) fn may_truncate(&self, keep: bool) -> bool {
        self.storage.bytes().len().saturating_sub(self.start(keep)) < LARGEST_DATAGRAM
    }

    /// Makes room for a datagram of this length.
    pub(crate) fn reserve(&mut self, keep: bool, length: usize) -> io::Result<()> {
        let size = self.start(keep).saturating_add(length);
        if size > self.storage.bytes().len() {
            let mut storage = Region::new(size.checked_next_power_of_two().unwrap_or(size))?;
            let kept = self.storage.bytes().get(..self.filled).unwrap_or_default();
            if let Some(to) = storage.bytes_mut().get_mut(..kept.len()) {
                to.copy_from_slice(kept);
            }
            self.storage = storage;
        }
        Ok(())
    }

    /// The room for the next datagram.
    #[inline]
    pub(crate) fn room(&mut self, keep: bool) -> &mut [u8] {
        let start = self.start(keep);
        self.storage.bytes_mut().get_mut(start..).unwrap_or_default()
    }

    /// Notes that a datagram was received into the room.
    #[inline]
    pub(crate) fn fill(&mut self, keep: bool, length: usize) {
        self.read = self.start(keep);
        self.filled = self.read.saturating_add(length).min(self.storage.bytes().len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn datagram(kind: u16, payload: &[u8]) -> Vec<u8> {
        let length = (MessageHeader::SIZE + payload.len()) as u32;
        let header = MessageHeader { length, kind, ..Default::default() };
        [&header.to_bytes(), payload].concat()
    }

    fn receive(inbox: &mut Inbox, keep: bool, bytes: &[u8]) {
        inbox.reserve(keep, bytes.len()).unwrap();
        inbox.room(keep)[..bytes.len()].copy_from_slice(bytes);
        inbox.fill(keep, bytes.len());
    }

    #[test]
    fn a_kept_message_survives_the_next_datagram_and_growth() {
        let mut inbox = Inbox::new(32).unwrap();
        receive(&mut inbox, false, &datagram(20, b"abcde"));
        inbox.next().unwrap().unwrap();
        let first = inbox.current().clone();
        assert!(inbox.next().is_none());
        receive(&mut inbox, true, &datagram(21, &[7; 100]));
        inbox.next().unwrap().unwrap();
        let second = inbox.current();
        assert_eq!(inbox.payload(&first), b"abcde");
        assert_eq!((second.header.kind, inbox.payload(second)), (21, &[7; 100][..]));
        assert!(inbox.next().is_none());
    }

    #[test]
    fn the_default_room_truncates_nothing_even_behind_a_kept_answer() {
        let mut inbox = Inbox::new(Inbox::SIZE).unwrap();
        assert!(!inbox.may_truncate(false));
        inbox.fill(false, KEPT);
        assert!(!inbox.may_truncate(true));
        inbox.fill(false, KEPT + 1);
        assert!(inbox.may_truncate(true), "the length must be asked for");
    }

    #[test]
    fn a_length_that_lies_is_one_error_and_drops_the_rest_of_the_datagram() {
        let mut inbox = Inbox::new(64).unwrap();
        let mut bytes = datagram(20, b"abcd");
        bytes[..4].copy_from_slice(&200u32.to_ne_bytes());
        receive(&mut inbox, false, &bytes);
        let error = WireError::MessageBeyondEnd { length: 200, available: 20 };
        assert_eq!(inbox.next().unwrap().unwrap_err(), error);
        assert!(inbox.next().is_none());
    }
}
