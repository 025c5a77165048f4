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
struct Device<'a> {
    #[netlink(id = 1)]
    kind: &'a str,
    #[netlink(id = 2)]
    data: Option<SubMessage<'a, Data>>,
    #[netlink(id = 3)]
    owned: Option<Data>,
}

fn main() {}
