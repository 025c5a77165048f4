use netlink_runtime::NetlinkMessage;

fn next() -> u16 {
    2
}

#[derive(NetlinkMessage)]
struct Absent {
    #[netlink(id = ABSENT)]
    index: u32,
}

#[derive(NetlinkMessage)]
struct Function {
    #[netlink(id = next)]
    index: u32,
}

fn main() {}
