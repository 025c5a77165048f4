//! What is made in the kernel so that there is something to dump.

use std::net::{IpAddr, Ipv4Addr};

use netlink_families::rt_addr::{Ifaddrmsg, Newaddr};
use netlink_families::rt_link::{IfinfoFlags, Ifinfomsg, LinkinfoAttrs, Newlink, Setlink};
use netlink_families::rt_route::{RtmType, Rtmsg};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Nested;
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Netlink, Request};

use crate::Outcome;
use crate::structs::AddRoute;

/// The index of `lo` in every network namespace.
const LO: u32 = 1;

/// Switches a link on.
pub(crate) fn up(netlink: &mut Netlink, index: u32) -> Outcome<()> {
    let (ifi_index, ifi_flags) = (index.try_into()?, IfinfoFlags::UP);
    let header = Ifinfomsg { ifi_index, ifi_flags, ifi_change: 1, ..Ifinfomsg::default() };
    Ok(netlink.request(&Setlink { header, ..Setlink::default() })?)
}

/// Makes bridges `br0` and so on, whose indices follow that of `lo`.
pub(crate) fn bridges(netlink: &mut Netlink, count: u32) -> Outcome<()> {
    let info = LinkinfoAttrs { kind: Some(BStr::new("bridge")), ..LinkinfoAttrs::default() };
    for number in 0..count {
        let (name, ifi_index) = (format!("br{number}"), (LO + 1 + number).try_into()?);
        let header = Ifinfomsg::of(ifi_index);
        let (ifname, linkinfo) = (Some(BStr::new(&name)), Some(Nested::from(&info)));
        let request = Newlink { header, ifname, linkinfo, ..Newlink::default() };
        netlink.request(&request.with_flags(CREATE | EXCLUSIVE))?;
    }
    Ok(())
}

/// Gives a link the address 192.0.2.1/24.
pub(crate) fn address(netlink: &mut Netlink, index: u32) -> Outcome<()> {
    let (ifa_family, ifa_prefixlen, ifa_index) = (2, 24, index);
    let header = Ifaddrmsg { ifa_family, ifa_prefixlen, ifa_index, ..Ifaddrmsg::default() };
    let local = Some(IpAddr::from([192, 0, 2, 1]));
    let request = Newaddr { header, local, ..Newaddr::default() };
    Ok(netlink.request(&request.with_flags(CREATE))?)
}

/// The request for the route with this number, to a prefix of 25 bits above 1.0.0.0.
pub(crate) fn route(number: u32, oif: u32, gateway: Option<Ipv4Addr>) -> AddRoute {
    let (rtm_family, rtm_dst_len, rtm_type) = (2, 25, RtmType::Unicast);
    let header = Rtmsg { rtm_family, rtm_dst_len, rtm_type, ..Rtmsg::default() };
    let dst = Ipv4Addr::from_bits(0x100_0000 + (number << 7));
    AddRoute { header, dst, oif, gateway, priority: 100, table: 254 }
}

/// Adds so many routes.
pub(crate) fn routes(
    netlink: &mut Netlink,
    count: u32,
    oif: u32,
    gateway: Option<Ipv4Addr>,
) -> Outcome<()> {
    for number in 0..count {
        netlink.request(&route(number, oif, gateway))?;
    }
    Ok(())
}

/// Switches `lo` on and adds so many routes through it.
pub(crate) fn routes_on_lo(count: u32) -> Outcome<()> {
    let mut netlink = Netlink::new();
    up(&mut netlink, LO)?;
    routes(&mut netlink, count, LO, None)
}

/// Makes 200 bridges beside `lo`, and 10,000 routes through a gateway behind the first.
pub(crate) fn for_captures() -> Outcome<()> {
    let netlink = &mut Netlink::new();
    bridges(netlink, 200)?;
    let first = LO + 1;
    up(netlink, LO)?;
    up(netlink, first)?;
    address(netlink, first)?;
    routes(netlink, 10_000, first, Some([192, 0, 2, 2].into()))
}
