//! Encoding of requests into a buffer that is used again.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use netlink_families::rt_route::Newroute;
use netlink_families::wireguard::{self, Wgallowedip, Wgpeer, WgpeerFlags};
use netlink_runtime::Request;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::List;
use netlink_runtime::wire::{GenericHeader, MessageHeader, Writer, flags};

use crate::structs::{AllowedIp, Peer, SetDevice};
use crate::{Done, Outcome, set_up};

const PEERS: usize = 4;
const PREFIXES: usize = 4;
const NAME: &[u8] = b"wg0";
const PREFIX: Ipv4Addr = Ipv4Addr::new(10, 1, 2, 0);

/// Writes a request so many times.
pub(crate) fn run(what: &str, how: &str, count: u32) -> Outcome<Done> {
    match (what, how) {
        ("route", "derived") => written(&route(), 24, None, count),
        ("route", "generated") => written(&generated_route(), 24, None, count),
        ("wireguard", "derived") => written(&wireguard(), 30, GENERIC, count),
        ("wireguard", "generated") => with_generated_wireguard(count),
        _ => Err(crate::USAGE.into()),
    }
}

const GENERIC: Option<GenericHeader> = Some(GenericHeader { command: 1, version: 1 });

/// Writes messages with this type, and for generic netlink this second header. The sum is that of
/// the bytes.
fn written<R: Request>(
    request: &R,
    kind: u16,
    generic: Option<GenericHeader>,
    count: u32,
) -> Outcome<Done> {
    let (mut writer, mut done) = (Writer::new(), Done::default());
    let header = MessageHeader { kind, flags: flags::REQUEST | flags::ACK, ..Default::default() };
    for sequence in 0..count {
        writer.clear();
        let message = writer.begin_message(MessageHeader { sequence, ..header });
        if let Some(generic) = generic {
            writer.extend(&generic.to_bytes());
        }
        black_box(request).encode(&mut writer);
        writer.end_message(message);
        if writer.take_fault().is_some() {
            return Err("the request does not fit".into());
        }
        done.add(black_box(writer.bytes()).len() as u64);
    }
    let bytes = writer.bytes().get(MessageHeader::SIZE..).unwrap_or_default();
    done.sum += bytes.iter().copied().map(u64::from).sum::<u64>();
    Ok(done)
}

fn route() -> crate::structs::AddRoute {
    set_up::route(7, 2, Some([192, 0, 2, 2].into()))
}

fn generated_route() -> Newroute<'static> {
    let route = route();
    Newroute {
        header: route.header,
        dst: Some(IpAddr::V4(route.dst)),
        oif: Some(route.oif),
        gateway: route.gateway.map(IpAddr::V4),
        priority: Some(route.priority),
        table: Some(route.table),
        ..Newroute::default()
    }
}

/// `struct sockaddr_in` of 192.0.2.9 and port 51820.
fn endpoint() -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[0..2].copy_from_slice(&2u16.to_ne_bytes());
    bytes[2..4].copy_from_slice(&51_820u16.to_be_bytes());
    bytes[4..8].copy_from_slice(&[192, 0, 2, 9]);
    bytes
}

fn wireguard() -> SetDevice<'static> {
    let prefix = AllowedIp { family: 2, ipaddr: PREFIX, cidr_mask: 24 };
    let endpoint = endpoint().to_vec().leak();
    let allowedips = vec![prefix; PREFIXES];
    let peer = Peer { public_key: [7; 32], flags: 2, endpoint, allowedips };
    let peers = vec![peer; PEERS];
    SetDevice { ifname: BStr::new(NAME), private_key: [9; 32], listen_port: 51_820, peers }
}

fn with_generated_wireguard(count: u32) -> Outcome<Done> {
    let (family, ipaddr, cidr_mask) = (Some(2), Some(IpAddr::V4(PREFIX)), Some(24));
    let prefix = Wgallowedip { family, ipaddr, cidr_mask, ..Wgallowedip::default() };
    let prefixes = [prefix; PREFIXES];
    let peer = Wgpeer {
        public_key: Some([7; 32]),
        flags: Some(WgpeerFlags::REPLACE_ALLOWEDIPS),
        endpoint: Some(SocketAddr::from(([192, 0, 2, 9], 51_820))),
        allowedips: Some(List::new(&prefixes)),
        ..Wgpeer::default()
    };
    let peers = [peer; PEERS];
    let request = wireguard::SetDevice {
        ifname: Some(BStr::new(NAME)),
        private_key: Some([9; 32]),
        listen_port: Some(51_820),
        peers: Some(List::new(&peers)),
        ..wireguard::SetDevice::default()
    };
    written(&request, 30, GENERIC, count)
}
