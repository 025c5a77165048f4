use netlink_runtime::NetlinkEnum;

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Duplicate {
    Off = 1,
    On = 1,
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Overflow {
    Last = 255,
    Beyond,
}

fn main() {}
