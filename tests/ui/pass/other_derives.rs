#![deny(warnings)]
#![allow(dead_code)]

use netlink_runtime::payload::{List, Nested, Unknown};
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

#[derive(Clone, Copy, Debug, Default, NetlinkMessage)]
struct View<'a> {
    #[netlink(id = 1)]
    nest: Option<Nested<'a, Inner>>,
    #[netlink(id = 2, multi)]
    list: List<'a, u32>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, NetlinkMessage)]
struct Inner {
    #[netlink(id = 1)]
    header: Header,
    #[netlink(id = 2, default)]
    mode: Mode,
    #[netlink(id = 3)]
    flag: bool,
    #[netlink(skip)]
    cached: Option<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, NetlinkStruct)]
#[repr(C)]
struct Header {
    family: u8,
    pad: [u8; 3],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, NetlinkEnum)]
#[repr(i64)]
#[non_exhaustive]
enum Mode {
    #[default]
    Off = -1,
    On = i64::MAX,
}

fn main() {
    let view = View { list: List::new(&[1, 2]), ..View::default() };
    assert_eq!(view.list.to_vec().unwrap(), [1, 2]);
}
