//! Requests and their answers, against the running kernel.

mod common;

use common::controller::GetFamily;
use common::links::{GetLink, NewLink, NewLinkEcho};
use common::namespace;
use common::netdev::{Absent, DevGet};
use netlink_runtime::schema::Protocol;
use netlink_runtime::{Errno, Error, Netlink, Socket};

const LOOPBACK: GetLink = GetLink { index: 1, ext_mask: None, target_netnsid: None };

#[test]
fn one_handle_speaks_two_protocols() {
    let mut netlink = Netlink::new();
    let family = netlink.request(&GetFamily { name: "nlctrl" }).unwrap();
    assert_eq!((family.id, family.name), (0x10, "nlctrl".into()));
    assert_eq!(netlink.request(&LOOPBACK).unwrap().name, "lo");
    let family = netlink.request(&GetFamily { name: "netdev" }).unwrap();
    assert_eq!(family.name, "netdev");
}

#[test]
fn a_family_is_resolved_with_its_groups() {
    let mut netlink = Netlink::new();
    let family = netlink.generic_family("nlctrl").unwrap();
    assert_eq!((family.id, family.group("notify")), (0x10, Some(0x10)));
    let id = netlink.request(&GetFamily { name: "netdev" }).unwrap().id;
    assert_eq!(netlink.generic_family("netdev").unwrap().id, id);
    assert!(netlink.generic_family("netdev").unwrap().group("mgmt").is_some());
}

#[test]
fn an_unknown_family_is_named() {
    let error = Netlink::new().request(&Absent).unwrap_err();
    assert_eq!(error.to_string(), "the kernel has no generic netlink family \"no-such-family\"");
}

#[test]
fn a_refused_attribute_comes_with_its_path_text_and_policy() {
    let error = Netlink::new().request(&DevGet { ifindex: Some(0) }).unwrap_err();
    let kernel = error.kernel().unwrap();
    assert!(kernel.errno().is_invalid());
    assert_eq!(kernel.path().unwrap().to_string(), "dev.ifindex");
    assert_eq!(kernel.policy().unwrap().min, Some(1));
    assert_eq!(
        error.to_string(),
        "netdev dev-get: the kernel refused attribute dev.ifindex: Numerical result out of \
         range (ERANGE): integer out of range (wanted: u32, 1 to 4294967295)"
    );
}

#[test]
fn a_missing_attribute_comes_with_its_path() {
    let error = Netlink::new().request(&DevGet::default()).unwrap_err();
    assert_eq!(error.kernel().unwrap().missing().unwrap().to_string(), "dev.ifindex");
    let sentence = "netdev dev-get: the kernel misses attribute dev.ifindex: Invalid argument";
    assert!(error.to_string().starts_with(sentence), "{error}");
}

#[test]
fn a_link_that_is_not_there_is_not_found_and_the_socket_goes_on() {
    let mut socket = Socket::open(Protocol::Raw(0)).unwrap();
    let error = socket.request(&GetLink { index: 99_999, ..LOOPBACK }).unwrap_err();
    assert!(error.errno().unwrap().is_not_found(), "{error}");
    assert_eq!(error.to_string(), "rt-link getlink: the kernel refused: No such device (ENODEV)");
    assert_eq!(socket.request(&LOOPBACK).unwrap().name, "lo");
}

#[test]
fn an_own_enoent_of_a_family_is_not_taken_for_a_stale_id() {
    let mut netlink = Netlink::new();
    let error = netlink.request(&GetFamily { name: "no-such-family" }).unwrap_err();
    assert_eq!(error.kernel().unwrap().errno(), Errno::ENOENT);
}

#[test]
fn a_value_that_does_not_fit_the_wire_is_refused_before_sending() {
    let mut socket = Socket::open(0u16).unwrap();
    let error = socket.request(&NewLink { name: "a\0b", kind: "bridge" }).unwrap_err();
    let Error::Encode(encode) = &error else { panic!("{error}") };
    assert_eq!(encode.path().to_string(), "link-attrs.ifname");
    assert!(error.to_string().starts_with("rt-link newlink: attribute link-attrs.ifname holds"));
    // An answer to it would be one that nobody waits for.
    socket.request(&LOOPBACK).unwrap();
    assert_eq!(socket.unclaimed_messages(), 0);
}

#[test]
fn a_nested_value_that_does_not_fit_is_named_with_its_nest() {
    let kind = "x".repeat(70_000);
    let error = Netlink::new().request(&NewLink { name: "a", kind: &kind }).unwrap_err();
    let Error::Encode(encode) = &error else { panic!("{error}") };
    assert_eq!(encode.path().to_string(), "link-attrs.linkinfo.kind");
    assert_eq!(encode.length(), Some(70_005));
}

#[test]
fn a_request_without_an_answer_waits_for_the_acknowledgement() {
    if !namespace::is_inside("a_request_without_an_answer_waits_for_the_acknowledgement") {
        return;
    }
    let mut netlink = Netlink::new();
    let bridge = NewLink { name: "bridge0", kind: "bridge" };
    netlink.request(&bridge).unwrap();
    let error = netlink.request(&bridge).unwrap_err();
    assert!(error.errno().unwrap().already_exists(), "{error}");
    let error = netlink.request(&NewLink { name: "longer-than-15-chars", ..bridge }).unwrap_err();
    assert_eq!(error.kernel().unwrap().path().unwrap().to_string(), "link-attrs.ifname");
    assert_eq!(netlink.request_optional(&bridge).unwrap_err().errno(), Some(Errno::EEXIST));
    assert!(netlink.request_optional(&NewLink { name: "b1", ..bridge }).unwrap().is_none());
}

#[test]
fn the_echo_of_a_request_is_its_answer() {
    if !namespace::is_inside("the_echo_of_a_request_is_its_answer") {
        return;
    }
    let mut netlink = Netlink::new();
    let bridge = NewLink { name: "bridge0", kind: "bridge" };
    let link = netlink.request_optional(&NewLinkEcho(bridge)).unwrap().unwrap();
    let (index, name) = (link.index, link.name.to_owned());
    assert_eq!(name, "bridge0");
    assert_eq!(netlink.request(&GetLink { index, ..LOOPBACK }).unwrap().name, name);
}

#[test]
fn an_optional_answer_is_returned_after_its_acknowledgement_was_read() {
    let mut socket = Socket::open(0u16).unwrap();
    let link = socket.request_optional(&LOOPBACK).unwrap().unwrap();
    assert_eq!(link.name, "lo");
    socket.request(&LOOPBACK).unwrap();
    assert_eq!(socket.unclaimed_messages(), 0, "the acknowledgement was left over");
}

#[test]
fn a_request_of_another_protocol_is_not_sent() {
    let error = Socket::open(0u16).unwrap().request(&DevGet::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "netdev dev-get: this belongs to no socket or batch of protocol 0"
    );
}

#[test]
fn a_protocol_that_the_kernel_has_not_got_is_an_error_of_the_system_call() {
    let error = Socket::open(31u16).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EPROTONOSUPPORT));
    assert_eq!(error.to_string(), "socket failed: Protocol not supported (os error 93)");
}
