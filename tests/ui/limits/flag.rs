use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, min = 1)]
    up: bool,
    #[netlink(id = 2, max_len = 4)]
    down: bool,
}

fn main() {}
