use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
#[netlink(family = demo, version = "1", cmd = 256)]
struct Device {
    #[netlink(id)]
    index: u32,
    #[netlink(id = 2, be = true)]
    port: u16,
    #[netlink(id(3))]
    mtu: u32,
    #[netlink(id = 4 be)]
    words: u16,
    #[netlink(id = 5, rename = mtu)]
    name: u32,
    #[netlink(id = 6, with = 5)]
    custom: u32,
    #[netlink(id = )]
    nothing: u32,
    #[netlink(7)]
    number: u32,
    #[netlink]
    bare: u32,
    #[netlink = "8"]
    text: u32,
    #[netlink(id = 9, as = bool)]
    boolean: u32,
}

fn main() {}
