use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, default)]
    index: u32,
    #[netlink(id = 2, default)]
    mtu: Option<u32>,
    #[netlink(id = 3, multi, default)]
    ports: Vec<u16>,
    #[netlink(id = 4, required)]
    name: String,
}

fn main() {}
