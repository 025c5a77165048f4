//! Messages of a machine of the other byte order, turned into this machine's, by the tables.

use netlink_runtime::schema::{Attribute, Family, Kind, Order, Scalar, Set, Width};
use netlink_runtime::wire::{GenericHeader, MessageHeader, TYPE_MASK, align, flags, kinds};

/// The byte order of the machine that the tests run on.
pub(crate) const HOST: Order = if cfg!(target_endian = "big") { Order::Big } else { Order::Little };

const U32: Kind = Kind::Scalar(Scalar::new(Width::U32));
const U64: Kind = Kind::Scalar(Scalar::new(Width::U64));

/// `NL_POLICY_TYPE_ATTR_*`, as far as errors bring it.
static POLICY: Set = Set::new(
    "policy",
    &[
        Attribute::new(1, "type", U32),
        Attribute::new(4, "min-value-u", U64),
        Attribute::new(5, "max-value-u", U64),
    ],
);

/// `NLMSGERR_ATTR_*`.
pub(crate) static EXTENDED_ACK: Set = Set::new(
    "extended-ack",
    &[
        Attribute::new(1, "msg", Kind::String),
        Attribute::new(2, "offs", U32),
        Attribute::new(4, "policy", Kind::Nest(&POLICY)),
        Attribute::new(5, "miss-type", U32),
        Attribute::new(6, "miss-nest", U32),
    ],
);

/// Turns a whole message of a generic family from the byte order `from` into the other one.
pub(crate) fn swap_message(message: &mut [u8], family: &Family, from: Order) {
    let kind = number(&message[4..6], from) as u16;
    let flag_bits = number(&message[6..8], from) as u16;
    let (header, payload) = message.split_at_mut(MessageHeader::SIZE);
    swap_header(header);
    match kind {
        kinds::DONE => payload[..4].reverse(),
        kinds::ERROR => swap_error(payload, flag_bits, family, from),
        _ => swap_body(payload, flag_bits & flags::REQUEST != 0, family, from),
    }
}

fn swap_header(header: &mut [u8]) {
    for field in [0..4, 4..6, 6..8, 8..12, 12..16] {
        header[field].reverse();
    }
}

/// The generic header, whose fields are bytes, and the attributes.
fn swap_body(payload: &mut [u8], is_request: bool, family: &Family, from: Order) {
    let (header, attributes) = payload.split_at_mut(GenericHeader::SIZE);
    let command = header[0].into();
    let operation = if is_request { family.request(command) } else { family.reply(command) };
    let set = operation.expect("the family has the command").layout.set.expect("it has a set");
    swap_attributes(attributes, set, from);
}

fn swap_error(payload: &mut [u8], flag_bits: u16, family: &Family, from: Order) {
    let (code, rest) = payload.split_at_mut(4);
    code.reverse();
    let request = align(number(&rest[..4], from));
    let repeated =
        if flag_bits & flags::CAPPED != 0 { MessageHeader::SIZE } else { request.min(rest.len()) };
    let (repeated, attributes) = rest.split_at_mut(repeated);
    let (header, body) = repeated.split_at_mut(MessageHeader::SIZE);
    swap_header(header);
    if !body.is_empty() {
        swap_body(body, true, family, from);
    }
    swap_attributes(attributes, &EXTENDED_ACK, from);
}

fn swap_attributes(bytes: &mut [u8], set: &Set, from: Order) {
    each(bytes, from, &mut |id, payload| {
        if let Some(attribute) = set.attribute(id) {
            swap_payload(payload, &attribute.kind, from);
        }
    });
}

fn swap_payload(payload: &mut [u8], kind: &Kind, from: Order) {
    match *kind {
        Kind::Scalar(scalar) if scalar.order == Order::Host => payload.reverse(),
        Kind::Bitfield32(_) => payload.chunks_mut(4).for_each(<[u8]>::reverse),
        Kind::Nest(set) => swap_attributes(payload, set, from),
        Kind::Indexed(element) | Kind::TypeValue(1, element) => {
            each(payload, from, &mut |_, payload| swap_payload(payload, element, from));
        }
        Kind::TypeValue(levels, inner) => {
            let inner = Kind::TypeValue(levels - 1, inner);
            each(payload, from, &mut |_, payload| swap_payload(payload, &inner, from));
        }
        Kind::Struct(_) | Kind::Packed(..) | Kind::Message(..) | Kind::Records(..) => {
            panic!("a fixture has {kind:?}, whose byte order is not known here")
        }
        _ => {}
    }
}

/// Swaps the headers of attributes and hands out their ids and payloads.
fn each(mut bytes: &mut [u8], from: Order, visit: &mut dyn FnMut(u16, &mut [u8])) {
    while bytes.len() >= 4 {
        let (length, kind) = (number(&bytes[..2], from), number(&bytes[2..4], from) as u16);
        bytes[..2].reverse();
        bytes[2..4].reverse();
        let padded = align(length).min(bytes.len());
        let (attribute, rest) = bytes.split_at_mut(padded);
        visit(kind & TYPE_MASK, &mut attribute[4..length]);
        bytes = rest;
    }
}

fn number(bytes: &[u8], order: Order) -> usize {
    let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
    match order {
        Order::Big => bytes.iter().fold(0, add),
        Order::Little | Order::Host => bytes.iter().rev().fold(0, add),
    }
}
