use netlink_runtime::NetlinkMessage;
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

#[derive(NetlinkMessage)]
struct Slip<'a> {
    #[netlink(id = 1)]
    kind: &'a str,
    #[netlink(id = 2, selector = knid)]
    data: Option<SubMessage<'a, Data>>,
}

#[derive(NetlinkMessage)]
struct Elsewhere<'a> {
    #[netlink(id = 2, selector = kind)]
    data: Option<SubMessage<'a, Data>>,
}

#[derive(NetlinkMessage)]
struct Skipped {
    #[netlink(skip)]
    kind: String,
    #[netlink(id = 2, selector = kind)]
    data: Data,
}

fn main() {}
