use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1, max = 15)]
    name: &'a str,
    #[netlink(id = 2, mask = 3)]
    bytes: Option<[u8; 4]>,
}

fn main() {}
