use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::List;

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1)]
    bytes: Vec<u8>,
    #[netlink(id = 2)]
    ports: Vec<u16>,
    #[netlink(id = 3)]
    names: Option<Vec<String>>,
    #[netlink(id = 4)]
    borrowed: List<'a, u32>,
    #[netlink(id = 5, multi)]
    lists: Vec<Vec<u32>>,
}

fn main() {}
