use netlink_runtime::NetlinkMessage;

const INDEX: u16 = 1;
const PORT: i32 = 1;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = INDEX)]
    index: u32,
    #[netlink(id = PORT)]
    port: Option<u16>,
    #[netlink(id = 2)]
    mtu: Option<u32>,
    #[netlink(id = INDEX + 1)]
    name: Option<String>,
}

fn main() {}
