//! The runtime goes by another name, as where a crate re-exports it.
extern crate netlink_runtime as nl;

mod vendored {
    pub(crate) mod inner {
        pub(crate) use nl::*;
    }
}

use nl::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

// The usual name means something else here.
mod netlink_runtime {}

#[derive(Clone, Copy, NetlinkEnum)]
#[netlink(crate = nl)]
#[repr(u8)]
enum Mode {
    One = 1,
    #[netlink(other)]
    Other(u8),
}

#[derive(Clone, Copy, NetlinkStruct)]
#[netlink(crate = crate::vendored::inner)]
struct Pair {
    first: u16,
    second: u16,
}

#[derive(NetlinkMessage)]
#[netlink(crate = "nl", family = "demo", cmd = 1)]
struct Device {
    #[netlink(id = 1)]
    mode: Mode,
    #[netlink(id = 2)]
    pair: Pair,
}

#[derive(NetlinkMessage)]
#[netlink(crate = nl, family = "demo", requests, notifications = Events)]
enum Requests {
    Device(Device),
}

#[derive(NetlinkMessage)]
#[netlink(crate = nl, family = "demo")]
enum Events {
    #[netlink(cmd = 1, group = "all")]
    Link(Link),
}

#[derive(NetlinkMessage)]
#[netlink(crate = nl, sub_message)]
enum Data {
    #[netlink(format = "pair")]
    Pair(Pair),
}

#[derive(NetlinkMessage)]
#[netlink(crate = nl)]
struct Link {
    #[netlink(id = 1, min_len = 1)]
    kind: Option<String>,
    #[netlink(id = 2, selector = kind)]
    data: Data,
    #[netlink(id = 3, display = hex)]
    mask: u32,
    #[netlink(id = 4, pad)]
    _pad: (),
}

fn main() {}
