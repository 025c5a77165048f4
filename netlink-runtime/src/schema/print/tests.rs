//! How bytes of each kind print.

use core::fmt;

use super::super::value::MAX_DEPTH;
use super::super::{
    Attribute, Described, Entry, Enum, Hint, Kind, Member, Order, Scalar, Set, Struct, Width,
    fmt_encoded,
};
use crate::payload::Encode;
use crate::wire::Writer;

const U8: Kind = Kind::Scalar(Scalar::new(Width::U8));
const BE16: Kind = Kind::Scalar(Scalar::new(Width::U16).ordered(Order::Big));

const MODES: Kind = U8.named(&MODE);
const PAIRS: Kind = Kind::Packed(&Kind::Struct(&PAIR), 3);
const INNERS: Kind = Kind::Indexed(&Kind::Nest(&INNER));

static MODE: Enum = Enum::new("mode", &[Entry::new(0, "off"), Entry::new(2, "on")]);
static BITS: Enum = Enum::flags("bits", &[Entry::new(1, "low"), Entry::new(4, "high")]);
static PAIR: Struct =
    Struct::new("pair", 3, &[Member::new(0, 1, "a", U8), Member::new(1, 2, "b", BE16)]);
static INNER: Set = Set::new("inner", &[Attribute::new(1, "mode", U8.named(&MODE))]);
static OUTER: Set = Set::new(
    "outer",
    &[
        Attribute::new(1, "on", Kind::Flag),
        Attribute::new(2, "inner", Kind::Nest(&INNER)),
        Attribute::new(3, "key", Kind::Binary(Hint::None)).secret(),
        Attribute::new(4, "pad", Kind::Pad),
        Attribute::new(5, "outer", Kind::Nest(&OUTER)),
    ],
);

fn text(kind: Kind, payload: &[u8]) -> String {
    format!("{:?}", Described::new(&kind, payload))
}

/// An attribute of a payload shorter than 250 bytes, padded.
fn attribute(id: u16, payload: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.put(id, payload);
    writer.take_bytes()
}

#[test]
fn integers_print_by_width_order_hint_and_names() {
    assert_eq!(text(BE16, &[1, 2]), "258");
    assert_eq!(text(BE16.hinted(Hint::Hex), &[1, 2]), "0x102");
    let address = Kind::Scalar(Scalar::new(Width::U32).ordered(Order::Big));
    assert_eq!(text(address.hinted(Hint::Ipv4), &[192, 0, 2, 1]), "192.0.2.1");
    assert_eq!([2, 1].map(|value| text(U8.named(&MODE), &[value])), ["on", "1"]);
    assert_eq!(text(BE16, &[1]), "<malformed 0x01>");
}

#[test]
fn flags_print_their_names_and_the_bits_without_one() {
    let texts = [0, 1, 5, 0x0d].map(|value| text(U8.named(&BITS), &[value]));
    assert_eq!(texts, ["0x0", "low", "low | high", "low | high | 0x8"]);
    let bitfield = [1u32.to_ne_bytes(), 5u32.to_ne_bytes()].concat();
    let named = "Bitfield32 { value: low, selector: low | high }";
    assert_eq!(text(Kind::Bitfield32(Some(&BITS)), &bitfield), named);
    let bare = "Bitfield32 { value: 0x1, selector: 0x5 }";
    assert_eq!(text(Kind::Bitfield32(None), &bitfield), bare);
    assert_eq!(text(Kind::Bitfield32(None), &bitfield[..7]).split(' ').next(), Some("<malformed"));
}

