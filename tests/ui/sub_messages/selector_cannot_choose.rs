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
    flag: bool,
    #[netlink(id = 2, multi)]
    list: Vec<String>,
    #[netlink(id = 3, selector = flag)]
    by_flag: Data,
    #[netlink(id = 4, selector = list)]
    by_list: Data,
    #[netlink(id = 5, selector = itself)]
    itself: Option<Data>,
    #[netlink(id = 6, selector = by_flag)]
    by_another: Option<Data>,
}

fn main() {}
