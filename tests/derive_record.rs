//! `#[derive(NetlinkMessage)]` on structs: the bytes of every form, worked out by hand, and what
//! comes back from them.

mod support;

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{AttributeSet, Decode, DecodeError, Unknown};
use netlink_runtime::wire::Writer;
use netlink_runtime::{NetlinkMessage, NetlinkStruct};
use support::{attribute, encoded};

/// `NLA_F_NESTED`.
const NEST: u16 = 0x8000;

#[derive(NetlinkMessage, Debug, Default, PartialEq)]
struct Scalars {
    #[netlink(id = 1)]
    byte: Option<u8>,
    #[netlink(id = 2)]
    native: Option<u32>,
    #[netlink(id = 3, be)]
    port: Option<u16>,
    #[netlink(id = 4, le)]
    label: Option<i64>,
    #[netlink(id = 5, uint)]
    small: Option<u64>,
    #[netlink(id = 6, uint)]
    large: Option<u64>,
    #[netlink(id = 7, sint)]
    negative: Option<i64>,
    #[netlink(id = 8)]
    up: bool,
    #[netlink(id = 9, as = u8)]
    answer: Option<bool>,
}

#[test]
fn every_form_of_an_integer_has_the_bytes_that_its_words_say() {
    let value = Scalars {
        byte: Some(7),
        native: Some(0x0102_0304),
        port: Some(8080),
        label: Some(-2),
        small: Some(9),
        large: Some(1 << 32),
        negative: Some(-1),
        up: true,
        answer: Some(true),
    };
    let bytes = [
        attribute(1, &[7]),
        attribute(2, &0x0102_0304u32.to_ne_bytes()),
        attribute(3, &[0x1f, 0x90]),
        attribute(4, &[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        attribute(5, &9u32.to_ne_bytes()),
        attribute(6, &(1u64 << 32).to_ne_bytes()),
        attribute(7, &[0xff; 4]),
        attribute(8, &[]),
        attribute(9, &[1]),
    ]
    .concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Scalars::decode(&bytes).unwrap(), value);
    assert_eq!(Scalars::decode(&[]).unwrap(), Scalars::default());
}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Bytes<'a> {
    #[netlink(id = 1)]
    name: &'a BStr,
    #[netlink(id = 2)]
    owned: String,
    #[netlink(id = 3)]
    raw: &'a [u8],
    #[netlink(id = 4)]
    kept: Vec<u8>,
    #[netlink(id = 5)]
    mac: [u8; 6],
    #[netlink(id = 6)]
    address: std::net::IpAddr,
}

#[test]
fn text_ends_in_nul_and_bytes_are_as_they_are() {
    let value = Bytes {
        name: "eth0".into(),
        owned: "x".into(),
        raw: &[1],
        kept: vec![2, 3],
        mac: [2, 0, 0, 0, 0, 1],
        address: [192, 0, 2, 1].into(),
    };
    let bytes = [
        attribute(1, b"eth0\0"),
        attribute(2, b"x\0"),
        attribute(3, &[1]),
        attribute(4, &[2, 3]),
        attribute(5, &[2, 0, 0, 0, 0, 1]),
        attribute(6, &[192, 0, 2, 1]),
    ]
    .concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Bytes::decode(&bytes).unwrap(), value);
}

#[derive(NetlinkMessage)]
struct Keeper<'a> {
    #[netlink(id = 2)]
    known: Option<u32>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[test]
fn attributes_that_are_not_declared_are_kept_and_written_back() {
    let known = attribute(2, &5u32.to_ne_bytes());
    let (first, second) = (attribute(9, b"new"), attribute(NEST | 10, &attribute(1, b"x")));
    let bytes = [&first[..], &known, &second].concat();
    let view = Keeper::decode(&bytes).unwrap();
    assert_eq!(view.known, Some(5));
    let ids: Vec<_> = view.rest.iter().map(|attribute| attribute.id()).collect();
    assert_eq!(ids, [9, 10]);
    assert_eq!(encoded(&view), [known, first, second].concat());
}

#[derive(NetlinkMessage)]
struct Peer<'a> {
    #[netlink(id = 1)]
    name: &'a str,
    #[netlink(id = 2, secret)]
    key: Option<[u8; 4]>,
}

#[derive(NetlinkMessage, Debug)]
struct Peers<'a> {
    #[netlink(id = 1, multi)]
    all: Vec<Peer<'a>>,
}

