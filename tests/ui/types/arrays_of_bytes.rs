use netlink_runtime::{NetlinkMessage, NetlinkStruct};

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, be)]
    bytes: [u8; 4],
    #[netlink(id = 2, be)]
    deep: [[u8; 2]; 2],
    #[netlink(id = 3, be)]
    right: [u16; 4],
}

#[derive(Clone, Copy, NetlinkStruct)]
struct Header {
    #[netlink(le)]
    bytes: [i8; 2],
    #[netlink(le)]
    right: [[i16; 2]; 2],
}

fn main() {}
