//! A struct that is no request cannot be sent, and the message says what makes it one.
use netlink_runtime::{Netlink, NetlinkMessage};

#[derive(NetlinkMessage)]
struct Device {}

fn main() {
    let mut netlink = Netlink::new();
    let _ = netlink.request(&Device {});
}