#[test]
fn bytes_print_by_their_hint() {
    let print = |hint, bytes: &[u8]| text(Kind::Binary(hint), bytes);
    assert_eq!(print(Hint::None, &[0, 0xff]), "0x00ff");
    assert_eq!(print(Hint::Mac, &[2, 0, 0, 0, 0, 0x1a]), "02:00:00:00:00:1a");
    assert_eq!(print(Hint::Ip, &[127, 0, 0, 1]), "127.0.0.1");
    let mut loopback = [0; 16];
    loopback[15] = 1;
    assert_eq!(print(Hint::Ipv6, &loopback), "::1");
    assert_eq!(print(Hint::Ip, &[1, 2, 3]), "<malformed 0x010203>");
    assert_eq!(print(Hint::Uuid, &loopback), "00000000-0000-0000-0000-000000000001");
    assert_eq!(text(Kind::String, b"a\"\xff\0"), r#""a\"\xff""#);
}

#[test]
fn a_struct_prints_what_it_has_of_its_members() {
    assert_eq!(text(Kind::Struct(&PAIR), &[7, 1, 0, 9]), "pair { a: 7, b: 256 }");
    assert_eq!(text(Kind::Struct(&PAIR), &[7]), "pair { a: 7, b: <absent> }");
    let two = "[pair { a: 7, b: 1 }, pair { a: 8, b: <absent> }]";
    assert_eq!(text(PAIRS, &[7, 0, 1, 8]), two);
}

#[test]
fn a_nest_prints_names_secrets_and_what_it_does_not_know() {
    let inner = attribute(1, &[2]);
    let parts = [attribute(1, &[]), attribute(2, &inner), attribute(3, b"key")];
    let more = [attribute(4, &[]), attribute(77, &[1]), vec![9, 0, 1, 0]];
    let bytes = [parts.concat(), more.concat()].concat();
    let expected = "outer { on: true, inner: inner { mode: on }, key: <redacted>, #77: 0x01, \
                    malformed: <attribute of 9 bytes where 4 are left> }";
    assert_eq!(text(Kind::Nest(&OUTER), &bytes), expected);
    let message = [vec![7, 0, 1, 0], attribute(1, &[])].concat();
    let expected = "outer { header: pair { a: 7, b: 1 }, on: true }";
    assert_eq!(text(Kind::Message(&PAIR, &OUTER), &message), expected);
}

#[test]
fn lists_and_values_carried_by_types_print_their_contents() {
    let elements = [attribute(0, &[2]), attribute(1, &[0]), vec![1, 0]].concat();
    let expected = "[on, off, <2 bytes after the last attribute are not padding>]";
    assert_eq!(text(Kind::Indexed(&MODES), &elements), expected);
    let levels = attribute(30, &[attribute(40, &[2]), attribute(41, &[0])].concat());
    let kind = Kind::TypeValue(2, &MODES);
    assert_eq!(text(kind, &levels), "{30: {40: on, 41: off}}");
}

/// `{:#?}` goes all the way in.
#[test]
fn records_print_their_headers_and_attributes_and_a_length_that_lies() {
    static HOP: Struct = Struct::new("hop", 4, &[Member::new(2, 1, "weight", U8)]);
    let mut writer = Writer::new();
    for attributes in [Vec::new(), attribute(1, &[2])] {
        let record = writer.begin_record();
        writer.extend(&[0, 0, 7, 0]);
        writer.extend(&attributes);
        writer.end_record(record);
    }
    writer.extend(&[2_u16.to_ne_bytes(), [0, 0]].concat());
    let printed = text(Kind::Records(&HOP, &INNER), writer.bytes());
    let expected = "[inner { header: hop { weight: 7 } }, inner { header: hop { weight: 7 }, \
                    mode: on }, <record of 2 bytes is shorter than any>]";
    assert_eq!(printed, expected);
}

#[test]
fn pretty_printing_spreads_lists_and_nests_over_lines() {
    let elements = attribute(0, &attribute(1, &[2]));
    let printed = format!("{:#?}", Described::new(&INNERS, &elements));
    assert_eq!(printed, "[\n    inner {\n        mode: on,\n    },\n]");
}

#[test]
fn nests_deeper_than_the_limit_print_as_bytes() {
    let nest = |levels| (0..levels).fold(Vec::new(), |inner, _| attribute(5, &inner));
    let shallow = text(Kind::Nest(&OUTER), &nest(MAX_DEPTH));
    assert!(shallow.contains("outer { outer: outer }"), "{shallow}");
    let deep = text(Kind::Nest(&OUTER), &nest(MAX_DEPTH + 2));
    assert!(deep.contains("outer: 0x04000500 }"), "{deep}");
}

#[test]
fn a_value_that_no_length_can_hold_says_so() {
    struct Long;
    impl Encode for Long {
        fn encode(&self, out: &mut Writer) {
            out.put(3, vec![0; 70_000].as_slice());
        }
    }
    impl fmt::Debug for Long {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt_encoded(self, f)
        }
    }
    assert!(format!("{Long:?}").starts_with("<cannot be encoded: attribute [3] is longer"));
}

/// The kernel may send what must not be sent to it.
#[test]
fn text_with_a_nul_inside_prints() {
    static NAMED: Set = Set::new("named", &[Attribute::new(1, "name", Kind::String)]);
    struct Named;
    impl Encode for Named {
        const KIND: Kind = Kind::Nest(&NAMED);
        fn encode(&self, out: &mut Writer) {
            out.put(1, "a\0b");
        }
    }
    impl fmt::Debug for Named {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt_encoded(self, f)
        }
    }
    assert_eq!(format!("{Named:?}"), r#"named { name: "a\0b" }"#);
}
