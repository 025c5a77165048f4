use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    name: Option<&'static str>,
    #[netlink(id = 2)]
    address: &'static [u8],
}

#[derive(NetlinkMessage)]
struct Number<'a> {
    #[netlink(id = 1)]
    index: &'a u32,
    #[netlink(id = 2)]
    bytes: &'a mut [u8],
}

fn main() {}
