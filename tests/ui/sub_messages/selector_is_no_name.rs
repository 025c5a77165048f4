use netlink_runtime::NetlinkMessage;

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

mod fields {}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    kind: String,
    #[netlink(id = 2, selector = 5)]
    number: Data,
    #[netlink(id = 3, selector = fields::kind)]
    path: Data,
    #[netlink(id = 4, selector)]
    nothing: Data,
    #[netlink(id = 5, selector = "kind")]
    around: Data,
}

fn main() {}
