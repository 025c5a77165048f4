use netlink_runtime::{NetlinkEnum, NetlinkStruct};

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Closed {
    One,
}

#[derive(Clone, Copy, NetlinkStruct)]
struct Told<'a> {
    up: bool,
    name: &'a str,
    ports: [bool; 2],
    mtu: Option<u32>,
    #[netlink(pad)]
    filler: u16,
    #[netlink(id = 1)]
    index: u32,
}

#[derive(Clone, Copy, NetlinkStruct)]
struct ByTheCompiler {
    closed: Closed,
}

fn main() {}
