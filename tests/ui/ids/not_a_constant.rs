use netlink_runtime::NetlinkMessage;

fn next() -> u16 {
    2
}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = next())]
    index: u32,
    #[netlink(id = "3")]
    mtu: u32,
    #[netlink(id = 1.5)]
    port: u16,
}

fn main() {}
