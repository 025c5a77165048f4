//! What each kind of a table becomes.

use netlink_runtime::schema::{
    Attribute, Described, Entry, Enum, Format, Formats, Hint, Kind, Layout, Member, Order, Scalar,
    Set, Struct, Width,
};
use serde_json::{Value, json};

use crate::{attributes, json as read};

const U8: Kind = Kind::Scalar(Scalar::new(Width::U8));
const U64: Kind = Kind::Scalar(Scalar::new(Width::U64));
const S32: Kind = Kind::Scalar(Scalar::new(Width::S32));
const BE16: Kind = Kind::Scalar(Scalar::new(Width::U16).ordered(Order::Big));
const BYTES: Kind = Kind::Binary(Hint::None);

static MODE: Enum = Enum::new("mode", &[Entry::new(0, "off"), Entry::new(-1_i64 as u64, "none")]);
static BITS: Enum = Enum::flags("bits", &[Entry::new(1, "low"), Entry::new(4, "high")]);
static PAIR: Struct = Struct::new(
    "pair",
    4,
    &[
        Member::new(0, 1, "a", U8),
        Member::new(1, 1, "pad", Kind::Pad),
        Member::new(2, 2, "b", BE16),
    ],
);
static INNER: Set = Set::new("inner", &[Attribute::new(1, "value", U8)]);
static FORMATS: Formats = Formats::new("data", &[Format::new("inner", Kind::Nest(&INNER))]);
static OUTER: Set = Set::new(
    "outer",
    &[
        Attribute::new(1, "on", Kind::Flag),
        Attribute::new(2, "kind", Kind::String),
        Attribute::new(3, "data", Kind::SubMessage(&FORMATS, "kind")),
        Attribute::new(4, "key", BYTES).secret(),
        Attribute::new(5, "peers", Kind::Nest(&INNER)).multi(),
        Attribute::new(6, "keys", BYTES).secret().multi(),
        Attribute::new(7, "pad", Kind::Pad),
        Attribute::new(8, "outer", Kind::Nest(&OUTER)),
        Attribute::new(9, "header", U8),
    ],
);

fn of(kind: Kind, bytes: &[u8]) -> Value {
    read(&Described::new(&kind, bytes))
}

fn outer(write: impl FnOnce(&mut netlink_runtime::wire::Writer)) -> Value {
    of(Kind::Nest(&OUTER), &attributes(write))
}

#[test]
fn integers_are_numbers_whole_and_with_their_sign() {
    assert_eq!(of(BE16, &[1, 2]), 258);
    assert_eq!(of(BE16.hinted(Hint::Hex), &[1, 2]), 258);
    assert_eq!(of(S32, &(-5_i32).to_ne_bytes()), -5);
    assert_eq!(of(U64, &u64::MAX.to_ne_bytes()), u64::MAX);
    let address = Kind::Scalar(Scalar::new(Width::U32).ordered(Order::Big)).hinted(Hint::Ipv4);
    assert_eq!(of(address, &[192, 0, 2, 1]), "192.0.2.1");
    assert_eq!(of(BE16, &[1]), json!({ "malformed": "0x01" }));
}

#[test]
fn values_and_bits_have_their_names_and_what_has_none_is_a_number() {
    let mode = |value: i32| of(S32.named(&MODE), &value.to_ne_bytes());
    assert_eq!(
        [mode(0), mode(-1), mode(-2), mode(9)],
        [json!("off"), json!("none"), json!(-2), json!(9)]
    );
    let bits = |value| of(U8.named(&BITS), &[value]);
    assert_eq!(
        [bits(0), bits(5), bits(0x0d)],
        [json!([]), json!(["low", "high"]), json!(["low", "high", 8])]
    );
    let halves = [1u32.to_ne_bytes(), 5u32.to_ne_bytes()].concat();
    let named = json!({ "value": ["low"], "selector": ["low", "high"] });
    assert_eq!(of(Kind::Bitfield32(Some(&BITS)), &halves), named);
    assert_eq!(of(Kind::Bitfield32(None), &halves), json!({ "value": 1, "selector": 5 }));
    assert_eq!(of(Kind::Bitfield32(None), &[1]), json!({ "malformed": "0x01" }));
}

