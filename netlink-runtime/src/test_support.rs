//! For tests: a small family, and messages as the kernel writes them.

use crate::message::{Dump, Request, Single};
use crate::payload::{Decode, DecodeError, Encode, View, decode_set, required};
use crate::schema::{
    Attribute, Family, Kind, Layout, Operation, Protocol, Scalar, Set, Struct, Width,
};
use crate::wire::{MessageHeader, Writer, align, flags, kinds};

pub(crate) const NUMBER: u16 = 1;
const NEST: u16 = 2;
pub(crate) const TEXT: u16 = 3;
/// The message types of the request and of its answer.
pub(crate) const GET: u16 = 18;
pub(crate) const NEW: u16 = 16;

static INNER: Set = Set::new("inner", &[Attribute::new(TEXT, "text", Kind::String)]);
static OUTER: Set = Set::new(
    "outer",
    &[
        Attribute::new(NUMBER, "number", Kind::Scalar(Scalar::new(Width::U32))),
        Attribute::new(NEST, "nest", Kind::Nest(&INNER)),
    ],
);
static HEADER: Struct = Struct::new("header", 6, &[]);
static OPERATION: Operation = Operation::new("get", Some(GET), Some(NEW))
    .with_layout(Layout { header: Some(&HEADER), set: Some(&OUTER) });
static FAMILY: Family = Family::new("probe", Protocol::Raw(0));

/// A request: a header of six bytes, a number, and a nest with a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Get {
    pub(crate) number: u32,
    pub(crate) text: &'static str,
}

impl Encode for Get {
    fn encode(&self, out: &mut Writer) {
        out.extend(&[0; 8]);
        out.put(NUMBER, &self.number);
        let nest = out.begin_nest(NEST);
        out.put(TEXT, self.text);
        out.end(nest);
    }
}

impl Request for Get {
    type Reply = Number;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &OPERATION;
    const COMMAND: u16 = GET;
    const HAS_REPLY: bool = true;
}

impl Single for Get {}
impl Dump for Get {}

/// The answer: a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) u32);

impl View for Number {
    type At<'a> = Self;
}

impl Decode<'_> for Number {
    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let mut number = None;
        decode_set(body, &OUTER, |attribute| {
            number = Some(<u32 as Decode>::decode(attribute.payload())?);
            Ok(())
        })?;
        required(number, &OUTER, NUMBER).map(Self)
    }
}

/// A message, padded.
pub(crate) fn message(kind: u16, flags: u16, sequence: u32, payload: &[u8]) -> Vec<u8> {
    let length = (MessageHeader::SIZE + payload.len()) as u32;
    let header = MessageHeader { length, kind, flags, sequence, port: 7 };
    let mut bytes = [&header.to_bytes(), payload].concat();
    bytes.resize(align(bytes.len()), 0);
    bytes
}

/// Attributes.
pub(crate) fn attributes(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.take_bytes()
}

/// An object with this number.
pub(crate) fn object(flags: u16, sequence: u32, number: u32) -> Vec<u8> {
    message(NEW, flags, sequence, &attributes(|out| out.put(NUMBER, &number)))
}

/// An acknowledgement that does not repeat the request; `errno` 0 is success.
pub(crate) fn ack(sequence: u32, errno: i32, report: &[u8]) -> Vec<u8> {
    let payload = [&(-errno).to_ne_bytes()[..], &[0; MessageHeader::SIZE], report].concat();
    let report = if report.is_empty() { 0 } else { flags::ACK_ATTRIBUTES };
    message(kinds::ERROR, flags::CAPPED | report, sequence, &payload)
}

/// The end of a dump.
pub(crate) fn done(flags: u16, sequence: u32, errno: i32, report: &[u8]) -> Vec<u8> {
    let payload = [&(-errno).to_ne_bytes()[..], report].concat();
    let report = if report.is_empty() { 0 } else { flags::ACK_ATTRIBUTES };
    message(kinds::DONE, flags::MULTI | flags | report, sequence, &payload)
}
