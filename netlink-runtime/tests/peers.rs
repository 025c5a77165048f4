//! Messages between processes.

mod common;

use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixDatagram;
use std::process::Command;
use std::thread;

use common::greeting::Greeting;
use common::links::GetLink;
use common::{PATIENCE, is_idle, namespace, received};
use netlink_runtime::socket::{Destination, Senders};
use netlink_runtime::wire::{MessageHeader, kinds};
use netlink_runtime::{Errno, Error, PeerSocket, SocketOptions, protocols};

fn options() -> SocketOptions {
    SocketOptions::new().timeout(PATIENCE)
}

fn peer(options: &SocketOptions) -> PeerSocket {
    options.open_peer(protocols::USERSOCK).unwrap()
}

fn root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().any(|line| line.starts_with("Uid:\t0\t0"))
}

#[test]
fn a_message_goes_to_a_port_and_its_answer_comes_back_with_its_number() {
    let (mut server, mut client) = (peer(&options()), peer(&options().credentials()));
    let sent = client.send(&Greeting(b"hello"), Destination::port(server.port())).unwrap();
    let message = received(&mut server);
    assert_eq!(message.get::<Greeting>().unwrap(), Some(Greeting(b"hello")));
    assert_eq!((message.sender.port, message.sender.credentials), (client.port(), None));
    assert_eq!((message.header.port, message.header.kind), (client.port(), 16));
    let answer = message.reply_to();
    assert_eq!(server.send(&Greeting(b"to you"), answer).unwrap(), sent);
    let message = received(&mut client);
    assert_eq!(message.get::<Greeting>().unwrap(), Some(Greeting(b"to you")));
    assert_eq!(message.header.sequence, sent);
    let credentials = message.sender.credentials.unwrap();
    assert_eq!(credentials.process, std::process::id());
}

#[test]
fn a_request_of_the_ordinary_kind_is_answered_by_another_process() {
    let mut server = peer(&options());
    let mut socket = options().peer(server.port()).open(protocols::USERSOCK).unwrap();
    let serving = thread::spawn(move || {
        let message = received(&mut server);
        assert_eq!(message.payload, b"who is there?");
        let to = message.reply_to();
        server.send(&Greeting(b"me"), to).unwrap();
        server
    });
    assert_eq!(socket.request(&Greeting(b"who is there?")).unwrap(), Greeting(b"me"));
    let _server = serving.join().unwrap();
    // The kernel keeps the messages of others from a connected socket.
    let mut stranger = peer(&options());
    let error = stranger.send(&Greeting(b"x"), Destination::port(socket.port())).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ECONNREFUSED), "{error}");
}

#[test]
fn a_message_to_a_group_reaches_those_who_joined_it() {
    if !namespace::is_inside("a_message_to_a_group_reaches_those_who_joined_it") {
        return;
    }
    let (mut server, mut joined, mut other) =
        (peer(&options()), peer(&options().packet_info()), peer(&options()));
    joined.join(31).unwrap();
    other.join(1).unwrap();
    server.send(&Greeting(b"all"), Destination::group(31)).unwrap();
    let message = received(&mut joined);
    assert_eq!(message.payload, b"all");
    assert_eq!((message.sender.group, message.sender.groups), (Some(31), 1 << 30));
    assert!(is_idle(&mut other));
    let error = server.send(&Greeting(b"all"), Destination::group(33)).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "the address has no bit for it");
    let error = joined.join(33).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "the protocol has 32");
}

#[test]
fn to_nobody_is_refused_by_port_and_unnoticed_by_group() {
    let mut socket = peer(&options());
    let error = socket.send(&Greeting(b"x"), Destination::port(0xffff_fff0)).unwrap_err();
    assert_eq!(error.to_string(), "hello greet: sendto failed: Connection refused (os error 111)");
    socket.send(&Greeting(b"x"), Destination::group(1)).unwrap();
}

