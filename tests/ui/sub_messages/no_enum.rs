use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::Nested;

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
    #[netlink(id = 2, selector = kind)]
    number: u32,
    #[netlink(id = 3, selector = kind)]
    bytes: &'a [u8],
    #[netlink(id = 4, selector = kind)]
    nest: Option<Nested<'a, Vlan>>,
    #[netlink(id = 5, selector = kind)]
    list: Vec<Data>,
}

#[derive(NetlinkMessage)]
struct ByTheCompiler {
    #[netlink(id = 1)]
    kind: String,
    #[netlink(id = 2, selector = kind)]
    data: Option<Vlan>,
}

fn main() {}
