//! What takes more than the public interface to provoke.

use std::os::fd::AsFd;
use std::process::Command;
use std::time::Duration;

use crate::error::Error;
use crate::message::{Request, Single};
use crate::payload::{Decode, DecodeError, Encode, View};
use crate::schema::{Family, Operation, Protocol};
use crate::socket::{Socket, SocketOptions};
use crate::sys;
use crate::wire::Writer;

static ROUTE: Family = Family::new("rt-link", Protocol::Raw(0));
static GETLINK: Operation = Operation::new("getlink", Some(18), Some(16));

/// Asks for lo, and with index 0 for all links.
#[derive(Clone, Copy)]
struct GetLink(i32);

impl Encode for GetLink {
    fn encode(&self, out: &mut Writer) {
        out.extend(&[0; 4]);
        out.extend(&self.0.to_ne_bytes());
        out.extend(&[0; 8]);
    }
}

impl Request for GetLink {
    type Reply = Index;
    const FAMILY: &'static Family = &ROUTE;
    const OPERATION: &'static Operation = &GETLINK;
    const COMMAND: u16 = 18;
    const HAS_REPLY: bool = true;
}

impl Single for GetLink {}
impl crate::Dump for GetLink {}

/// A link's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Index(i32);

impl View for Index {
    type At<'a> = Self;
}

impl Decode<'_> for Index {
    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        <i32 as Decode>::decode(body.get(4..).unwrap_or_default()).map(Self)
    }
}

const LOOPBACK: GetLink = GetLink(1);

/// Whether the caller is in a namespace of its own, where it then runs.
fn inside(test: &str) -> bool {
    if std::env::var_os("NETLINK_TEST_NAMESPACE").is_some() {
        return true;
    }
    let program = std::env::current_exe().unwrap();
    let name = format!("socket::tests::live::{test}");
    let mut unshare = Command::new("unshare");
    unshare.arg("-n");
    if !unshare.arg("true").status().is_ok_and(|status| status.success()) {
        println!("skipped: `unshare -n` is not permitted");
        return false;
    }
    let status = Command::new("unshare")
        .arg("-n")
        .arg(program)
        .args(["--exact", &name, "--nocapture"])
        .env("NETLINK_TEST_NAMESPACE", "1")
        .status();
    assert!(status.unwrap().success(), "{test} failed in a namespace of its own");
    false
}

#[test]
fn a_forged_flood_does_not_make_the_socket_take_memory() {
    if !inside("a_forged_flood_does_not_make_the_socket_take_memory") {
        return;
    }
    let options = SocketOptions::new().message_memory(4096).timeout(Duration::from_secs(10));
    let mut socket = options.open(0u16).unwrap();
    let forger = Socket::open(0u16).unwrap();
    sys::send_to(forger.as_fd(), &[0; 100_000], socket.port(), 0).unwrap();
    assert_eq!(socket.request(&LOOPBACK).unwrap(), Index(1));
    assert_eq!(socket.foreign_messages(), 1);
    assert_eq!(socket.client.session.inbox.room(false).len(), 4096);
}

/// A socket with the smallest queue, which notifications have overrun.
fn overrun_socket() -> Socket {
    let socket = small_socket();
    overrun(&socket);
    socket
}

fn small_socket() -> Socket {
    let options = SocketOptions::new().receive_buffer(1).timeout(Duration::from_secs(10));
    options.open(0u16).unwrap()
}

/// Has notifications overrun the queue.
fn overrun(socket: &Socket) {
    sys::join(socket.as_fd(), 1).unwrap();
    for up in [true, false].repeat(10) {
        Socket::open(0u16).unwrap().request(&SetLoopback { up }).unwrap();
    }
    sys::leave(socket.as_fd(), 1).unwrap();
}

/// Turns lo on or off.
#[derive(Clone, Copy)]
struct SetLoopback {
    up: bool,
}

impl Encode for SetLoopback {
    fn encode(&self, out: &mut Writer) {
        out.extend(&[0; 4]);
        out.extend(&1i32.to_ne_bytes());
        out.extend(&u32::from(self.up).to_ne_bytes());
        out.extend(&1u32.to_ne_bytes());
    }
}

impl Request for SetLoopback {
    type Reply = ();
    const FAMILY: &'static Family = &ROUTE;
    const OPERATION: &'static Operation = &GETLINK;
    const COMMAND: u16 = 16;
    const HAS_REPLY: bool = false;
}

impl Single for SetLoopback {}

#[test]
fn after_an_overrun_the_next_request_is_answered() {
    if !inside("after_an_overrun_the_next_request_is_answered") {
        return;
    }
    let mut socket = overrun_socket();
    let error = socket.request(&LOOPBACK).unwrap_err();
    assert!(matches!(error, Error::Overrun { .. }), "{error}");
    assert_eq!(socket.request(&LOOPBACK).unwrap(), Index(1));
}

#[test]
fn after_an_overrun_a_dump_is_whole() {
    if !inside("after_an_overrun_a_dump_is_whole") {
        return;
    }
    let mut socket = overrun_socket();
    let links: Vec<_> = socket.dump(&GetLink(0)).unwrap().owned().collect();
    assert!(matches!(links[0], Err(Error::Overrun { .. })), "{links:?}");
    let indices: Vec<_> = links.iter().flatten().map(|link| link.get().unwrap()).collect();
    assert_eq!(indices, [Index(1)]);
    let again: Vec<_> = socket.dump(&GetLink(0)).unwrap().owned().collect();
    assert_eq!((again.len(), again[0].is_ok()), (1, true), "{again:?}");
}

#[test]
fn a_request_is_answered_while_the_queue_is_still_full_of_notifications() {
    if !inside("a_request_is_answered_while_the_queue_is_still_full_of_notifications") {
        return;
    }
    let mut socket = overrun_socket();
    let error = socket.dump(&GetLink(0)).unwrap().next().unwrap_err();
    assert!(matches!(error, Error::Overrun { .. }), "{error}");
    assert_eq!(socket.request(&LOOPBACK).unwrap(), Index(1));
}

#[test]
fn an_overrun_ends_those_in_flight_whose_answers_the_kernel_dropped_and_no_others() {
    if !inside("an_overrun_ends_those_in_flight_whose_answers_the_kernel_dropped_and_no_others") {
        return;
    }
    let mut socket = small_socket();
    let before = socket.send(&LOOPBACK).unwrap();
    overrun(&socket);
    // As if no answer were due, so that the full queue is not read before the next is sent.
    socket.client.session.flights.due = 0;
    let lost = socket.send(&LOOPBACK).unwrap();
    let error = socket.wait(&lost).unwrap_err();
    assert!(matches!(error, Error::Overrun { operation: Some(_) }), "{error}");
    assert_eq!(socket.wait(&before).unwrap().get().unwrap(), Index(1));
    let after = socket.send(&LOOPBACK).unwrap();
    assert_eq!(socket.wait(&after).unwrap().get().unwrap(), Index(1));
}

#[test]
fn an_overrun_before_a_request_is_sent_does_not_touch_it() {
    if !inside("an_overrun_before_a_request_is_sent_does_not_touch_it") {
        return;
    }
    let mut socket = small_socket();
    let before = socket.send(&LOOPBACK).unwrap();
    overrun(&socket);
    // The queue is read first, since it may be full of answers.
    let after = socket.send(&LOOPBACK).unwrap();
    assert_eq!(socket.wait(&after).unwrap().get().unwrap(), Index(1));
    assert_eq!(socket.wait(&before).unwrap().get().unwrap(), Index(1));
}
