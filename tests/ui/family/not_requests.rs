use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests)]
enum Requests {
    Device(Device),
}

fn main() {}
