use netlink_runtime::NetlinkMessage;
use netlink_runtime::bstr::BStr;

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(id = 1)]
    name: Option<&'a BStr>,
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = Device)]
struct GetDevice {}

fn main() {}
