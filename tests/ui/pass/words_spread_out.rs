#![deny(warnings)]
#![allow(dead_code)]

use netlink_runtime::NetlinkMessage;

const CMD: u8 = 1;
const FLAGS: u32 = 0x100;

#[derive(NetlinkMessage)]
#[netlink(family = "demo",)]
#[netlink(cmd = CMD)]
#[netlink()]
#[netlink(version = (2), flags = FLAGS as u16 | 0x200, privileged)]
#[netlink(name = "any name")]
struct Get {
    /// Documentation.
    #[netlink(id = 0x1)]
    #[netlink(be,)]
    #[allow(unused)]
    port: u16,
    #[netlink(rename = "x", id = 0b10)]
    #[netlink(secret, max_len = 4)]
    key: Option<[u8; 4]>,
    #[cfg(any())]
    #[netlink(id = 2)]
    never: NoSuchType,
    #[netlink(id = 3_u16)]
    suffixed: Option<u8>,
    #[netlink(id = u8::MAX)]
    associated: Option<u8>,
    #[netlink(id = Ids::Last as u16)]
    discriminant: Option<u8>,
    #[netlink(id = 0x3fff & !0xff, min = -1, max = i32::MAX)]
    computed: Option<i32>,
}

enum Ids {
    Last = 77,
}

fn main() {}