#[test]
fn a_sender_who_is_not_the_one_admitted_is_refused_and_counted() {
    let mut friend = peer(&options());
    let mut socket = peer(&options().senders(Senders::Port(friend.port())));
    let mut stranger = peer(&options());
    let to = Destination::port(socket.port());
    stranger.send(&Greeting(b"bad"), to).unwrap();
    friend.send(&Greeting(b"good"), to).unwrap();
    stranger.send(&Greeting(b"bad"), to).unwrap();
    assert_eq!(received(&mut socket).payload, b"good");
    assert!(is_idle(&mut socket));
    assert_eq!(socket.foreign_messages(), 2);
}

#[test]
fn the_user_of_a_sender_is_the_kernels_word_and_others_are_refused() {
    if !root() {
        return println!("skipped: only root can start a process of another user");
    }
    let options = options().senders(Senders::User(65534));
    let mut socket = peer(&options);
    let to = Destination::port(socket.port());
    peer(&SocketOptions::new()).send(&Greeting(b"root"), to).unwrap();
    let sent = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "perl", "-e"])
        .arg(
            "socket(S, 16, 3, 2) or die; \
             send(S, pack('LSSLL', 22, 16, 0, 1, 0) . 'nobody', 0, pack('SSLL', 16, 0, $ARGV[0], 0)) \
             or die",
        )
        .arg(socket.port().to_string())
        .status();
    if !sent.is_ok_and(|status| status.success()) {
        return println!("skipped: there is no `setpriv` or `perl`");
    }
    let message = received(&mut socket);
    assert_eq!(message.payload, b"nobody", "a message that this project did not write");
    let credentials = message.sender.credentials.unwrap();
    assert_eq!((credentials.user, credentials.group), (65534, 65534));
    assert_ne!(credentials.process, std::process::id());
    assert_eq!(socket.foreign_messages(), 1);
}

/// A socket, and another that sends it any bytes.
fn injected(datagrams: &[&[u8]]) -> PeerSocket {
    let socket = peer(&options());
    let sender = options().peer(socket.port()).open_peer(protocols::USERSOCK).unwrap();
    // The standard library sends what it is given.
    let raw = UnixDatagram::from(sender.as_fd().try_clone_to_owned().unwrap());
    for datagram in datagrams {
        assert_eq!(raw.send(datagram).unwrap(), datagram.len());
    }
    socket
}

/// A message that says it is so long.
fn framed(length: u32, kind: u16, payload: &[u8]) -> Vec<u8> {
    [&MessageHeader { length, kind, ..Default::default() }.to_bytes(), payload].concat()
}

#[test]
fn a_length_that_lies_is_an_error_that_says_so_and_the_next_datagram_is_read() {
    let good = framed(20, 16, b"good");
    for (length, told) in [
        (0, "message of 0 bytes is shorter than its header"),
        (5, "message of 5 bytes is shorter than its header"),
        (15, "message of 15 bytes is shorter than its header"),
        (21, "message of 21 bytes where the datagram has 20 left"),
        (u32::MAX, "message of 4294967295 bytes where the datagram has 20 left"),
    ] {
        let bad = framed(length, 16, b"bad!");
        let both = [&good[..], &bad].concat();
        let mut socket = injected(&[&bad, &both, &good]);
        let error = socket.receive_within(PATIENCE).map(drop).unwrap_err();
        assert_eq!(error.to_string(), told);
        assert_eq!(received(&mut socket).payload, b"good", "in front of the bad one");
        assert_eq!(socket.receive_within(PATIENCE).map(drop).unwrap_err().to_string(), told);
        assert_eq!(received(&mut socket).payload, b"good");
        assert!(is_idle(&mut socket));
    }
    let mut socket = injected(&[b"x", &good]);
    let error = socket.receive_within(PATIENCE).map(drop).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert_eq!(received(&mut socket).payload, b"good");
}

#[test]
fn control_messages_of_a_peer_are_passed_on_and_mean_nothing() {
    for kind in [0, kinds::NOOP, kinds::ERROR, kinds::DONE, kinds::OVERRUN] {
        let mut socket = injected(&[&framed(16, kind, &[])]);
        let message = received(&mut socket);
        assert_eq!((message.header.kind, message.payload), (kind, &[][..]));
        assert!(message.get::<Greeting>().unwrap().is_none());
    }
}

