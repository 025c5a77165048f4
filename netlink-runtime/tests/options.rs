//! What each option of a socket does.

mod common;

use std::fs::File;
use std::net::{Ipv6Addr, UdpSocket};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::time::Duration;

use common::greeting::Greeting;
use common::links::{GetLink, NewLink};
use common::{PATIENCE, ip, is_idle, namespace, received};
use netlink_runtime::socket::{Destination, Filter, Instruction, Senders};
use netlink_runtime::uevent::{Source, Uevents};
use netlink_runtime::{Errno, Error, PeerSocket, Socket, SocketOptions, protocols};
const LOOPBACK: GetLink = GetLink { index: 1, ext_mask: None, target_netnsid: None };

/// `RTNLGRP_LINK` and `RTNLGRP_IPV6_MCADDR`.
const LINK: u32 = 1;
const MULTICAST_ADDRESSES: u32 = 38;

fn options() -> SocketOptions {
    SocketOptions::new().timeout(PATIENCE)
}

/// A socket for notifications, of the kernel alone.
fn listener(options: SocketOptions, group: u32) -> Result<PeerSocket, Error> {
    let mut socket = options.senders(Senders::Kernel).open_peer(protocols::ROUTE)?;
    socket.join(group)?;
    Ok(socket)
}

#[test]
fn the_group_of_a_notification_is_told_also_above_32() {
    if !namespace::is_inside_with_ip("the_group_of_a_notification_is_told_also_above_32") {
        return;
    }
    let mut mute = match listener(options(), MULTICAST_ADDRESSES) {
        Ok(socket) => socket,
        Err(error) => return println!("skipped: {error}"),
    };
    let mut told = listener(options().packet_info(), MULTICAST_ADDRESSES).unwrap();
    ip("link set lo up");
    let socket = UdpSocket::bind("[::]:0").unwrap();
    let address = Ipv6Addr::new(0xff12, 0, 0, 0, 0, 0, 0, 0x4711);
    socket.join_multicast_v6(&address, 1).unwrap();
    let sender = received(&mut told).sender;
    assert_eq!((sender.group, sender.groups), (Some(MULTICAST_ADDRESSES), 0));
    assert_eq!(received(&mut mute).sender.group, None, "it was not asked for");
    told.leave(MULTICAST_ADDRESSES).unwrap();
    while !is_idle(&mut told) {}
    socket.leave_multicast_v6(&address, 1).unwrap();
    assert!(is_idle(&mut told), "the group was left");
}

