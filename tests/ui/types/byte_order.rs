use netlink_runtime::payload::{Bitfield32, Nested};
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Small {
    One = 1,
}

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1, be)]
    byte: u8,
    #[netlink(id = 2, le)]
    name: Option<&'a str>,
    #[netlink(id = 3, be)]
    bytes: [u8; 4],
    #[netlink(id = 4, be)]
    selected: Bitfield32,
    #[netlink(id = 5, le)]
    nest: Nested<'a, Inner>,
    #[netlink(id = 6, uint)]
    narrow: u32,
    #[netlink(id = 7, sint)]
    unsigned: u64,
}

#[derive(NetlinkMessage)]
struct Inner {}

#[derive(NetlinkMessage)]
struct ByTheCompiler {
    #[netlink(id = 1, be)]
    small: Small,
}

#[derive(Clone, Copy, NetlinkStruct)]
struct Header {
    #[netlink(be)]
    family: u8,
    #[netlink(le)]
    bytes: [u8; 3],
}

fn main() {}
