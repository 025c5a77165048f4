use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Endless {
    #[netlink(id = 1)]
    inner: Option<Endless>,
}

fn main() {}
