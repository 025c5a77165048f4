use netlink_runtime::NetlinkMessage;

const INDEX: u16 = 3;
mod other {
    pub const INDEX: i32 = 3;
}

#[derive(NetlinkMessage)]
struct LiteralFirst {
    #[netlink(id = 3)]
    one: u32,
    #[netlink(id = INDEX)]
    two: u32,
}

#[derive(NetlinkMessage)]
struct Computed {
    #[netlink(id = INDEX)]
    one: u32,
    #[netlink(id = other::INDEX)]
    two: u32,
    #[netlink(id = 1 + 2)]
    three: u32,
}

fn main() {}
