//! Items of all shapes that are right: where clauses, lifetimes of any name, documentation,
//! recursion, types from macros.
#![deny(warnings)]
#![allow(dead_code)]

use netlink_runtime::bstr::{BStr, BString};
use netlink_runtime::payload::{
    Array, BigEndian, Bitfield32, HardwareAddress, List, Nested, TypeValues, Unknown, View,
};
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

/// A set of attributes.
#[derive(NetlinkMessage, Clone, Debug)]
pub struct Everything<'message>
where
    'message: 'message,
{
    /// The name.
    #[netlink(id = 1, rename = "ifname")]
    pub name: &'message BStr,
    #[netlink(id = 2)]
    owned: Option<BString>,
    #[netlink(id = 3)]
    address: Option<HardwareAddress<'message>>,
    #[netlink(id = 4)]
    selected: Option<Bitfield32>,
    #[netlink(id = 5)]
    nest: Option<Nested<'message, Everything<'message>>>,
    #[netlink(id = 6)]
    child: Option<Box<Self>>,
    #[netlink(id = 7, multi)]
    children: Vec<Everything<'message>>,
    #[netlink(id = 8, indexed)]
    siblings: Option<List<'message, Self>>,
    #[netlink(id = 9)]
    ports: Option<Array<'message, u16, BigEndian>>,
    #[netlink(id = 10, packed, le)]
    counters: Option<Vec<u64>>,
    #[netlink(id = 11)]
    policies: Option<TypeValues<'message, u32, 2>>,
    #[netlink(id = 12, multi)]
    addresses: Vec<std::net::IpAddr>,
    #[netlink(unknown)]
    rest: Unknown<'message>,
}

#[derive(NetlinkMessage)]
struct Empty {}

macro_rules! device {
    ($name:ident, $ty:ty, $id:expr, $lifetime:lifetime) => {
        #[derive(NetlinkMessage)]
        struct $name<$lifetime> {
            #[netlink(id = $id)]
            value: $ty,
            #[netlink(id = 9)]
            flag: bool,
            #[netlink(unknown)]
            rest: Unknown<$lifetime>,
        }
    };
}
device!(FromMacro, Option<u32>, 3, 'x);

macro_rules! values {
    ($name:ident: $repr:ident { $($variant:ident = $value:expr,)* } $field:ident: $ty:ty) => {
        #[derive(Clone, Copy, NetlinkEnum)]
        #[repr($repr)]
        enum $name {
            $($variant = $value,)*
            #[netlink(other)]
            Other($repr),
        }

        #[derive(Clone, Copy, NetlinkStruct)]
        struct Fixed {
            $field: $ty,
            #[netlink(be)]
            mode: $name,
        }

        #[derive(NetlinkMessage)]
        #[netlink(family = "demo", cmd = 1, reply = Empty)]
        struct Message {
            #[netlink(id = 1)]
            $field: Option<$ty>,
            #[netlink(id = 2, be)]
            mode: $name,
            #[netlink(id = 3, multi)]
            all: Vec<$ty>,
        }
    };
}
values!(Choice: u32 { One = 1, Two = 2, } index: u32);

mod ids {
    pub(crate) const INDEX: i32 = 1;
    pub(crate) const MTU: u8 = 2;
}

#[derive(NetlinkMessage)]
struct Constants {
    #[netlink(id = ids::INDEX)]
    index: Option<u32>,
    #[netlink(id = ids::MTU)]
    mtu: Option<u32>,
    #[netlink(id = ids::INDEX + 2)]
    third: Option<u32>,
    #[netlink(id = 0, zero)]
    zero: Option<u32>,
}

const BASE: u32 = 40;

#[derive(NetlinkEnum, Clone, Copy)]
#[repr(u32)]
#[non_exhaustive]
enum Mode {
    First = BASE,
    Second,
    #[netlink(other)]
    Other(u32),
}

#[derive(NetlinkStruct, Clone, Copy)]
#[netlink(packed, name = "odd_struct")]
struct Odd {
    byte: u8,
    #[netlink(be)]
    word: u32,
    inner: Inner,
    mode: Mode,
}

#[derive(NetlinkStruct, Clone, Copy)]
struct Inner {
    #[netlink(le)]
    half: u16,
    bytes: [u8; 6],
}

/// A struct without a lifetime stands for itself.
fn is_view<T: for<'a> View<At<'a> = T>>() {}

fn main() {
    is_view::<Constants>();
    let _ = FromMacro { value: None, flag: true, rest: Unknown::default() };
}
