use netlink_runtime::NetlinkEnum;

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
enum Mode {
    Off = 1,
    Wide = 256,
}

fn main() {}
