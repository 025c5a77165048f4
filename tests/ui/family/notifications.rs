use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", notifications = Requests)]
enum Events {
    #[netlink(cmd = 1, group = "")]
    Nameless(Device),
    #[netlink(cmd = 2, group_id = 5)]
    Numbered(Device),
    #[netlink(cmd = 3, group = "all", group_id = 0)]
    Zero(Device),
    #[netlink(cmd = 4, group = 7)]
    Number(Device),
    #[netlink(other, group = "all")]
    Other(u16, Vec<u8>),
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1)]
struct Get {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests, notifications)]
enum Requests {
    #[netlink(group = "all", rename = "fetch")]
    Get(Get),
}

fn main() {}
