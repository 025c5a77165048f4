use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1)]
struct Get {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests, notifications = Device)]
enum Requests {
    Get(Get),
}

fn main() {}
