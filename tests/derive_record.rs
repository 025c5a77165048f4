//! `#[derive(NetlinkMessage)]` on structs: the bytes of every form, worked out by hand, and what
//! comes back from them.

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{
    Array, BigEndian, Decode, DecodeError, Encode, List, Nested, TypeValues, Unknown,
};
use netlink_runtime::wire::Writer;
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

/// The bytes of one attribute: its header, and the payload with padding.
fn attribute(kind: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(4 + payload.len()).unwrap();
    let mut bytes = [length.to_ne_bytes(), kind.to_ne_bytes()].concat();
    bytes.extend(payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

const NEST: u16 = 0x8000;

fn encoded(value: &impl Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    assert_eq!(writer.take_fault(), None);
    writer.take_bytes()
}

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
