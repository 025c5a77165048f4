use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::{Decode, Encode};

#[derive(NetlinkMessage)]
struct Device<T> {
    #[netlink(id = 1)]
    value: T,
}

#[derive(NetlinkMessage)]
struct Borrowed<'a, T: Decode<'a> + Encode> {
    #[netlink(id = 1)]
    value: T,
    #[netlink(id = 2)]
    name: &'a [u8],
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1)]
struct Get<T: Encode + for<'de> Decode<'de>, const N: usize> {
    #[netlink(id = 1)]
    value: T,
    #[netlink(id = 2)]
    bytes: [u8; N],
}

fn main() {}
