//! What is asked of the family `net-shaper`, about simulated devices.

use netlink_families::net_shaper::{
    CapGet, CapGetDump, Delete, Get, GetDump, Group, Handle, LeafInfo, Metric, NetShaper, Scope,
    Set,
};
use netlink_runtime::payload::{List, Nested};
use netlink_runtime::{Errno, Netlink};

use crate::netdevsim::Netdevsim;
use crate::{index, inside, whole};

/// A handle, a device and the index of its interface, inside.
fn device(id: u8) -> Option<(Netlink, Netdevsim, Option<u32>)> {
    inside().then(|| {
        let device = Netdevsim::new(id, 1);
        let ifindex = Some(index(&device.interfaces[0]));
        (Netlink::new(), device, ifindex)
    })
}

fn handle(scope: Scope, id: u32) -> Handle<'static> {
    Handle { scope: Some(scope), id: Some(id), ..Handle::default() }
}

#[test]
fn a_shaper_of_a_queue_comes_back_as_it_was_set() {
    let Some((mut netlink, _device, ifindex)) = device(1) else { return };
    let queue = handle(Scope::Queue, 0);
    let handle = Some(Nested::from(&queue));
    let set = Set {
        ifindex,
        handle,
        metric: Some(Metric::Bps),
        bw_min: Some(1_000),
        bw_max: Some(1 << 40),
        burst: Some(2_000),
        ..Set::default()
    };
    netlink.request(&set).unwrap();
    let got = whole::asked(&mut netlink, &Get { ifindex, handle, ..Get::default() });
    whole::assert_within(&set, &got.get().unwrap());
    let all = whole::dumped(&mut netlink, &GetDump { ifindex, ..GetDump::default() });
    assert_eq!(all.len(), 1, "{all:?}");
    whole::assert_same(&all[0].get().unwrap(), &got.get().unwrap());

    netlink.request(&Delete { ifindex, handle, ..Delete::default() }).unwrap();
    let gone = netlink.request(&Get { ifindex, handle, ..Get::default() }).unwrap_err();
    assert_eq!(gone.errno(), Some(Errno::ENOENT), "{gone}");
}

#[test]
fn a_group_of_queues_gets_a_node() {
    let Some((mut netlink, _device, ifindex)) = device(2) else { return };
    let queue = handle(Scope::Queue, 0);
    let leaves =
        [LeafInfo { handle: Some(Nested::from(&queue)), weight: Some(3), ..LeafInfo::default() }];
    let (node, parent) = (Handle { id: None, ..handle(Scope::Node, 0) }, handle(Scope::Netdev, 0));
    let parent = Handle { id: None, ..parent };
    let group = Group {
        ifindex,
        parent: Some(Nested::from(&parent)),
        handle: Some(Nested::from(&node)),
        metric: Some(Metric::Bps),
        bw_max: Some(5_000_000),
        leaves: List::new(&leaves),
        ..Group::default()
    };
    let made = whole::asked(&mut netlink, &group);
    let made = made.get().unwrap().handle.expect("the node").get().unwrap();
    assert_eq!(made.scope, Some(Scope::Node), "{made:?}");
    let all = whole::dumped(&mut netlink, &GetDump { ifindex, ..GetDump::default() });
    let all: Vec<NetShaper<'_>> = all.iter().map(|one| one.get().unwrap()).collect();
    let scope = |one: &NetShaper<'_>| one.handle.unwrap().get().unwrap().scope;
    let leaf = all.iter().find(|one| scope(one) == Some(Scope::Queue)).expect("the leaf");
    whole::assert_same(&leaf.parent.unwrap().get().unwrap(), &made);
    assert_eq!(leaf.weight, Some(3), "{leaf:?}");
}

#[test]
fn what_can_be_shaped_is_told_by_scope() {
    let Some((mut netlink, _device, ifindex)) = device(3) else { return };
    let all = whole::dumped(&mut netlink, &CapGetDump { ifindex, ..CapGetDump::default() });
    let scopes: Vec<_> = all.iter().map(|one| one.get().unwrap().scope.unwrap()).collect();
    for scope in [Scope::Netdev, Scope::Queue, Scope::Node] {
        assert!(scopes.contains(&scope), "{all:?}");
    }
    let scope = Some(Scope::Node);
    let got = whole::asked(&mut netlink, &CapGet { ifindex, scope, ..CapGet::default() });
    let got = got.get().unwrap();
    assert!(got.support_nesting && got.support_metric_bps && got.support_bw_max, "{got:?}");
}
