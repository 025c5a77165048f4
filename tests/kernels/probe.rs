//! Requests that one kernel knows and an older one does not.

use std::fs;

use netlink_runtime::probe::{Fault, Support};
use netlink_runtime::schema::Excess;
use netlink_runtime::{Netlink, NetlinkMessage, Single};

use crate::inside;

#[derive(NetlinkMessage)]
#[netlink(family = "ethtool", cmd = 16)]
struct SetRings {
    #[netlink(id = 6)]
    rx: Option<u32>,
    #[netlink(id = 17)]
    hds_thresh: Option<u32>,
}

#[derive(NetlinkMessage)]
#[netlink(family = "netdev", cmd = 14)]
struct SetNapi {
    #[netlink(id = 2)]
    id: u32,
}

#[derive(NetlinkMessage)]
#[netlink(family = "fou", cmd = 1)]
struct AddPort {
    #[netlink(id = 1, be)]
    port: u16,
    #[netlink(id = 3)]
    protocol: u8,
}

#[derive(NetlinkMessage)]
#[netlink(family = "wireguard", cmd = 0, dump, reply = ())]
struct GetDevice {
    #[netlink(id = 1)]
    ifindex: u32,
}

#[derive(NetlinkMessage)]
#[netlink(family = "wireguard", cmd = 1)]
struct SetDevice {
    #[netlink(id = 1)]
    ifindex: u32,
    #[netlink(id = 8, indexed)]
    peers: Vec<Peer>,
}

#[derive(NetlinkMessage)]
struct Peer {
    #[netlink(id = 1)]
    public_key: [u8; 32],
    #[netlink(id = 9, indexed)]
    allowed: Vec<Allowed>,
}

#[derive(NetlinkMessage)]
struct Allowed {
    #[netlink(id = 3)]
    mask: u8,
    #[netlink(id = 4)]
    flags: Option<u32>,
}

/// A handle, and whether the kernel is the newer one, inside.
fn handle() -> Option<(Netlink, bool)> {
    inside().then(|| {
        let release = fs::read_to_string("/proc/sys/kernel/osrelease").expect("there is proc");
        (Netlink::new(), !release.starts_with("6."))
    })
}

/// The paths that a kernel does not know, and those that it does not judge.
fn paths<R: Single>(netlink: &mut Netlink, request: &R) -> (Vec<String>, Vec<String>) {
    let support = netlink.probe(request).unwrap();
    assert!(matches!(support, Support::Judged { .. }), "{support}");
    let unjudged = support.unjudged().iter().map(ToString::to_string).collect();
    (support.unknown().map(ToString::to_string).collect(), unjudged)
}

#[test]
fn an_attribute_is_known_since_it_was_added() {
    let Some((mut netlink, newer)) = handle() else { return };
    let rings = SetRings { rx: Some(1), hds_thresh: Some(0) };
    let unknown = if newer { vec![] } else { vec!["set-rings.hds-thresh".to_owned()] };
    assert_eq!(paths(&mut netlink, &rings), (unknown, vec![]));
}

#[test]
fn an_operation_is_known_since_it_was_added() {
    let Some((mut netlink, newer)) = handle() else { return };
    let support = netlink.probe(&SetNapi { id: 1 }).unwrap();
    assert_eq!(support.is_supported(), Some(newer), "{support}");
    assert_eq!(support == Support::NoOperation, !newer, "{support}");
}

/// The newer kernel states what is in a peer, the older one only that there are peers.
#[test]
fn peers_are_judged_where_the_kernel_states_what_they_hold() {
    let Some((mut netlink, newer)) = handle() else { return };
    let allowed = vec![Allowed { mask: 8, flags: Some(0x81) }];
    let peers = [vec![], allowed].map(|allowed| Peer { public_key: [1; 32], allowed });
    let set = SetDevice { ifindex: 1, peers: peers.into() };
    if !newer {
        let unjudged = vec!["set-device.peers".to_owned()];
        return assert_eq!(paths(&mut netlink, &set), (vec![], unjudged));
    }
    let support = netlink.probe(&set).unwrap();
    let [objection] = support.objections() else { panic!("one objection: {support}") };
    assert_eq!(objection.path.to_string(), "set-device.peers[1].allowed[0].flags");
    assert_eq!(objection.fault, Fault::Beyond(Excess::Bits { bits: 0x80, mask: 1 }));
    let error = netlink.request(&set).unwrap_err();
    assert_eq!(error.kernel().unwrap().path(), Some(&objection.path), "{error}");
}

/// The newer kernel has the type `NLA_BE16` for ports, which it cannot state.
#[test]
fn big_endian_numbers_are_not_judged() {
    let Some((mut netlink, newer)) = handle() else { return };
    let unjudged = if newer { vec!["add-port.port".to_owned()] } else { vec![] };
    let add = AddPort { port: 5555, protocol: 4 };
    assert_eq!(paths(&mut netlink, &add), (vec![], unjudged));
}

#[test]
fn what_is_only_dumped_is_judged_too() {
    let Some((mut netlink, _)) = handle() else { return };
    let support = netlink.probe_dump(&GetDevice { ifindex: 1 }).unwrap();
    assert_eq!(support.is_supported(), Some(true), "{support}");
}
