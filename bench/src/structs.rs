//! Structs with just the attributes that matter, as a program would write them.

use std::net::Ipv4Addr;

use netlink_families::rt_link::Ifinfomsg;
use netlink_families::rt_route::Rtmsg;
use netlink_runtime::NetlinkMessage;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::HardwareAddress;
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};

/// Three attributes of an IPv4 route.
#[derive(NetlinkMessage)]
pub(crate) struct Route {
    #[netlink(header)]
    pub(crate) header: Rtmsg,
    #[netlink(id = 1)]
    pub(crate) dst: Option<Ipv4Addr>,
    #[netlink(id = 4)]
    pub(crate) oif: Option<u32>,
    #[netlink(id = 5)]
    pub(crate) gateway: Option<Ipv4Addr>,
}

/// Asks for all routes.
#[derive(NetlinkMessage)]
#[netlink(protocol = route, ty = 26, dump, reply = Route, reply_ty = 24)]
pub(crate) struct GetRoutes {
    #[netlink(header)]
    pub(crate) header: Rtmsg,
}

/// Three attributes of a link.
#[derive(NetlinkMessage)]
pub(crate) struct Link<'a> {
    #[netlink(header)]
    pub(crate) header: Ifinfomsg,
    #[netlink(id = 1)]
    pub(crate) address: Option<HardwareAddress<'a>>,
    #[netlink(id = 3)]
    pub(crate) ifname: Option<&'a BStr>,
    #[netlink(id = 4)]
    pub(crate) mtu: Option<u32>,
}

/// Asks for a generic netlink family.
#[derive(NetlinkMessage)]
#[netlink(family = "nlctrl", version = 2, cmd = 3, reply = Family<'_>)]
pub(crate) struct GetFamily<'a> {
    #[netlink(id = 2)]
    pub(crate) name: &'a BStr,
}

/// Three attributes of a generic netlink family.
#[derive(NetlinkMessage)]
pub(crate) struct Family<'a> {
    #[netlink(id = 1)]
    pub(crate) id: Option<u16>,
    #[netlink(id = 2)]
    pub(crate) name: Option<&'a BStr>,
    #[netlink(id = 3)]
    pub(crate) version: Option<u32>,
}

/// Adds an IPv4 route.
#[derive(NetlinkMessage)]
#[netlink(protocol = route, ty = 24, flags = CREATE | EXCLUSIVE)]
pub(crate) struct AddRoute {
    #[netlink(header)]
    pub(crate) header: Rtmsg,
    #[netlink(id = 1)]
    pub(crate) dst: Ipv4Addr,
    #[netlink(id = 4)]
    pub(crate) oif: u32,
    #[netlink(id = 5)]
    pub(crate) gateway: Option<Ipv4Addr>,
    #[netlink(id = 6)]
    pub(crate) priority: u32,
    #[netlink(id = 15)]
    pub(crate) table: u32,
}

/// Sets a WireGuard device and its peers.
#[derive(NetlinkMessage)]
#[netlink(family = "wireguard", cmd = 1)]
pub(crate) struct SetDevice<'a> {
    #[netlink(id = 2)]
    pub(crate) ifname: &'a BStr,
    #[netlink(id = 3, secret)]
    pub(crate) private_key: [u8; 32],
    #[netlink(id = 6)]
    pub(crate) listen_port: u16,
    #[netlink(id = 8, indexed)]
    pub(crate) peers: Vec<Peer<'a>>,
}

/// A peer.
#[derive(NetlinkMessage, Clone)]
pub(crate) struct Peer<'a> {
    #[netlink(id = 1)]
    pub(crate) public_key: [u8; 32],
    #[netlink(id = 3)]
    pub(crate) flags: u32,
    #[netlink(id = 4)]
    pub(crate) endpoint: &'a [u8],
    #[netlink(id = 9, indexed)]
    pub(crate) allowedips: Vec<AllowedIp>,
}

/// A prefix.
#[derive(NetlinkMessage, Clone)]
pub(crate) struct AllowedIp {
    #[netlink(id = 1)]
    pub(crate) family: u16,
    #[netlink(id = 2)]
    pub(crate) ipaddr: Ipv4Addr,
    #[netlink(id = 3)]
    pub(crate) cidr_mask: u8,
}
