use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device<T> {
    #[netlink(id = 1)]
    value: T,
}

#[derive(NetlinkMessage)]
struct Address<const N: usize> {
    #[netlink(id = 1)]
    bytes: [u8; N],
}

fn main() {}
