#![deny(warnings)]

use netlink_runtime::NetlinkMessage;
use netlink_runtime::bitflags::bitflags;
use netlink_runtime::payload::{Bits, Decode, List};

bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Access: u64 {
        const READ = 1;
    }
}

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1, bitflags)]
    one: Option<Access>,
    #[netlink(id = 2, bitflags, be, multi)]
    many: Vec<Access>,
    #[netlink(id = 3, multi)]
    borrowed: List<'a, Access, Bits>,
    #[netlink(id = 4, bitflags, mask = 1)]
    limited: Option<Access>,
}

fn main() {
    let device = Device::decode(&[]).unwrap();
    assert!(device.one.is_none() && device.many.is_empty() && device.borrowed.is_empty());
    assert_eq!(device.limited, None);
}