#[test]
fn bytes_are_text_by_their_hint_and_text_that_is_none_keeps_its_bytes() {
    let bytes = |hint, bytes: &[u8]| of(Kind::Binary(hint), bytes);
    assert_eq!(bytes(Hint::None, &[0, 0xff]), "0x00ff");
    assert_eq!(bytes(Hint::Mac, &[2, 0, 0, 0, 0, 0x1a]), "02:00:00:00:00:1a");
    assert_eq!(bytes(Hint::Ip, &[127, 0, 0, 1]), "127.0.0.1");
    let mut loopback = [0; 16];
    loopback[15] = 1;
    assert_eq!(bytes(Hint::Ip, &loopback), "::1");
    assert_eq!(bytes(Hint::Uuid, &loopback), "00000000-0000-0000-0000-000000000001");
    assert_eq!(bytes(Hint::Ip, &[1, 2, 3]), json!({ "malformed": "0x010203" }));
    assert_eq!(of(Kind::String, b"a\"b\0"), "a\"b");
    assert_eq!(of(Kind::String, b"a\xff\0"), json!({ "bytes": "0x61ff" }));
}

#[test]
fn structs_are_objects_and_tell_what_they_lack_and_what_is_more() {
    let pair = |bytes: &[u8]| of(Kind::Struct(&PAIR), bytes);
    assert_eq!(pair(&[7, 0, 1, 0]), json!({ "a": 7, "b": 256 }));
    assert_eq!(pair(&[7]), json!({ "a": 7, "b": null }));
    assert_eq!(pair(&[7, 0, 1, 0, 9, 8]), json!({ "a": 7, "b": 256, "#rest": "0x0908" }));
    const PAIRS: Kind = Kind::Packed(&Kind::Struct(&PAIR), 4);
    let two = json!([{ "a": 7, "b": 1 }, { "a": 8, "b": null }]);
    assert_eq!(of(PAIRS, &[7, 0, 0, 1, 8]), two);
}

#[test]
fn attributes_are_members_and_those_that_may_come_again_are_arrays() {
    let found = outer(|out| {
        out.put(1, [].as_slice());
        out.put(7, [].as_slice());
        out.put(4, "hush");
        out.put(5, [5, 0, 1, 0, 9].as_slice());
        out.put(6, "hush");
    });
    let expected = json!({
        "on": true, "key": "<redacted>", "peers": [{ "value": 9 }], "keys": ["<redacted>"]
    });
    assert_eq!(found, expected);
    let several = outer(|out| (1..3u8).for_each(|it| out.put(5, [5, 0, 1, 0, it].as_slice())));
    assert_eq!(several, json!({ "peers": [{ "value": 1 }, { "value": 2 }] }));
}

#[test]
fn what_the_table_does_not_know_or_allow_is_kept() {
    let found = outer(|out| {
        out.put(77, [1, 2].as_slice());
        out.put(2, "a");
        out.put(2, "b");
        out.put(77, [3].as_slice());
        out.extend(&[9, 0, 1, 0, 5]);
    });
    let error = "attribute of 9 bytes where 5 are left";
    let malformed = json!({ "malformed": "0x0900010005", "error": error });
    let expected = json!({ "#77": ["0x0102", "0x03"], "kind": ["a", "b"], "malformed": malformed });
    assert_eq!(found, expected);
}

