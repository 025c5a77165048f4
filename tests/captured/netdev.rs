//! A device of netdev.

use netlink_families::netdev::{Dev, FAMILY, Response, XdpAct, XdpRxMetadata, XskFlags};
use netlink_runtime::MessageSet;

use super::{load_one, split};
use crate::agreement::agree;

#[test]
fn the_loopback_device_is_read() {
    let message = load_one("netdev_dev_get_reply", &FAMILY);
    let (header, generic, body) = split(&message);
    let dev: Dev<'_> = agree(body);
    assert_eq!((dev.ifindex, dev.xdp_features), (Some(1), Some(XdpAct::empty())));
    assert_eq!(dev.xdp_zc_max_segs, None, "only zero-copy devices have it");
    assert_eq!(dev.xdp_rx_metadata_features, Some(XdpRxMetadata::empty()));
    assert_eq!(dev.xsk_features, Some(XskFlags::empty()));
    let text = "dev { ifindex: 1, xdp-features: 0x0, xdp-rx-metadata-features: 0x0, \
                xsk-features: 0x0 }";
    assert_eq!(format!("{dev:?}"), text);
    let response = Response::decode(generic.command.into(), header.flags, body).unwrap();
    assert!(matches!(response, Response::DevGet(_)));
}
