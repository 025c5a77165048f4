use netlink_runtime::NetlinkStruct;

#[derive(Clone, Copy, NetlinkStruct)]
struct Between {
    family: u8,
    index: u32,
}

#[derive(Clone, Copy, NetlinkStruct)]
struct End {
    index: u32,
    family: u8,
}

#[derive(Clone, Copy, NetlinkStruct)]
#[netlink(packed)]
struct Packed {
    family: u8,
    index: u32,
}

fn main() {}
