use netlink_runtime::NetlinkEnum;

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u32)]
enum Mode {
    Off,
    On(u32),
    #[netlink(other)]
    Other(u16),
    #[netlink(other, rename = "rest")]
    Another(u32),
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u32)]
enum Generic<T> {
    One(T),
}

fn main() {}
