#![deny(warnings)]
#![allow(dead_code)]

use netlink_runtime::{MessageSet, NetlinkMessage};

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = Device<'_>, reply_cmd = 3)]
struct Get<'a> {
    #[netlink(id = 1)]
    name: &'a str,
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = Device<'_>, dump)]
struct List {}

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1)]
    name: &'a str,
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests, notifications = Events<'_>)]
enum Requests<'a> {
    Get(Get<'a>),
    #[netlink(cmd = 1, dump)]
    List(List),
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo")]
enum Events<'a> {
    #[netlink(cmd = 4, group = "monitor")]
    Added(Device<'a>),
    #[netlink(cmd = 5, group = "monitor", rename = "gone")]
    Removed(Box<Device<'a>>),
    #[netlink(cmd = 6)]
    Nothing(Empty),
}

#[derive(NetlinkMessage)]
struct Empty {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests)]
enum NoRequests {}

#[derive(NetlinkMessage)]
#[netlink(protocol = route)]
enum All<'a> {
    #[netlink(other)]
    Other(u16, &'a [u8]),
}

fn main() {
    let operations = <Requests as MessageSet>::FAMILY.operations;
    let names: Vec<_> = operations.iter().map(|operation| operation.name).collect();
    assert_eq!(names, ["get", "list", "added", "gone", "nothing"]);
}
