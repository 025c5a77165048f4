//! Adds a route to 198.51.100.0/24 through the loopback interface, and lists all routes.
//!
//! Needs root: `cargo build --example routes && unshare -n sh -c 'ip link set lo up;
//! target/debug/examples/routes'` leaves the machine's own routes alone.

use netlink_families::rt_route::{GetrouteDump, Newroute, RouteAttrs, RtmType, Rtmsg};
use netlink_runtime::wire::flags::CREATE;
use netlink_runtime::{Error, Netlink, Request};

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
        for hop in route.multipath.unwrap_or_default() {
            let hop = hop?;
            println!(
                "  hops {}{} dev {}",
                hop.header.rtnh_hops,
                way(&hop),
                hop.header.rtnh_ifindex
            );
        }
    }
    Ok(())
}

/// The tunnel and the gateway of a route or next hop.
fn way(to: &RouteAttrs<'_>) -> String {
    let encap = to.encap_type.map(|kind| format!(" encap {kind}")).unwrap_or_default();
    encap + &to.gateway.map(|gateway| format!(" via {gateway}")).unwrap_or_default()
}
