use netlink_runtime::{NetlinkMessage, NetlinkStruct};

#[derive(Clone, Copy, NetlinkStruct)]
struct Header {
    index: u32,
}

#[derive(NetlinkMessage)]
struct Two {
    #[netlink(header)]
    first: Header,
    #[netlink(header)]
    second: Header,
}

#[derive(NetlinkMessage)]
struct Late {
    #[netlink(id = 1)]
    mtu: u32,
    #[netlink(header)]
    header: Header,
}

#[derive(NetlinkMessage)]
struct Optional {
    #[netlink(header)]
    header: Option<Header>,
}

#[derive(NetlinkMessage)]
struct NoStruct {
    #[netlink(header)]
    header: String,
}

fn main() {}
