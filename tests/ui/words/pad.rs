use netlink_runtime::NetlinkMessage;

const PAD: u16 = 2;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, pad)]
    bytes: [u8; 4],
    #[netlink(id = 2, pad, be)]
    ordered: (),
    #[netlink(pad)]
    nameless: (),
    #[netlink(id = 3)]
    unit: (),
    #[netlink(id = 4, pad = 3)]
    value: (),
}

#[derive(NetlinkMessage)]
struct Duplicate {
    #[netlink(id = 2)]
    index: u32,
    #[netlink(id = PAD, pad)]
    pad: (),
}

fn main() {}
