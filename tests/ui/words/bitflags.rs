use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Told {
    #[netlink(id = 1, bitflags)]
    number: u32,
    #[netlink(id = 2, bitflags)]
    text: String,
    #[netlink(id = 3, bitflags, as = u16)]
    narrow: Access,
    #[netlink(id = 4, bitflags = u32)]
    value: Access,
}

struct Access;

fn main() {}