#[test]
fn a_notification_of_another_namespace_tells_which() {
    if !namespace::is_inside_with_ip("a_notification_of_another_namespace_tells_which") {
        return;
    }
    let mut other = Command::new("unshare").args(["-n", "sleep", "60"]).spawn().unwrap();
    let own = std::fs::read_link("/proc/self/ns/net").unwrap();
    let path = format!("/proc/{}/ns/net", other.id());
    while std::fs::read_link(&path).unwrap() == own {
        std::thread::yield_now();
    }
    ip("link add here type veth peer name there");
    ip(&format!("link set there netns {}", other.id()));
    let mut here = listener(options(), LINK).unwrap();
    let mut everywhere = listener(options().all_namespaces(), LINK).unwrap();
    let entered = Command::new("nsenter")
        .args([format!("--net={path}").as_str(), "ip", "link", "set", "lo", "up"])
        .status();
    assert!(entered.unwrap().success());
    let sender = received(&mut everywhere).sender;
    assert_eq!((sender.namespace, sender.groups), (Some(0), 1), "the first id");
    assert!(is_idle(&mut here));
    ip("link set lo up");
    assert_eq!(received(&mut everywhere).sender.namespace, None, "its own");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn an_overrun_is_an_error_unless_it_is_to_be_ignored() {
    if !namespace::is_inside_with_ip("an_overrun_is_an_error_unless_it_is_to_be_ignored") {
        return;
    }
    let small = || options().receive_buffer(1);
    let mut told = listener(small(), LINK).unwrap();
    let mut untold = listener(small().ignore_overruns(), LINK).unwrap();
    for state in ["up", "down"].repeat(5) {
        ip(&format!("link set lo {state}"));
    }
    let error = told.receive_within(PATIENCE).map(drop).unwrap_err();
    assert!(matches!(error, Error::Overrun { .. }), "{error}");
    assert_eq!(error.to_string(), "the receive buffer overran and messages were lost");
    let count = |socket: &mut PeerSocket| {
        core::iter::from_fn(|| socket.receive_within(Duration::ZERO).unwrap().map(drop)).count()
    };
    let (rest, all) = (count(&mut told), count(&mut untold));
    assert!((1..10).contains(&rest), "the socket goes on: {rest}");
    assert_eq!(all, rest, "as many fit");
}

/// The payload of the kernel's answer to a request for a link with a name that is too long.
fn refusal(options: SocketOptions) -> usize {
    let mut socket = options.timeout(PATIENCE).open_peer(protocols::ROUTE).unwrap();
    let mut request = vec![0; 16];
    request.extend([44, 0, 3, 0]);
    request.extend([b'x'; 40]);
    socket.send(&common::links::Raw(&request), Destination::port(0)).unwrap();
    let message = received(&mut socket);
    assert_eq!((message.header.kind, message.sender.port), (2, 0));
    message.payload.len()
}

#[test]
fn a_refusal_repeats_the_request_and_tells_a_text_as_asked() {
    let all = SocketOptions::new;
    // An errno and the header of the request, which has 76 bytes.
    let (capped, text) = (20, refusal(all()) - 20);
    assert!(text > 0, "the text and the offset");
    let uncapped = || all().capped_acknowledgement(false);
    assert_eq!(refusal(uncapped()), 4 + 76 + text);
    assert_eq!(refusal(all().extended_acknowledgement(false)), capped);
    assert_eq!(refusal(uncapped().extended_acknowledgement(false)), 4 + 76);
}

#[test]
fn a_port_is_taken_and_then_in_use() {
    let options = SocketOptions::new().port(0x4711_0815);
    let first = options.open(protocols::ROUTE).unwrap();
    assert_eq!(first.port(), 0x4711_0815);
    let error = options.open(protocols::ROUTE).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EADDRINUSE), "{error}");
    options.open(protocols::GENERIC).expect("each protocol has ports of its own");
}

#[test]
fn a_socket_that_was_never_bound_has_a_port_and_is_answered_and_notified() {
    let test = "a_socket_that_was_never_bound_has_a_port_and_is_answered_and_notified";
    if !namespace::is_inside_with_ip(test) {
        return;
    }
    let unbound = || options().without_bind();
    let mut socket = unbound().open(protocols::ROUTE).unwrap();
    assert_ne!(socket.port(), 0);
    assert_eq!(socket.request(&LOOPBACK).unwrap().name, "lo");
    let mut listener = Uevents::with_options(&unbound(), Source::Kernel).unwrap();
    ip("link add here type veth peer name there");
    assert!(listener.next_within(PATIENCE).unwrap().is_some());
    let mut peer = unbound().open_peer(protocols::USERSOCK).unwrap();
    assert_eq!(peer.port(), 0);
    peer.send(&Greeting(b"x"), Destination::group(1)).unwrap();
    assert_ne!(peer.port(), 0);
}

#[test]
fn an_answer_of_the_kernel_has_its_credentials_and_no_group() {
    let options = options().credentials().packet_info();
    let mut socket = options.open(protocols::ROUTE).unwrap();
    socket.request(&LOOPBACK).unwrap();
    let sender = socket.last_sender();
    let credentials = sender.credentials.unwrap();
    assert_eq!((credentials.process, credentials.user, credentials.group), (0, 0, 0));
    assert_eq!((sender.is_kernel(), sender.group), (true, None));
    let mut mute = Socket::open(protocols::ROUTE).unwrap();
    mute.request(&LOOPBACK).unwrap();
    assert_eq!(mute.last_sender().credentials, None, "it was not asked for");
}

