use netlink_runtime::NetlinkMessage;

struct Plain;

#[derive(NetlinkMessage)]
#[netlink(sub_message)]
enum Data {
    #[netlink(format = "plain")]
    Plain(Plain),
}

fn main() {}
