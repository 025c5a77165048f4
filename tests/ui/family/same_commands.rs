use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 2)]
struct Get {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 2)]
struct Find {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests)]
enum Requests {
    Get(Get),
    Find(Find),
}

fn main() {}
