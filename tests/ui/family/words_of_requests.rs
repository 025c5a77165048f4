use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
#[netlink(privileged)]
struct NoRequest {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, requests)]
struct Get {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, group = "all")]
struct Find {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", dump)]
enum Messages {
    #[netlink(cmd = 1, reply = Get)]
    Get(Get),
}

fn main() {}
