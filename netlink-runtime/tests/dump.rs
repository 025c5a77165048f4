//! Dumps, against the running kernel.

mod common;

use common::controller::{GetFamilies, GetFamily};
use common::links::{GetLink, GetLinkPicky, NewLink};
use common::namespace;
use common::netdev::Absent;
use netlink_runtime::{Errno, Error, Netlink, Socket};

/// Makes bridges: enough of them, and a dump takes several datagrams.
fn make_bridges(netlink: &mut Netlink, names: core::ops::Range<usize>) {
    for index in names {
        let name = format!("br{index}");
        netlink.request(&NewLink { name: &name, kind: "bridge" }).unwrap();
    }
}

#[test]
fn a_dump_yields_every_family_once_and_then_ends() {
    let mut netlink = Netlink::new();
    let mut families = netlink.dump(&GetFamilies).unwrap();
    let mut names = Vec::new();
    while let Some(family) = families.next().unwrap() {
        names.push(family.name.to_string());
    }
    assert!(families.next().unwrap().is_none(), "the end is final");
    assert_eq!(names.iter().filter(|name| *name == "nlctrl").count(), 1, "{names:?}");
}

#[test]
fn owned_objects_outlive_the_dump() {
    let mut netlink = Netlink::new();
    let families: Result<Vec<_>, _> = netlink.dump(&GetFamilies).unwrap().owned().collect();
    let families = families.unwrap();
    let again = netlink.request(&GetFamily { name: "netdev" }).unwrap().id;
    let netdev = families.iter().find(|family| family.get().unwrap().name == "netdev").unwrap();
    assert_eq!(netdev.get().unwrap().id, again);
}

#[test]
fn an_error_at_the_end_of_a_dump_comes_with_its_text() {
    let mut netlink = Netlink::new();
    let request = GetLink { target_netnsid: Some(4), ..GetLink::default() };
    let mut links = netlink.dump(&request).unwrap();
    let error = links.next().unwrap_err();
    let kernel = error.kernel().unwrap();
    assert_eq!(kernel.errno(), Errno::EINVAL);
    assert_eq!(kernel.message().unwrap(), "Invalid target network namespace id");
    assert!(links.next().unwrap().is_none(), "an error of the kernel ends the dump");
}

#[test]
fn strict_checking_is_on() {
    let mut netlink = Netlink::new();
    let request = GetLink { index: 1, ..GetLink::default() };
    let error = netlink.dump(&request).unwrap().next().unwrap_err();
    // Without it the kernel ignores the index and lists all links.
    assert!(error.errno().unwrap().is_invalid(), "{error}");
}

#[test]
fn a_dump_of_an_unknown_family_is_an_error() {
    let mut netlink = Netlink::new();
    assert!(matches!(netlink.dump(&Absent), Err(Error::FamilyNotFound { .. })));
}

#[test]
fn a_malformed_object_spoils_only_itself() {
    if !namespace::is_inside("a_malformed_object_spoils_only_itself") {
        return;
    }
    let mut netlink = Netlink::new();
    make_bridges(&mut netlink, 0..2);
    let mut links = netlink.dump(&GetLinkPicky).unwrap();
    let error = links.next().map(drop).unwrap_err().to_string();
    let sentence = "rt-link getlink: the answer is malformed: link-attrs.ifname: the first link";
    assert_eq!(error, sentence);
    assert_eq!(links.next().unwrap().unwrap().0.name, "br0");
    let rest: Vec<_> = links.owned().collect();
    assert_eq!(rest.len(), 1);
    assert!(rest[0].is_ok());
}

#[test]
fn a_dump_that_is_dropped_early_leaves_the_socket_usable() {
    if !namespace::is_inside("a_dump_that_is_dropped_early_leaves_the_socket_usable") {
        return;
    }
    let mut netlink = Netlink::new();
    make_bridges(&mut netlink, 0..80);
    let mut socket = Socket::open(0u16).unwrap();
    let all = GetLink::default();
    assert_eq!(socket.dump(&all).unwrap().next().unwrap().unwrap().name, "lo");
    // In the middle of the dump that goes on in the kernel.
    assert_eq!(socket.request(&GetLink { index: 1, ..all }).unwrap().name, "lo");
    // A second dump would be EBUSY if the first were not read to its end.
    drop(socket.dump(&all).unwrap());
    assert_eq!(socket.dump(&all).unwrap().owned().filter(Result::is_ok).count(), 81);
    core::mem::forget(socket.dump(&all).unwrap());
    assert_eq!(socket.dump(&all).unwrap().owned().filter(Result::is_ok).count(), 81);
}
