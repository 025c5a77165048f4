use netlink_runtime::NetlinkMessage;

const MOST: &str = "3";

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, max = MOST)]
    level: i32,
    #[netlink(id = 2, max = MISSING)]
    other: i32,
    #[netlink(id = 3, max_len = -1)]
    name: String,
}

fn main() {}
