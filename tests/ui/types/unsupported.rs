use netlink_runtime::NetlinkMessage;
use std::collections::HashMap;

#[derive(NetlinkMessage)]
struct Told {
    #[netlink(id = 1)]
    size: usize,
    #[netlink(id = 2)]
    ratio: Option<f32>,
    #[netlink(id = 3)]
    letter: char,
    #[netlink(id = 4)]
    pair: (u8, u8),
    #[netlink(id = 5)]
    pointer: *const u8,
    #[netlink(id = 6)]
    twice: Option<Option<u8>>,
    #[netlink(id = 7)]
    text: str,
}

#[derive(NetlinkMessage)]
struct ByTheCompiler {
    #[netlink(id = 1)]
    map: Option<HashMap<u8, u8>>,
}

fn main() {}
