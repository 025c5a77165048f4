use netlink_runtime::NetlinkMessage;

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    index: u32,
    mtu: Option<u32>,
    #[netlink(be)]
    port: Option<u16>,
}

fn main() {
    // Nothing follows from the mistakes: the struct is a message all the same.
    fn needs<T: for<'a> netlink_runtime::payload::Decode<'a> + netlink_runtime::payload::Encode>() {}
    needs::<Device>();
}
