use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
#[netlink(famly = "demo", cmd = 1)]
struct Device<T> {
    #[netlink(id = 1, be)]
    byte: u8,
    #[netlink(id = 1)]
    again: u32,
    no_id: u32,
    #[netlink(id = 2)]
    list: Vec<u16>,
    #[netlink(id = 3, selector = nothing)]
    data: Option<T>,
    #[netlink(id = 4, min = 1)]
    flag: bool,
    #[netlink(id = 5, flag)]
    foreign: u32,
}

fn main() {}
