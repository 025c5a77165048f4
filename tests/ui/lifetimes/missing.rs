use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    name: Option<&str>,
}

fn main() {}
