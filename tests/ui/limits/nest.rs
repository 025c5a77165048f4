use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Inner {}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, max = 15)]
    inner: Inner,
    #[netlink(id = 2, max_len = 15, multi)]
    list: Vec<Inner>,
}

fn main() {}
