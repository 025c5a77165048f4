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

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    kind: String,
    #[netlink(id = 2, selector = kind, be)]
    ordered: Data,
    #[netlink(id = 3, selector = kind, multi)]
    many: Vec<Data>,
    #[netlink(id = 4, selector = kind, max = 3)]
    limited: Data,
    #[netlink(id = 5, selector = kind, display = hex)]
    shown: Data,
    #[netlink(skip, selector = kind)]
    skipped: Option<Vlan>,
}

fn main() {}
