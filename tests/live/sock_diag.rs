//! Sockets: answers that have another fixed header than requests.

use std::fs;
use std::net::TcpListener;
use std::os::fd::{AsRawFd, RawFd};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{SocketAddr, UnixListener};

use netlink_families::{inet_diag, unix_diag};
use netlink_runtime::Netlink;

use crate::dumped::dumped_with_header;

const AF_UNIX: u8 = 1;
const AF_INET: u8 = 2;
const TCP: u8 = 6;

/// The inode of a socket of this process.
fn inode(fd: RawFd) -> u32 {
    let link = fs::metadata(format!("/proc/self/fd/{fd}")).expect("the socket is open");
    u32::try_from(link.ino()).expect("inodes of sockets have 32 bits")
}

#[test]
fn a_listener_of_the_unix_domain_is_told_with_its_name() {
    let name = format!("netlink-test-{}", std::process::id());
    let address = SocketAddr::from_abstract_name(&name).unwrap();
    let listener = UnixListener::bind_addr(&address).unwrap();
    let ino = inode(listener.as_raw_fd());
    let header = unix_diag::Req {
        family: AF_UNIX,
        states: unix_diag::StateFlags::all(),
        ino,
        show: unix_diag::Show::NAME | unix_diag::Show::RQLEN,
        cookie_low: u32::MAX,
        cookie_high: u32::MAX,
        ..Default::default()
    };
    let mut netlink = Netlink::new();
    let socket = netlink.request(&unix_diag::Get { header, ..Default::default() }).unwrap();
    assert_eq!((socket.header.ino, socket.header.state), (ino, unix_diag::State::Listen));
    assert_eq!(socket.name, Some([b"\0", name.as_bytes()].concat().as_slice()));
    assert_eq!(socket.rqlen.unwrap().rqueue, 0, "nobody waits to be accepted");

    let header = unix_diag::Req { ino: 0, ..header };
    let all =
        dumped_with_header(&mut netlink, &unix_diag::GetDump { header, ..Default::default() });
    let ours = all.iter().find(|it| it.get().unwrap().header.ino == ino);
    assert!(ours.is_some(), "it is in the dump too");
}

#[test]
fn a_listener_of_tcp_is_in_the_dump_of_its_state_only() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (ino, port) = (inode(listener.as_raw_fd()), listener.local_addr().unwrap().port());
    let sockets = |states| {
        let header =
            inet_diag::ReqV2 { family: AF_INET, protocol: TCP, states, ..Default::default() };
        let request = inet_diag::GetDump { header, ..Default::default() };
        dumped_with_header(&mut Netlink::new(), &request)
    };
    let listening = sockets(inet_diag::TcpStateFlags::LISTEN);
    let ours = listening.iter().map(|it| it.get().unwrap()).find(|it| it.header.inode == ino);
    let header = ours.expect("it listens").header;
    assert_eq!((header.id.sport, header.state), (port, inet_diag::TcpState::Listen));
    assert_eq!(header.id.src[..4], [127, 0, 0, 1]);
    let others = sockets(inet_diag::TcpStateFlags::all() - inet_diag::TcpStateFlags::LISTEN);
    assert!(others.iter().all(|it| it.get().unwrap().header.inode != ino));
}
