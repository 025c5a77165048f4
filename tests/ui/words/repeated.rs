use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1)]
#[netlink(family = "other")]
struct Device {
    #[netlink(id = 1, id = 2)]
    index: u32,
    #[netlink(id = 3, be)]
    #[netlink(be)]
    port: u16,
    #[netlink(id = 4, rename = "index")]
    other: u32,
}

fn main() {}
