//! Writing messages and attributes.

use super::{Attribute, MessageHeader, NESTED, TYPE_MASK, align};
use crate::payload::{Encode, WriteEach};

/// Builds messages in one growing buffer.
///
/// Writing never fails on the spot. What does not fit the wire (an attribute over 65,535 bytes,
/// a NUL within a string) is remembered with the ids that lead to it, and
/// [`take_fault`](Self::take_fault) tells the first such fault; a message with a fault must not
/// be sent.
#[derive(Debug, Default)]
pub struct Writer {
    buffer: Vec<u8>,
    fault: Option<Box<EncodeFault>>,
}

/// Where an attribute, a nest or a message began, to be handed back when it ends.
#[derive(Debug)]
#[must_use = "the length is written when the mark is handed back"]
pub struct Mark {
    start: usize,
}

/// Why a value cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeFault {
    /// The attribute at fault first, then the nests around it: the id of each, and where it starts
    /// in what was written.
    pub ids: Vec<(u16, usize)>,
    /// What is wrong, as the end of a sentence that starts with the attribute.
    pub reason: &'static str,
    /// The length in bytes that is too much, if that is what is wrong.
    pub length: Option<usize>,
    /// Where the attribute that was last put into `ids` starts; one more as long as none is.
    start: usize,
}

const TOO_LONG: &str = "is longer than the 65,535 bytes that an attribute's length can say";
const RECORD_TOO_LONG: &str = "holds a record longer than the 65,535 bytes that its length can say";
const MESSAGE_TOO_LONG: &str = "is longer than the 4 GiB that a message's length can say";

impl Writer {
    /// An empty writer.
    #[must_use]
    pub const fn new() -> Self {
        Self { buffer: Vec::new(), fault: None }
    }

    /// What was written.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// Takes the buffer out and leaves the writer empty.
    #[must_use]
    pub fn take_bytes(&mut self) -> Vec<u8> {
        self.fault = None;
        core::mem::take(&mut self.buffer)
    }

    /// Forgets what was written; the memory stays.
    #[inline]
    pub fn clear(&mut self) {
        self.buffer.clear();
        self.fault = None;
    }