#[test]
fn an_adopted_socket_keeps_its_protocol_and_port_and_is_given_back() {
    let socket = options().open(protocols::ROUTE).unwrap();
    let (port, number) = (socket.port(), socket.as_raw_fd());
    let mut socket = Socket::from_fd(OwnedFd::from(socket)).unwrap();
    assert_eq!((socket.protocol(), socket.port()), (protocols::ROUTE, port));
    assert_eq!(socket.request(&LOOPBACK).unwrap().name, "lo");
    assert_eq!(OwnedFd::from(socket).as_raw_fd(), number);
}

#[test]
fn an_adopted_socket_may_be_non_blocking() {
    // The standard library sets the flag on any descriptor.
    let fd = OwnedFd::from(Socket::open(protocols::ROUTE).unwrap());
    let other = UnixDatagram::from(fd);
    other.set_nonblocking(true).unwrap();
    let mut socket = options().adopt(other.into()).unwrap();
    for _ in 0..100 {
        assert_eq!(socket.request(&LOOPBACK).unwrap().name, "lo");
    }
    let fd = OwnedFd::from(options().open_peer(protocols::USERSOCK).unwrap());
    let other = UnixDatagram::from(fd);
    other.set_nonblocking(true).unwrap();
    let mut peer = options().adopt_peer(other.into()).unwrap();
    let to = Destination::port(peer.port());
    let sending = std::thread::spawn(move || {
        PeerSocket::open(protocols::USERSOCK).unwrap().send(&Greeting(b"late"), to).unwrap()
    });
    assert_eq!(received(&mut peer).payload, b"late", "it waits all the same");
    sending.join().unwrap();
}

#[test]
fn what_is_no_netlink_socket_is_not_adopted() {
    let udp = UdpSocket::bind("127.0.0.1:0").map(OwnedFd::from);
    let error = Socket::from_fd(udp.unwrap()).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EAFNOSUPPORT), "{error}");
    let error = Socket::from_fd(File::open("/dev/null").unwrap().into()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "getsockopt failed: Socket operation on non-socket (os error 88)"
    );
}

#[test]
fn a_filter_keeps_what_it_refuses_out_of_the_queue() {
    if !namespace::is_inside_with_ip("a_filter_keeps_what_it_refuses_out_of_the_queue") {
        return;
    }
    let (new, deleted) = (16u16, 17u16);
    let mut all = listener(options(), LINK).unwrap();
    let mut chosen = listener(options().filter(Filter::kinds(&[deleted])), LINK).unwrap();
    let nothing = Filter::new(&[Instruction::drop()]);
    let mut none = listener(options().filter(nothing), LINK).unwrap();
    ip("link add here type veth peer name there");
    ip("link del here");
    let kinds = |socket: &mut PeerSocket| -> Vec<_> {
        core::iter::from_fn(|| {
            socket.receive_within(Duration::ZERO).unwrap().map(|m| m.header.kind)
        })
        .collect()
    };
    let seen = kinds(&mut all);
    assert!(seen.contains(&new) && seen.contains(&deleted), "{seen:?}");
    assert_eq!(kinds(&mut chosen), [deleted, deleted]);
    assert_eq!(kinds(&mut none), []);
    // What ends a request passes.
    let mut socket = options().filter(Filter::kinds(&[])).open(protocols::ROUTE).unwrap();
    let error = socket.request(&NewLink { name: "lo", kind: "veth" }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EEXIST), "{error}");
}

#[test]
fn without_strict_checking_the_kernel_ignores_what_a_dump_is_filtered_by() {
    if !namespace::is_inside_with_ip(
        "without_strict_checking_the_kernel_ignores_what_a_dump_is_filtered_by",
    ) {
        return;
    }
    ip("link set lo up");
    ip("link add here type veth peer name there");
    ip("address add 192.0.2.1/24 dev here");
    let count = |options: SocketOptions| {
        let mut socket = options.timeout(PATIENCE).open(protocols::ROUTE).unwrap();
        let addresses = socket.dump(&common::links::AddressesOf { index: 1 }).unwrap().owned();
        addresses.map(Result::unwrap).count()
    };
    assert_eq!(count(SocketOptions::new()), 1);
    assert_eq!(count(SocketOptions::new().strict_check(false)), 2);
}
