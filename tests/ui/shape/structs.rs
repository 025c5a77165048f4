use netlink_runtime::{NetlinkMessage, NetlinkStruct};

#[derive(NetlinkMessage)]
struct Tuple(u32, u16);

#[derive(NetlinkMessage)]
struct Unit;

#[derive(Clone, Copy, NetlinkStruct)]
struct Header(u32);

#[derive(NetlinkMessage)]
union Either {
    one: u32,
    two: u16,
}

fn main() {}
