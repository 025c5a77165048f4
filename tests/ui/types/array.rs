use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1)]
    address: [u8; 6],
    #[netlink(id = 2)]
    counters: [bool; 4],
    #[netlink(id = 3)]
    ports: Option<&'a [u16]>,
    #[netlink(id = 4, packed)]
    words: [u16; 2],
    #[netlink(id = 5)]
    slice: [u8],
}

fn main() {}