    /// Forgets what was written beyond that many bytes.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.buffer.truncate(length);
        self.fault = None;
    }

    /// The first thing that could not be written, if any; then forgets it.
    #[inline]
    pub fn take_fault(&mut self) -> Option<EncodeFault> {
        self.fault.take().map(|fault| *fault)
    }

    /// Appends bytes of a payload.
    #[inline]
    pub fn extend(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Starts a message: its header goes in now, its length when the mark comes back.
    #[inline]
    pub fn begin_message(&mut self, header: MessageHeader) -> Mark {
        self.pad();
        let start = self.buffer.len();
        self.extend(&header.to_bytes());
        Mark { start }
    }

    /// Ends a message.
    #[inline]
    pub fn end_message(&mut self, mark: Mark) {
        let length = self.buffer.len().saturating_sub(mark.start);
        match u32::try_from(length) {
            Ok(length) => self.patch(mark.start, &length.to_ne_bytes()),
            Err(_) => self.fail(mark.start, MESSAGE_TOO_LONG, Some(length)),
        }
        self.pad();
    }

    /// Starts an attribute, `nla_reserve()`; its length goes in when the mark comes back.
    #[inline]
    pub fn begin_attribute(&mut self, kind: u16) -> Mark {
        let start = self.buffer.len();
        let [low, high] = kind.to_ne_bytes();
        self.extend(&[0, 0, low, high]);
        Mark { start }
    }

    /// Starts an attribute that holds attributes, `nla_nest_start()`.
    #[inline]
    pub fn begin_nest(&mut self, id: u16) -> Mark {
        self.begin_attribute(id | NESTED)
    }

    /// Ends an attribute or a nest, `nla_nest_end()`, and pads it.
    #[inline]
    pub fn end(&mut self, mark: Mark) {
        let length = self.buffer.len().wrapping_sub(mark.start);
        match u16::try_from(length) {
            Ok(length) => self.patch(mark.start, &length.to_ne_bytes()),
            Err(_) => self.fail(mark.start, TOO_LONG, Some(length)),
        }
        if self.fault.is_some() {
            self.enclose_fault(mark.start);
        }
        self.pad();
    }

    /// Starts a record, which begins with its own length as a `u16`; that goes in when the mark
    /// comes back.
    pub(crate) fn begin_record(&self) -> Mark {
        Mark { start: self.buffer.len() }
    }

    /// Ends a record and pads it.
    pub(crate) fn end_record(&mut self, mark: Mark) {
        let length = self.buffer.len().saturating_sub(mark.start);
        match u16::try_from(length) {
            Ok(length) => self.patch(mark.start, &length.to_ne_bytes()),
            Err(_) => self.fail(mark.start, RECORD_TOO_LONG, Some(length)),
        }
        self.pad();
    }

    /// Appends a value in the form `F`, without an attribute around it: a struct's member.
    #[inline]
    pub fn append<F, T: Encode<F> + ?Sized>(&mut self, value: &T) {
        value.encode(self);
    }

    /// Writes one attribute whose payload is `value` in host byte order.
    #[inline]
    pub fn put<T: Encode + ?Sized>(&mut self, id: u16, value: &T) {
        value.encode_attribute(id, self);
    }

    /// Writes one attribute whose payload is `value` in the form `F`.
    #[inline]
    pub fn put_as<F, T: Encode<F> + ?Sized>(&mut self, id: u16, value: &T) {
        value.encode_attribute(id, self);
    }

    /// Writes one attribute if there is a value.
    #[inline]
    pub fn optional<T: Encode>(&mut self, id: u16, value: &Option<T>) {
        if let Some(value) = value {
            value.encode_attribute(id, self);
        }
    }

    /// Writes one attribute in the form `F` if there is a value.
    #[inline]
    pub fn optional_as<F, T: Encode<F>>(&mut self, id: u16, value: &Option<T>) {
        if let Some(value) = value {
            value.encode_attribute(id, self);
        }
    }

    /// Writes an empty attribute if `present`, `nla_put_flag()`.
    #[inline]
    pub fn flag(&mut self, id: u16, present: bool) {
        if present {
            self.scalar(id, []);
        }
    }

    /// Writes one attribute per element.
    #[inline]
    pub fn each<L: WriteEach + ?Sized>(&mut self, id: u16, values: &L) {
        values.write_each(id, self);
    }

    /// Writes one attribute per element, each in the form `F`.
    #[inline]
    pub fn each_as<F, L: WriteEach<F> + ?Sized>(&mut self, id: u16, values: &L) {
        values.write_each(id, self);
    }

    /// Writes an attribute of a fixed size in one go.
    #[inline]
    pub(crate) fn scalar<const N: usize>(&mut self, id: u16, value: [u8; N]) {
        const { assert!(N <= 16) };
        let length = Attribute::HEADER_SIZE + N;
        let mut bytes = [0; 20];
        bytes[0..2].copy_from_slice(&(length as u16).to_ne_bytes());
        bytes[2..4].copy_from_slice(&id.to_ne_bytes());
        bytes[4..4 + N].copy_from_slice(&value);
        self.extend(&bytes[..align(length)]);
    }

    /// Remembers that the attribute being written cannot hold its value.
    #[cold]
    pub(crate) fn reject(&mut self, mark: &Mark, reason: &'static str) {
        self.fail(mark.start, reason, None);
    }

    #[inline]
    fn pad(&mut self) {
        let padding = align(self.buffer.len()) - self.buffer.len();
        // Mostly there is none.
        if padding != 0 {
            self.extend(&[0; 3][..padding]);
        }
    }

    #[inline]
    fn patch(&mut self, at: usize, bytes: &[u8]) {
        if let Some(place) = self.buffer.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    }

    /// Keeps the first fault; the attributes around it add their ids as they end.
    #[cold]
    fn fail(&mut self, start: usize, reason: &'static str, length: Option<usize>) {
        if self.fault.is_none() {
            let start = start.saturating_add(1);
            self.fault = Some(Box::new(EncodeFault { ids: Vec::new(), reason, length, start }));
        }
    }

    /// Adds the ending attribute to the path of the fault if the fault lies in it: what ends
    /// after the fault and starts before it encloses it.
    #[cold]
    fn enclose_fault(&mut self, start: usize) {
        let kind = crate::wire::array_at(&self.buffer, start.saturating_add(2));
        if let (Some(fault), Some(kind)) = (&mut self.fault, kind)
            && start < fault.start
        {
            fault.ids.push((u16::from_ne_bytes(kind) & TYPE_MASK, start));
            fault.start = start;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nest_has_its_length_patched_and_is_padded() {
        let mut writer = Writer::new();
        let nest = writer.begin_nest(3);
        writer.put(1, &7u8);
        writer.end(nest);
        let length = 12u16.to_ne_bytes();
        let kind = 0x8003u16.to_ne_bytes();
        let inner = [&5u16.to_ne_bytes()[..], &1u16.to_ne_bytes(), &[7, 0, 0, 0]].concat();
        assert_eq!(writer.bytes(), [&length[..], &kind, &inner].concat());
    }

    #[test]
    fn an_attribute_of_65535_bytes_is_written_and_one_more_is_a_fault() {
        for (payload, fits) in [(65_531, true), (65_532, false)] {
            let mut writer = Writer::new();
            writer.put(9, vec![1; payload].as_slice());
            let fault = writer.take_fault();
            assert_eq!(fault.is_none(), fits, "{payload} bytes: {fault:?}");
        }
    }

    #[test]
    fn a_fault_names_the_attribute_and_every_nest_around_it_and_no_neighbour() {
        let mut writer = Writer::new();
        let outer = writer.begin_nest(1);
        writer.put(4, &1u32);
        let inner = writer.begin_nest(2);
        writer.put(3, vec![0; 70_000].as_slice());
        writer.end(inner);
        writer.put(5, vec![0; 70_000].as_slice());
        writer.end(outer);
        let fault = writer.take_fault().unwrap();
        assert_eq!((fault.ids, fault.length), (vec![(3, 16), (2, 12), (1, 0)], Some(70_004)));
    }

    #[test]
    fn a_nest_that_overflows_by_the_sum_of_its_parts_is_the_fault() {
        let mut writer = Writer::new();
        let nest = writer.begin_nest(6);
        for _ in 0..2 {
            writer.put(1, vec![0; 40_000].as_slice());
        }
        writer.end(nest);
        assert_eq!(writer.take_fault().unwrap().ids, [(6, 0)]);
    }
}
