//! Receiving: messages of any size, answers that are late or never come.

mod common;

use std::time::Duration;

use common::links::{GetLink, NewLinkProp};
use common::namespace;
use common::odd::{AuditGet, Unanswered};
use netlink_runtime::{Error, Netlink, Socket, SocketOptions};

/// Long enough for any answer.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOPBACK: GetLink = GetLink { index: 1, ext_mask: None, target_netnsid: None };

/// Gives lo so many names that its message is larger than 32 KiB.
fn name_loopback(count: usize) {
    let names: Vec<_> = (0..count).map(|index| format!("{}{index:06}", "n".repeat(110))).collect();
    Netlink::new().request(&NewLinkProp { index: 1, names: &names }).unwrap();
}

#[test]
fn a_message_of_50_kib_arrives_whole() {
    if !namespace::is_inside("a_message_of_50_kib_arrives_whole") {
        return;
    }
    name_loopback(400);
    // Room enough, room for the answer but not for what follows it, and far too little room.
    for memory in [None, Some(64 << 10), Some(32 << 10), Some(16)] {
        let mut options = SocketOptions::new().timeout(PATIENCE);
        if let Some(memory) = memory {
            options = options.message_memory(memory);
        }
        let mut socket = options.open(0u16).unwrap();
        assert_eq!(socket.request(&LOOPBACK).unwrap().altnames, 400, "{memory:?}");
        let mut socket = options.open(0u16).unwrap();
        let link = socket.request_optional(&LOOPBACK).unwrap().unwrap();
        assert_eq!(link.altnames, 400, "optional, {memory:?}");
        let mut socket = options.open(0u16).unwrap();
        let links = socket.dump(&GetLink { index: 0, ext_mask: Some(1), ..LOOPBACK }).unwrap();
        let names: usize = links.owned().map(|link| link.unwrap().get().unwrap().altnames).sum();
        assert_eq!(names, 400, "dump, {memory:?}");
    }
}

#[test]
fn an_answer_that_never_comes_is_a_timeout_and_the_socket_goes_on() {
    let options = SocketOptions::new().timeout(Duration::from_millis(20));
    let mut netlink = Netlink::with_options(options);
    let error = netlink.request(&Unanswered).unwrap_err();
    assert_eq!(error.to_string(), "route noop: no answer came in time");
    netlink.socket(0u16).unwrap().set_timeout(Some(PATIENCE));
    assert_eq!(netlink.request(&LOOPBACK).unwrap().name, "lo");
}

#[test]
fn an_answer_after_the_acknowledgement_is_waited_for() {
    let mut socket = match Socket::open(9u16) {
        Ok(socket) => socket,
        Err(error) => return println!("skipped: {error}"),
    };
    match socket.request_optional(&AuditGet) {
        Ok(status) => assert!(status.unwrap().0.len() >= 32),
        Err(Error::Kernel(error)) => return println!("skipped: {error}"),
        Err(error) => panic!("{error}"),
    }
    assert!(socket.request(&AuditGet).unwrap().0.len() >= 32);
    assert_eq!(socket.unclaimed_messages(), 0);
}
