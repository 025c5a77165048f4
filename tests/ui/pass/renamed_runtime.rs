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
#[netlink(crate = nl, family = "demo")]
enum Requests {
    #[netlink(cmd = 1)]
    Device(Device),
}

fn main() {}
