use netlink_runtime::NetlinkMessage;

mod codec {}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, be, le)]
    port: u16,
    #[netlink(id = 2, multi, indexed)]
    ports: Vec<u16>,
    #[netlink(id = 3, uint, be)]
    count: u64,
    #[netlink(id = 4, with = codec, be)]
    custom: u32,
    #[netlink(skip, id = 5)]
    cached: u32,
}

fn main() {}
