//! Ending what waits in another thread.

mod common;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use common::links::GetLink;
use common::odd::Unanswered;
use netlink_runtime::{Closer, Error, Netlink, PeerSocket, Socket, SocketOptions, protocols};

const LOOPBACK: GetLink = GetLink { index: 1, ext_mask: None, target_netnsid: None };

/// Whether a thread has gone to sleep in a system call.
fn sleeps(thread: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/self/task/{thread}/stat"));
    stat.is_ok_and(|stat| stat.rsplit(')').next().unwrap_or_default().starts_with(" S"))
}

/// Runs something that waits in a thread, closes when it sleeps, and returns what came of it.
fn closed<R: Send + 'static>(closer: &Closer, wait: impl FnOnce() -> R + Send + 'static) -> R {
    let (sender, thread) = mpsc::channel();
    let waiting = thread::spawn(move || {
        let own = std::fs::read_link("/proc/thread-self").unwrap();
        let number = own.file_name().unwrap().to_str().unwrap().parse::<u32>().unwrap();
        sender.send(number).unwrap();
        wait()
    });
    let thread = thread.recv().unwrap();
    while !sleeps(thread) {
        thread::yield_now();
    }
    assert!(!waiting.is_finished());
    closer.close();
    waiting.join().unwrap()
}

#[test]
fn a_request_that_waits_forever_is_ended_by_another_thread() {
    let closer = Closer::new().unwrap();
    let mut netlink = Netlink::with_options(SocketOptions::new().closer(&closer));
    assert_eq!(netlink.request(&LOOPBACK).unwrap().name, "lo", "until then it is a socket");
    let (error, mut netlink) = closed(&closer, move || {
        let error = netlink.request(&Unanswered).unwrap_err();
        (error, netlink)
    });
    assert_eq!(error.to_string(), "route noop: the socket was closed");
    assert!(closer.is_closed());
    let error = netlink.request(&LOOPBACK).map(drop).unwrap_err();
    assert!(matches!(error, Error::Closed { .. }), "it stays closed: {error}");
}

#[test]
fn a_closer_ends_all_its_sockets_whatever_they_wait_for_and_with_a_timeout_too() {
    let closer = Closer::new().unwrap();
    let hour = SocketOptions::new().timeout(Duration::from_secs(3600)).closer(&closer);
    let mut peer = SocketOptions::new().closer(&closer).open_peer(protocols::USERSOCK).unwrap();
    let clone = closer.clone();
    let error = closed(&closer, move || {
        let first = thread::spawn(move || peer.receive().map(drop).unwrap_err());
        let mut socket = hour.open(protocols::ROUTE).unwrap();
        (socket.request(&Unanswered).unwrap_err(), first.join().unwrap())
    });
    assert!(matches!(error, (Error::Closed { .. }, Error::Closed { .. })), "{error:?}");
    assert!(clone.is_closed(), "its clones are the same closer");
}

#[test]
fn a_closer_leaves_the_sockets_of_others_alone() {
    let (closer, other) = (Closer::new().unwrap(), Closer::new().unwrap());
    let mut socket = SocketOptions::new().closer(&other).open(protocols::ROUTE).unwrap();
    closer.close();
    assert_eq!(socket.request(&LOOPBACK).unwrap().name, "lo");
    let mut without = Socket::open(protocols::ROUTE).unwrap();
    assert_eq!(without.request(&LOOPBACK).unwrap().name, "lo");
}

#[test]
fn sockets_and_handles_move_between_threads_and_may_be_shared() {
    fn sendable<T: Send + Sync>() {}
    sendable::<Netlink>();
    sendable::<Socket>();
    sendable::<PeerSocket>();
    sendable::<SocketOptions>();
    sendable::<Closer>();
    sendable::<netlink_runtime::Namespace>();
    sendable::<Error>();
}
