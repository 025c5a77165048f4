use netlink_runtime::{NetlinkEnum, NetlinkMessage};
use netlink_runtime::payload::SubMessage;

#[derive(Clone, NetlinkMessage)]
struct Vlan {
    #[netlink(id = 1)]
    id: u16,
}

#[derive(Clone, NetlinkMessage)]
#[netlink(sub_message)]
enum Data {
    #[netlink(format = "vlan")]
    Vlan(Vlan),
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u32)]
enum Kind {
    Vxlan,
    Bridge,
}

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1)]
    kind: Option<Kind>,
    #[netlink(id = 2, selector = kind)]
    data: Option<SubMessage<'a, Data>>,
}

fn main() {}
