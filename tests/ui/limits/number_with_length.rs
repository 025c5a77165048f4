use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, max_len = 4)]
    mtu: u32,
    #[netlink(id = 2, min_len = 1, be)]
    port: Option<u16>,
}

fn main() {}
