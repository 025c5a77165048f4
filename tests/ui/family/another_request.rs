use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
#[netlink(family = "other", cmd = 1)]
struct Other {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 2)]
struct Get {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 3, dump, reply = Get)]
struct List {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests)]
enum Requests {
    Other(Other),
    #[netlink(cmd = 7)]
    Get(Get),
    List(List),
}

fn main() {}
