use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {}

#[derive(NetlinkMessage)]
enum NoFamily {
    #[netlink(cmd = 1)]
    Device(Device),
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo")]
enum Events {
    #[netlink(cmd = 1)]
    One(Device),
    #[netlink(cmd = 1)]
    Two(Device),
    #[netlink(cmd = 1, dump)]
    Dump(Device),
    #[netlink(cmd = 2)]
    Unit,
    #[netlink(cmd = 3)]
    Pair(Device, Device),
    NoCommand(Device),
    #[netlink(ty = 20)]
    Type(Device),
    #[netlink(other)]
    Other(u16),
}

const ADD: u8 = 7;
const DELETE: u8 = 7;

#[derive(NetlinkMessage)]
#[netlink(family = "demo")]
enum Constants {
    #[netlink(cmd = ADD)]
    Add(Device),
    #[netlink(cmd = DELETE)]
    Delete(Device),
}

fn main() {}
