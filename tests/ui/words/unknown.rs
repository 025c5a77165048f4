use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

#[derive(NetlinkMessage)]
#[netlink(famliy = "demo", cmd = 1)]
struct Device {
    #[netlink(ids = 1)]
    index: u32,
    #[netlink(id = 2, mutli)]
    ports: Vec<u16>,
    #[netlink(id = 3, optional)]
    mtu: u32,
    #[netlink(id = 4, colour)]
    name: String,
    #[netlink(id = 5, version = 1)]
    address: u32,
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Mode {
    #[netlink(id = 1)]
    On,
}

#[derive(Clone, Copy, NetlinkStruct)]
#[netlink(pakced)]
struct Header {
    family: u8,
}

fn main() {}