#[test]
fn a_secret_is_in_no_debug_output() {
    let peer = Peer { name: "alice", key: Some([0xde, 0xad, 0xbe, 0xef]) };
    let peers = Peers { all: vec![peer] };
    let text = format!("{peers:?} {peers:#?}");
    assert!(text.contains("alice"), "{text}");
    assert!(text.contains("key"), "{text}");
    for leak in ["dead", "222", "de, ad", "0xde"] {
        assert!(!text.contains(leak), "{text}");
    }
}

#[derive(NetlinkStruct, Clone, Copy, Debug, Default, PartialEq)]
struct Header {
    family: u8,
    last: u8,
    #[netlink(be)]
    flags: u16,
    tail: u8,
    #[netlink(pad)]
    pad: [u8; 1],
}

mod hex {
    use super::{DecodeError, Writer};

    pub(super) fn decode(payload: &[u8]) -> Result<String, DecodeError> {
        match payload {
            [] => Err(DecodeError::other("empty")),
            bytes => Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
    }

    pub(super) fn encode(text: &str, out: &mut Writer) {
        let digits: Vec<_> = text.bytes().map(|digit| char::from(digit).to_digit(16)).collect();
        for pair in digits.chunks(2) {
            let byte = pair.iter().fold(0, |byte, digit| byte << 4 | digit.unwrap_or(0));
            out.extend(&[u8::try_from(byte).unwrap_or(0)]);
        }
    }
}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Words {
    #[netlink(id = 1, with = hex)]
    required: String,
    #[netlink(id = 2, with = hex)]
    optional: Option<String>,
    #[netlink(id = 3, with = hex, multi)]
    many: Vec<String>,
    #[netlink(id = 4, default)]
    metric: u32,
    #[netlink(id = 5, default, with = hex)]
    text: String,
    #[netlink(skip)]
    cached: Option<std::time::Duration>,
}

#[test]
fn functions_of_the_users_stand_in_for_the_traits() {
    let value = Words {
        required: "0aff".into(),
        optional: Some("01".into()),
        many: vec!["02".into(), "03".into()],
        metric: 4,
        text: "05".into(),
        cached: None,
    };
    let bytes = [
        attribute(1, &[0x0a, 0xff]),
        attribute(2, &[1]),
        attribute(3, &[2]),
        attribute(3, &[3]),
        attribute(4, &4u32.to_ne_bytes()),
        attribute(5, &[5]),
    ]
    .concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Words::decode(&bytes).unwrap(), value);
    let error = Words::decode(&attribute(1, &[])).unwrap_err();
    assert_eq!(error.to_string(), "words.required: empty");
}

#[test]
fn what_is_absent_and_has_a_default_is_the_default_and_what_is_skipped_is_never_read() {
    let bytes = [attribute(1, &[1]), attribute(2, &[2])].concat();
    let words = Words::decode(&bytes).unwrap();
    assert_eq!((words.metric, words.text, words.cached), (0, String::new(), None));
    let ids: Vec<_> = Words::SCHEMA.attributes.iter().map(|attribute| attribute.id).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5]);
}

mod ids {
    pub(crate) const INDEX: i32 = 7;
}

#[derive(NetlinkMessage)]
#[netlink(name = "device_attrs")]
struct Named {
    #[netlink(id = ids::INDEX)]
    if_index: Option<u32>,
    #[netlink(id = 2, rename = "IFLA_MTU")]
    mtu: Option<u32>,
    #[netlink(id = 3)]
    r#type: Option<u8>,
    #[netlink(id = 0, zero)]
    first: Option<Header>,
}

#[test]
fn tables_have_the_names_in_kebab_case_or_as_they_were_renamed() {
    let set = Named::SCHEMA;
    let names: Vec<_> = set.attributes.iter().map(|one| (one.id, one.name)).collect();
    assert_eq!(set.name, "device_attrs");
    assert_eq!(names, [(7, "if-index"), (2, "IFLA_MTU"), (3, "type"), (0, "first")]);
}

#[test]
fn constants_of_any_integer_type_are_ids() {
    let value = Named {
        if_index: Some(1),
        mtu: None,
        r#type: None,
        first: Some(Header { family: 1, flags: 0x0203, last: 4, tail: 5, pad: [9] }),
    };
    let bytes = [attribute(7, &1u32.to_ne_bytes()), attribute(0, &[1, 4, 2, 3, 5, 0])].concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Named::decode(&bytes).unwrap().if_index, Some(1));
}
