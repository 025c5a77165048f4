use netlink_runtime::NetlinkMessage;

const MOST: u8 = 3;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, min = 10, max = 2)]
    level: i32,
    #[netlink(id = 2, min_len = 4, max_len = MOST)]
    name: String,
}

fn main() {}
