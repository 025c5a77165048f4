use netlink_runtime::NetlinkMessage;

const UNSPEC: u16 = 0;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 0)]
    index: u32,
    #[netlink(id = 0, zero)]
    allowed: u32,
}

#[derive(NetlinkMessage)]
struct Other {
    #[netlink(id = UNSPEC)]
    index: u32,
}

fn main() {}