#[test]
fn a_fixed_header_is_a_member_and_loses_nothing_to_an_attribute_of_its_name() {
    let layout = Layout { header: Some(&PAIR), set: Some(&OUTER) };
    let body = [vec![7, 0, 1, 0], attributes(|out| out.put(1, [].as_slice()))].concat();
    let found = read(&Described::message(&layout, &body));
    assert_eq!(found, json!({ "header": { "a": 7, "b": 256 }, "on": true }));
    let body = [vec![7, 0, 1, 0], attributes(|out| out.put(9, &3u8))].concat();
    let found = read(&Described::message(&layout, &body));
    assert_eq!(found, json!({ "header": [{ "a": 7, "b": 256 }, 3] }));
    let alone = Layout { header: Some(&PAIR), set: None };
    assert_eq!(read(&Described::message(&alone, &[7, 0, 1, 0])), json!({ "a": 7, "b": 256 }));
    let nothing = Layout { header: None, set: None };
    assert_eq!(read(&Described::message(&nothing, &[7])), "0x07");
}

#[test]
fn the_selector_chooses_what_a_sub_message_is() {
    let with = |kind: &str| {
        outer(|out| {
            out.put(2, kind);
            out.put(3, [5, 0, 1, 0, 9].as_slice());
        })
    };
    assert_eq!(with("inner"), json!({ "kind": "inner", "data": { "value": 9 } }));
    assert_eq!(with("other"), json!({ "kind": "other", "data": "0x0500010009" }));
}

#[test]
fn lists_are_arrays_and_types_that_are_values_are_keys() {
    let elements = attributes(|out| {
        out.put(0, &1u8);
        out.put(0, &2u8);
        out.extend(&[1, 0]);
    });
    let error = "2 bytes after the last attribute are not padding";
    let malformed = json!({ "malformed": "0x0100", "error": error });
    assert_eq!(of(Kind::Indexed(&U8), &elements), json!([1, 2, malformed]));
    let levels = attributes(|out| {
        let mark = out.begin_nest(30);
        out.put(40, &2u8);
        out.put(41, &0u8);
        out.end(mark);
        out.extend(&[3, 0, 0, 0]);
    });
    let error = "attribute of 3 bytes is shorter than its header";
    let malformed = json!({ "malformed": "0x03000000", "error": error });
    let expected = json!({ "30": { "40": 2, "41": 0 }, "malformed": malformed });
    assert_eq!(of(Kind::TypeValue(2, &U8), &levels), expected);
    let record = [&9u16.to_ne_bytes()[..], &[1, 2], &[5, 0, 1, 0, 7, 0, 0, 0]].concat();
    let records = [&record[..], &6u16.to_ne_bytes(), &[0, 3]].concat();
    let first = json!({ "header": { "a": record[0], "b": 258 }, "value": 7 });
    let error = "record of 6 bytes where 4 are left";
    let malformed = json!({ "malformed": "0x06000003", "error": error });
    assert_eq!(of(Kind::Records(&PAIR, &INNER), &records), json!([first, malformed]));
}

#[test]
fn nests_deeper_than_the_limit_are_bytes() {
    let deep = attributes(|out| {
        let marks: Vec<_> = (0..100).map(|_| out.begin_nest(8)).collect();
        marks.into_iter().rev().for_each(|mark| out.end(mark));
    });
    let mut found = &of(Kind::Nest(&OUTER), &deep);
    let mut levels = 0;
    while let Some(inner) = found.get("outer") {
        (found, levels) = (inner, levels + 1);
    }
    assert!(found.as_str().is_some_and(|text| text.starts_with("0x")), "{found}");
    assert_eq!(levels, 33);
}

/// Keys that come again are found without a search through all that came before.
#[test]
fn as_many_unknown_attributes_as_a_nest_can_hold_are_told_one_by_one() {
    let many = attributes(|out| (100..16_000).for_each(|id| out.put(id, [].as_slice())));
    let found = of(Kind::Nest(&OUTER), &many);
    assert_eq!(found.as_object().unwrap().len(), 15_900);
    assert_eq!(found["#15999"], "0x");
}
