use netlink_runtime::{NetlinkEnum, NetlinkStruct};

#[derive(Clone, Copy, NetlinkStruct)]
enum Mode {
    On,
}

#[derive(Clone, Copy, NetlinkEnum)]
struct Device {
    index: u32,
}

#[derive(Clone, Copy, NetlinkStruct)]
union Either {
    one: u32,
    two: u16,
}

fn main() {}
