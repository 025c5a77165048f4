//! What is asked of the family `lockd`.

use netlink_families::lockd::{ServerGet, ServerSet};
use netlink_runtime::{Errno, Netlink};

use crate::{inside, whole};

#[test]
fn settings_are_those_that_were_set() {
    if !inside() {
        return;
    }
    let mut netlink = Netlink::new();
    let before = whole::asked(&mut netlink, &ServerGet::default());
    assert_ne!(before.get().unwrap().gracetime, Some(33));
    let (gracetime, tcp_port, udp_port) = (Some(33), Some(4001), Some(4002));
    netlink.request(&ServerSet { gracetime, tcp_port, udp_port, ..ServerSet::default() }).unwrap();
    let after = whole::asked(&mut netlink, &ServerGet::default());
    let after = after.get().unwrap();
    assert_eq!((after.gracetime, after.tcp_port, after.udp_port), (gracetime, tcp_port, udp_port));

    let error = netlink.request(&ServerSet::default()).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
}
