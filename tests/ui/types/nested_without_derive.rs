use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::{List, Nested};

struct Stats {
    packets: u64,
}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    stats: Option<Stats>,
}

#[derive(NetlinkMessage)]
struct Lazy<'a> {
    #[netlink(id = 1)]
    stats: Option<Nested<'a, Stats>>,
    #[netlink(id = 2, multi)]
    all: List<'a, Stats>,
}

fn main() {}
