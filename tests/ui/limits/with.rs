use netlink_runtime::NetlinkMessage;

mod codec {}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, with = codec, max = 3)]
    level: i32,
    #[netlink(id = 2, with = codec, display = hex)]
    shown: i32,
}

fn main() {}
