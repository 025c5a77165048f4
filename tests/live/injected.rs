//! Frames and attributes that the kernel would not send, injected by another socket: a socket that
//! believes it reads them right or says what is wrong, and goes on.

use core::time::Duration;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;

use netlink_families::rt_link::{Getlink, Ifinfomsg};
use netlink_families::rt_route::{Getroute, Rtmsg};
use netlink_runtime::bstr::BStr;
use netlink_runtime::socket::Senders;
use netlink_runtime::wire::{MessageHeader, Writer, kinds};
use netlink_runtime::{Error, NetlinkMessage, Single, Socket, SocketOptions, protocols};

use crate::namespace::in_namespace;

const NEWLINK: u16 = 16;
const NEWROUTE: u16 = 24;

/// A socket that believes anyone, to which another one has sent these datagrams.
fn believing(datagrams: &[Vec<u8>]) -> Socket {
    let options = SocketOptions::new().timeout(Duration::from_secs(10));
    let socket = options.clone().senders(Senders::Anyone).open(protocols::ROUTE).unwrap();
    let stranger = options.peer(socket.port()).open_peer(protocols::ROUTE).unwrap();
    // The standard library sends what it is given.
    let raw = UnixDatagram::from(OwnedFd::from(stranger));
    for datagram in datagrams {
        assert_eq!(raw.send(datagram).unwrap(), datagram.len());
    }
    socket
}

/// A message that says it is so long, in the place of the answer to the first request.
fn framed(length: usize, kind: u16, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(length).unwrap();
    let header = MessageHeader { length, kind, sequence: 1, ..MessageHeader::default() };
    [&header.to_bytes(), payload].concat()
}

/// A message with a fixed header of so many zeros, the first byte but for this one, and an
/// attribute.
fn answer(kind: u16, (first, size): (u8, usize), attribute: (u16, &[u8])) -> Vec<u8> {
    let mut payload = Writer::new();
    payload.extend(&[first]);
    payload.extend(&vec![0; size - 1]);
    payload.put(attribute.0, attribute.1);
    framed(16 + payload.bytes().len(), kind, payload.bytes())
}

fn lo() -> Getlink<'static> {
    let header = Ifinfomsg::of(1);
    Getlink { header, ..Getlink::default() }
}

/// Whether the kernel is asked and answers as ever.
fn assert_goes_on(socket: &mut Socket) {
    let link = socket.request(&lo()).unwrap();
    assert_eq!((link.header.ifi_index, link.ifname), (1, Some(BStr::new("lo"))));
}

#[test]
fn frames_whose_length_lies_are_told_and_control_messages_mean_what_they_say() {
    in_namespace(|| {
        for (length, told) in [
            (0, "message of 0 bytes is shorter than its header"),
            (5, "message of 5 bytes is shorter than its header"),
            (4000, "message of 4000 bytes where the datagram has 36 left"),
        ] {
            let mut socket = believing(&[framed(length, NEWLINK, &[0; 20])]);
            let error = socket.request(&lo()).map(drop).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("rt-link getlink: the answer is malformed: {told}")
            );
            assert_goes_on(&mut socket);
        }
        let mut socket = believing(&[framed(16, kinds::NOOP, &[]), framed(16, kinds::NOOP, &[])]);
        assert_goes_on(&mut socket);
        let mut socket = believing(&[framed(16, kinds::OVERRUN, &[])]);
        let error = socket.request(&lo()).map(drop).unwrap_err();
        assert!(matches!(error, Error::Overrun { .. }), "{error}");
        assert_goes_on(&mut socket);
        let mut socket = believing(&[vec![7], vec![0; 15]]);
        for _ in 0..2 {
            assert!(matches!(socket.request(&lo()).map(drop), Err(Error::Decode { .. })));
        }
        assert_goes_on(&mut socket);
    });
}

/// The text of the error that a request ends with, to which these bytes are the answer.
fn refused<R: Single>(request: &R, answer: Vec<u8>) -> String {
    let mut socket = believing(&[answer]);
    let error = socket.request(request).map(drop).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "malformed, and not missing: {error}");
    assert_goes_on(&mut socket);
    error.to_string()
}

#[test]
fn an_attribute_or_header_that_is_too_short_is_malformed_and_not_missing() {
    in_namespace(|| {
        // IFLA_MTU
        let text = refused(&lo(), answer(NEWLINK, (0, 16), (4, &[0xdc, 5])));
        let told = "rt-link getlink: the answer is malformed: ";
        let text = text.strip_prefix(told).unwrap();
        assert_eq!(text, "link-attrs.mtu: 2 bytes where at least 4 are needed");
        let text = refused(&lo(), framed(16 + 8, NEWLINK, &[0; 8]));
        let text = text.strip_prefix(told).unwrap();
        assert_eq!(text, "8 bytes where at least 16 are needed");
    });
}

#[test]
fn a_name_may_be_empty_and_may_lack_its_nul() {
    in_namespace(|| {
        for (bytes, name) in [(&b""[..], ""), (b"\0", ""), (b"eth0", "eth0"), (b"eth0\0", "eth0")] {
            let mut socket = believing(&[answer(NEWLINK, (0, 16), (3, bytes))]);
            assert_eq!(socket.request(&lo()).unwrap().ifname, Some(BStr::new(name)), "{bytes:?}");
            assert_goes_on(&mut socket);
        }
    });
}

/// A route of which only the destination is read, as an IPv4 address.
#[derive(NetlinkMessage)]
#[netlink(protocol = route, ty = 26, reply = Ipv4Route, reply_ty = 24, name = "ipv4-route")]
struct GetIpv4Route {
    #[netlink(header)]
    header: Rtmsg,
}

#[derive(NetlinkMessage)]
#[netlink(name = "ipv4-route")]
struct Ipv4Route {
    #[netlink(header)]
    header: Rtmsg,
    #[netlink(id = 1)]
    dst: Option<Ipv4Addr>,
}

#[test]
fn sixteen_bytes_in_the_destination_of_an_ipv4_route_are_not_cut_to_four() {
    in_namespace(|| {
        let header = Rtmsg { rtm_family: 2, ..Rtmsg::default() };
        let forged = |bytes: &[u8]| answer(NEWROUTE, (2, 12), (1, bytes));
        // Whose type leaves open which kind of address it is.
        let request = Getroute { header, ..Getroute::default() };
        let mut socket = believing(&[forged(&[1; 16])]);
        let dst = socket.request(&request).unwrap().dst;
        assert_eq!(dst, Some(Ipv6Addr::from([1; 16]).into()));
        assert_goes_on(&mut socket);
        let text = refused(&request, forged(&[1; 5]));
        assert!(text.ends_with("dst: 5 bytes where 4 or 16 are needed"), "{text}");
        // And whose type does not.
        let mut socket = believing(&[forged(&[1; 4])]);
        let route = socket.request(&GetIpv4Route { header }).unwrap();
        assert_eq!((route.header.rtm_family, route.dst), (2, Some([1; 4].into())));
        let text = refused(&GetIpv4Route { header }, forged(&[1; 16]));
        assert!(text.ends_with("dst: 16 bytes where 4 are needed"), "{text}");
    });
}
