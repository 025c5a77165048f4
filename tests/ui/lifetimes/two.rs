use netlink_runtime::NetlinkMessage;
use netlink_runtime::bstr::BStr;

#[derive(NetlinkMessage)]
struct Device<'a, 'b> {
    #[netlink(id = 1)]
    name: Option<&'a BStr>,
    #[netlink(id = 2)]
    alias: Option<&'b BStr>,
}

fn main() {}
