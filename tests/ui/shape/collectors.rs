use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::Unknown;

#[derive(NetlinkMessage)]
struct Device<'a> {
    #[netlink(unknown)]
    rest: Unknown<'a>,
    #[netlink(unknown)]
    more: Unknown<'a>,
    #[netlink(unknown)]
    bytes: &'a [u8],
    #[netlink(id = 1)]
    plain: Unknown<'a>,
    #[netlink(unknown, id = 2)]
    both: Unknown<'a>,
}

fn main() {}
