use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    index: u32,
    #[netlink(id = 2)]
    mtu: Option<u32>,
    #[netlink(id = 0x1)]
    port: Option<u16>,
    #[netlink(id = 2)]
    name: Option<String>,
}

fn main() {}
