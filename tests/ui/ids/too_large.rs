use netlink_runtime::NetlinkMessage;

const LARGE: u32 = 0x1_0001;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 0x4000)]
    index: u32,
    #[netlink(id = 99999999999)]
    mtu: u32,
    #[netlink(id = -1)]
    port: u16,
    #[netlink(id = 0x3fff)]
    last: u32,
}

#[derive(NetlinkMessage)]
struct Other {
    #[netlink(id = LARGE)]
    index: u32,
}

fn main() {}
