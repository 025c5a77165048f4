//! Adds a route to 198.51.100.0/24 through the loopback interface, and lists all routes.
//!
//! Needs root: `cargo build --example routes && unshare -n sh -c 'ip link set lo up;
//! target/debug/examples/routes'` leaves the machine's own routes alone.

use netlink_families::rt_route::{GetrouteDump, Newroute, RouteAttrs, RtmType, Rtmsg};
use netlink_runtime::payload::Decode;
use netlink_runtime::wire::flags::CREATE;
use netlink_runtime::{Error, Netlink, NetlinkStruct, Request, WithHeader};

/// `struct rtnexthop`, ahead of the attributes of one of several next hops; they are aligned to 4.
#[derive(Clone, Copy, NetlinkStruct)]
struct NextHop {
    length: u16,
    flags: u8,
    hops: u8,
    ifindex: i32,
}

fn main() -> Result<(), Error> {
    let (rtm_family, rtm_dst_len, rtm_table, rtm_type) = (2, 24, 254, RtmType::Unicast);
    let header = Rtmsg { rtm_family, rtm_dst_len, rtm_table, rtm_type, ..Rtmsg::default() };
    let mut netlink = Netlink::new();
    let dst = Some([198, 51, 100, 0].into());
    let route = Newroute { header, dst, oif: Some(1), ..Newroute::default() };
    netlink.request(&route.with_flags(CREATE))?;
    let mut routes = netlink.dump(&GetrouteDump::default())?;
    while let Some(route) = routes.next()? {
        let Rtmsg { rtm_type, rtm_dst_len, .. } = route.header;
        let dst = route.dst.map_or("default".to_owned(), |dst| format!("{dst}/{rtm_dst_len}"));
        let oif = route.oif.map_or_else(String::new, |oif| format!(" dev {oif}"));
        println!("{rtm_type} {dst} table {}{}{oif}", route.table.unwrap_or(0), way(&route));
        let mut hops = route.multipath.unwrap_or_default();
        while !hops.is_empty() {
            let length = usize::from(NextHop::decode(hops)?.length).next_multiple_of(4);
            let (hop, rest) = hops.split_at(length.clamp(1, hops.len()));
            let hop = WithHeader::<NextHop, RouteAttrs<'_>>::decode(hop)?;
            println!("  hops {}{} dev {}", hop.header.hops, way(&hop), hop.header.ifindex);
            hops = rest;
        }
    }
    Ok(())
}

/// The tunnel and the gateway of a route or next hop.
fn way(to: &RouteAttrs<'_>) -> String {
    let encap = to.encap_type.map(|kind| format!(" encap {kind}")).unwrap_or_default();
    encap + &to.gateway.map(|gateway| format!(" via {gateway}")).unwrap_or_default()
}
