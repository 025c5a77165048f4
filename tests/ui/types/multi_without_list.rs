use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::List;

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1, multi)]
    port: u16,
    #[netlink(id = 2, multi)]
    ports: Option<Vec<u16>>,
    #[netlink(id = 3, indexed)]
    address: [u8; 6],
    #[netlink(id = 4, packed)]
    words: List<'a, u16>,
    #[netlink(id = 5, multi, be)]
    borrowed: List<'a, u16>,
}

fn main() {}
