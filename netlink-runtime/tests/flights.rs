//! Several requests in flight on one socket, against the running kernel.

mod common;

use common::controller::{GetFamilies, GetFamily};
use common::links::{GetLink, NewLink};
use common::odd::AuditGet;
use common::{PATIENCE, namespace};
use netlink_runtime::{Error, Netlink, Socket, SocketOptions};

const LOOPBACK: GetLink = GetLink { index: 1, ext_mask: None, target_netnsid: None };

#[test]
fn answers_are_had_in_any_order_while_the_socket_does_other_things() {
    let mut netlink = Netlink::new();
    let [controller, unknown, netdev] = ["nlctrl", "no-such-family", "netdev"]
        .map(|name| netlink.send(&GetFamily { name }).unwrap());
    // Of another protocol, so on another socket.
    let loopback = netlink.send(&LOOPBACK).unwrap();
    assert!(netlink.dump_all(&GetFamilies, 0).unwrap().len() > 1);
    assert_eq!(netlink.request(&GetFamily { name: "nlctrl" }).unwrap().id, 16);
    assert_eq!(netlink.wait(&netdev).unwrap().get().unwrap().name, "netdev");
    assert!(netlink.wait(&unknown).unwrap_err().errno().unwrap().is_not_found());
    assert_eq!(netlink.wait(&loopback).unwrap().get().unwrap().name, "lo");
    assert_eq!(netlink.wait(&controller).unwrap().get().unwrap().id, 16);
    assert_eq!(netlink.socket(16u16).unwrap().unclaimed_messages(), 0);
}

#[test]
fn far_more_requests_than_the_receive_buffer_holds_answers_are_in_flight() {
    for options in [SocketOptions::new(), SocketOptions::new().receive_buffer(1)] {
        let mut socket = options.timeout(PATIENCE).open(16u16).unwrap();
        let names = ["nlctrl", "no-such-family"].into_iter().cycle().take(3000);
        let pending: Vec<_> = names.map(|name| socket.send(&GetFamily { name }).unwrap()).collect();
        for (number, pending) in (0..3000).zip(&pending).rev() {
            let answer = socket.wait(pending);
            match number % 2 {
                0 => assert_eq!(answer.unwrap().get().unwrap().id, 16),
                _ => assert!(answer.unwrap_err().errno().unwrap().is_not_found()),
            }
        }
        assert_eq!(socket.unclaimed_messages(), 0);
    }
}

#[test]
fn requests_without_an_answer_are_acknowledged_or_refused_by_the_attribute_of_their_own() {
    if !namespace::is_inside(
        "requests_without_an_answer_are_acknowledged_or_refused_by_the_attribute_of_their_own",
    ) {
        return;
    }
    let mut socket = Socket::open(0u16).unwrap();
    let names = ["br0", "longer-than-15-chars", "br1", "br0"];
    let pending = names.map(|name| socket.send(&NewLink { name, kind: "bridge" }).unwrap());
    let missing = socket.send(&GetLink { index: 99, ..LOOPBACK }).unwrap();
    let [made, long, also_made, twice] = &pending;
    assert!(socket.wait(twice).unwrap_err().errno().unwrap().already_exists());
    let error = socket.wait(long).unwrap_err();
    assert_eq!(error.kernel().unwrap().path().unwrap().to_string(), "link-attrs.ifname");
    assert!(socket.wait(&missing).unwrap_err().errno().unwrap().is_not_found());
    socket.wait(also_made).unwrap();
    socket.wait(made).unwrap();
    let links = socket.dump(&GetLink::default()).unwrap().owned().count();
    assert_eq!(links, 3);
}

/// A kernel thread each sends these answers, some time after the request, and in no order.
#[test]
fn answers_that_are_late_find_their_requests() {
    let mut socket = match SocketOptions::new().timeout(PATIENCE).open(9u16) {
        Ok(socket) => socket,
        Err(error) => return println!("skipped: {error}"),
    };
    if let Err(Error::Kernel(error)) = socket.request(&AuditGet) {
        return println!("skipped: {error}");
    }
    let pending: Vec<_> = (0..50).map(|_| socket.send(&AuditGet).unwrap()).collect();
    for pending in pending.iter().rev() {
        assert!(socket.wait(pending).unwrap().get().unwrap().0.len() >= 32);
    }
    assert_eq!(socket.unclaimed_messages(), 0);
    drop(socket.send(&AuditGet).unwrap());
    assert!(socket.request(&AuditGet).unwrap().0.len() >= 32);
}
