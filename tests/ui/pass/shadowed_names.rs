//! The names that derived code could want mean other things here.
#![allow(non_upper_case_globals, non_camel_case_types, dead_code, unused_macros)]

use netlink_runtime::payload::{List, Unknown};
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

struct Option;
struct Some;
struct None;
struct Result;
struct Ok;
struct Err;
struct Vec;
struct Box;
struct Default;
struct Decode;
struct Encode;
struct Writer;
struct String;
struct u8;
struct u16;
struct u32;
struct usize;
struct bool;
struct str;

// A constant that a pattern of the same name would not bind, but compare with.
const payload: core::primitive::u8 = 1;
const attribute: core::primitive::u8 = 1;
const this: core::primitive::u8 = 1;
const value: core::primitive::u8 = 1;
const mark: core::primitive::u8 = 1;
const out: core::primitive::u8 = 1;
const repr: core::primitive::u8 = 1;
const other: core::primitive::u8 = 1;
const from: core::primitive::u8 = 1;
const command: core::primitive::u8 = 1;
const flags: core::primitive::u8 = 1;
const body: core::primitive::u8 = 1;
const dump: core::primitive::u8 = 1;
const message: core::primitive::u8 = 1;
const f: core::primitive::u8 = 1;

mod core_like {}

macro_rules! assert {
    () => {};
}
macro_rules! bitflags {
    () => {};
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u32)]
enum Mode {
    Some,
    None = 7,
    #[netlink(other)]
    Other(core::primitive::u32),
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Closed {
    Ok,
    Err,
}

#[derive(Clone, Copy, NetlinkStruct)]
struct Header {
    mode: Mode,
    #[netlink(pad)]
    pad: [core::primitive::u8; 40],
}

const ID: core::primitive::u32 = 5;

#[derive(NetlinkMessage)]
#[netlink(debug)]
struct Device<'wire> {
    #[netlink(header)]
    header: Header,
    #[netlink(id = 1)]
    required: core::primitive::u32,
    #[netlink(id = 2, be)]
    optional: core::option::Option<core::primitive::u16>,
    #[netlink(id = 3, default)]
    defaulted: core::primitive::u8,
    #[netlink(id = 4)]
    flag: core::primitive::bool,
    #[netlink(id = ID, multi)]
    many: std::vec::Vec<Closed>,
    #[netlink(id = 6, multi)]
    lazy: List<'wire, Mode>,
    #[netlink(id = 7, with = codec)]
    custom: core::option::Option<core::primitive::u64>,
    #[netlink(unknown)]
    rest: Unknown<'wire>,
}

mod codec {
    use netlink_runtime::payload::DecodeError;
    use netlink_runtime::wire::Writer;

    pub(crate) fn decode(bytes: &[u8]) -> Result<u64, DecodeError> {
        Ok(bytes.len() as u64)
    }

    pub(crate) fn encode(number: &u64, to: &mut Writer) {
        to.extend(&number.to_be_bytes());
    }
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = Device<'static>)]
struct Get {}

const FAMILY: core::primitive::u8 = 2;

#[derive(NetlinkMessage)]
#[netlink(family = "demo", version = FAMILY)]
enum Messages<'wire> {
    #[netlink(cmd = FAMILY)]
    Device(Device<'wire>),
    #[netlink(other)]
    Other(core::primitive::u16, &'wire [core::primitive::u8]),
}

fn main() {}