#[test]
fn no_frame_of_a_stranger_reaches_a_request_to_the_kernel() {
    if !namespace::is_inside("no_frame_of_a_stranger_reaches_a_request_to_the_kernel") {
        return;
    }
    let mut socket = options().open(protocols::ROUTE).unwrap();
    let stranger = options().peer(socket.port()).open_peer(protocols::ROUTE).unwrap();
    let raw = UnixDatagram::from(OwnedFd::from(stranger));
    let frames = [
        framed(0, 16, &[]),
        framed(5, 16, &[]),
        framed(4000, 16, &[]),
        framed(16, kinds::NOOP, &[]),
        framed(16, kinds::OVERRUN, &[]),
        framed(20, kinds::ERROR, &(-1i32).to_ne_bytes()),
        framed(20, kinds::DONE, &[0; 4]),
        b"x".to_vec(),
    ];
    for frame in &frames {
        raw.send(frame).unwrap();
    }
    let loopback = GetLink { index: 1, ext_mask: None, target_netnsid: None };
    assert_eq!(socket.request(&loopback).unwrap().name, "lo");
    assert_eq!(socket.foreign_messages(), frames.len() as u64);
    assert_eq!(socket.unclaimed_messages(), 0);
}

#[test]
fn no_object_of_a_stranger_enters_a_dump() {
    if !namespace::is_inside("no_object_of_a_stranger_enters_a_dump") {
        return;
    }
    let mut socket = options().open(protocols::ROUTE).unwrap();
    let stranger = options().peer(socket.port()).open_peer(protocols::ROUTE).unwrap();
    let raw = UnixDatagram::from(OwnedFd::from(stranger));
    // A link as the kernel would list it, and the end of the list.
    let mut link = framed(44, 16, &[0; 28]);
    link[20..24].copy_from_slice(&666i32.to_ne_bytes());
    link[32..44].copy_from_slice(b"\x0c\0\x03\0forged\0\0");
    let mut end = framed(20, kinds::DONE, &[0; 4]);
    for sequence in 1u32..4 {
        for frame in [&mut link, &mut end] {
            frame[6..8].copy_from_slice(&2u16.to_ne_bytes());
            frame[8..12].copy_from_slice(&sequence.to_ne_bytes());
            raw.send(frame).unwrap();
        }
    }
    let links = socket.dump(&GetLink { index: 0, ext_mask: Some(1), target_netnsid: None });
    let names = links.unwrap().owned().map(|link| link.unwrap().get().unwrap().name.to_string());
    assert_eq!(names.collect::<Vec<_>>(), ["lo"]);
    assert_eq!(socket.foreign_messages(), 6);
    // The very same is a link to who believes the sender.
    let mut credulous = options().senders(Senders::Anyone).open(protocols::ROUTE).unwrap();
    let stranger = options().peer(credulous.port()).open_peer(protocols::ROUTE).unwrap();
    link[8..12].copy_from_slice(&1u32.to_ne_bytes());
    UnixDatagram::from(OwnedFd::from(stranger)).send(&link).unwrap();
    let loopback = GetLink { index: 1, ext_mask: None, target_netnsid: None };
    assert_eq!(credulous.request(&loopback).unwrap().name, "forged");
}

#[test]
fn who_keeps_sending_to_a_socket_cannot_keep_it_waiting() {
    if !root() {
        return println!("skipped: only root may have so long a queue");
    }
    let options = options().receive_buffer(8 << 20).senders(Senders::Kernel);
    let mut socket = peer(&options);
    let mut stranger = peer(&SocketOptions::new());
    let to = Destination::port(socket.port());
    for _ in 0..1500 {
        stranger.send(&Greeting(b"x"), to).unwrap();
    }
    assert!(is_idle(&mut socket));
    assert_eq!(socket.foreign_messages(), 1001, "it gave up when its time was over");
    assert!(is_idle(&mut socket));
    assert_eq!(socket.foreign_messages(), 1500);
}
