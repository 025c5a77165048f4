use netlink_runtime::{NetlinkEnum, NetlinkMessage};

#[derive(Clone, Copy, NetlinkEnum)]
enum Mode {
    Off,
    On,
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(C)]
enum Other {
    Off,
    On,
}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    mode: Option<Mode>,
}

fn main() {}
