use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1, min = "one")]
    text: u32,
    #[netlink(id = 2, max = 1.5)]
    fraction: u32,
    #[netlink(id = 3, mask = true)]
    truth: u32,
    #[netlink(id = 4, max_len)]
    nothing: String,
}

fn main() {}
