use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    up: bool,
    #[netlink(id = 2)]
    running: Option<bool>,
    #[netlink(id = 3, be)]
    loopback: bool,
    #[netlink(id = 4, flag)]
    index: u32,
    #[netlink(id = 5, default)]
    promiscuous: bool,
}

fn main() {}
