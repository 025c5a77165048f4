//! What is asked of the family `ovs_datapath`.

use netlink_families::ovs_datapath::{Del, Get, GetDump, New, OvsHeader, Set, UserFeatures};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Array;
use netlink_runtime::{Errno, Netlink};

use crate::ovs::{datapath, ifindex};
use crate::{inside, whole};

/// A handle, inside.
fn handle() -> Option<Netlink> {
    inside().then(Netlink::new)
}

fn named(name: &str) -> Get<'_> {
    Get { name: Some(BStr::new(name)), ..Get::default() }
}

#[test]
fn a_datapath_is_the_same_by_name_by_number_and_in_the_dump() {
    let Some(mut netlink) = handle() else { return };
    let number = datapath(&mut netlink, "one", 0);
    let other = datapath(&mut netlink, "two", 0);
    let one = whole::asked(&mut netlink, &named("one"));
    let view = one.get().unwrap();
    assert_eq!((view.header.dp_ifindex, view.name), (number, Some(BStr::new("one"))));
    let features = UserFeatures::UNALIGNED | UserFeatures::VPORT_PIDS;
    assert_eq!(view.user_features, Some(features));
    let stats = view.stats.unwrap();
    assert_eq!((stats.n_hit, stats.n_missed, stats.n_flows), (0, 0, 0));
    assert_eq!(view.megaflow_stats.unwrap().n_masks, 0);

    let header = OvsHeader { dp_ifindex: number };
    let by_number = whole::asked(&mut netlink, &Get { header, ..Get::default() });
    assert_eq!(by_number.bytes(), one.bytes());
    let all = whole::dumped(&mut netlink, &GetDump::default());
    let numbers: Vec<_> = all.iter().map(|one| one.get().unwrap().header.dp_ifindex).collect();
    assert!(numbers.contains(&number) && numbers.contains(&other), "{numbers:?}");
}

#[test]
fn features_and_caches_are_those_that_were_set() {
    let Some(mut netlink) = handle() else { return };
    let pids = [7, 8, 9];
    let features = UserFeatures::VPORT_PIDS | UserFeatures::DISPATCH_UPCALL_PER_CPU;
    let new = New {
        name: Some(BStr::new("fine")),
        upcall_pid: Some(5),
        user_features: Some(features),
        masks_cache_size: Some(512),
        per_cpu_pids: Some(Array::new(&pids)),
        ifindex: Some(77),
        ..New::default()
    };
    netlink.request(&new).unwrap();
    assert_eq!(ifindex("fine"), 77);
    let made = whole::asked(&mut netlink, &named("fine"));
    let made = made.get().unwrap();
    assert_eq!((made.user_features, made.masks_cache_size), (Some(features), Some(512)));
    let told: Vec<_> = made.per_cpu_pids.unwrap().iter().collect();
    assert!(!told.is_empty() && pids.starts_with(&told), "one for each CPU: {told:?}");

    let header = OvsHeader { dp_ifindex: 77 };
    let user_features = Some(UserFeatures::UNALIGNED);
    let set = Set { header, user_features, masks_cache_size: Some(0), ..Set::default() };
    netlink.request(&set).unwrap();
    let changed = whole::asked(&mut netlink, &named("fine"));
    let changed = changed.get().unwrap();
    assert_eq!((changed.user_features, changed.masks_cache_size), (user_features, Some(0)));
}

#[test]
fn a_datapath_that_is_gone_is_not_found() {
    let Some(mut netlink) = handle() else { return };
    datapath(&mut netlink, "gone", 0);
    netlink.request(&Del { name: Some(BStr::new("gone")), ..Del::default() }).unwrap();
    let error = netlink.request(&named("gone")).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENODEV), "{error}");
    assert_eq!(error.operation().unwrap().to_string(), "ovs_datapath get");
}

#[test]
fn a_cache_of_a_wrong_size_is_refused_and_a_name_can_be_used_once() {
    let Some(mut netlink) = handle() else { return };
    datapath(&mut netlink, "once", 0);
    let again = |masks_cache_size| New {
        name: Some(BStr::new("once")),
        upcall_pid: Some(0),
        masks_cache_size,
        ..New::default()
    };
    let error = netlink.request(&again(None)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EEXIST), "{error}");
    let error = netlink.request(&again(Some(u32::MAX))).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ERANGE), "{error}");
    let path = error.kernel().unwrap().path().unwrap().to_string();
    assert_eq!(path, "datapath.masks-cache-size", "{error}");
}
