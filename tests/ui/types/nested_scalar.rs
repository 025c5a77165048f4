use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::Nested;

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1)]
    mtu: Nested<'a, u32>,
    #[netlink(id = 2)]
    name: Option<Nested<'a, String>>,
    #[netlink(id = 3, nested)]
    index: u32,
}

fn main() {}
