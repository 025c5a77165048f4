//! Tunnels of routes of many kinds.

use netlink_families::rt_route::{EncapMsg, EncapType, GetrouteDump, RouteAttrs};
use netlink_runtime::Netlink;

use crate::{inside, ip, tool, whole};

/// Links and addresses for the routes. The tests are alone in their kernel, one after another.
fn set_up() {
    // What the test before left, if there was one.
    tool::run("ip link del one");
    ip("link set lo up");
    ip("link add one type veth peer name two");
    ip("link set one up");
    ip("link set two up");
    ip("address add 2001:db8::1/64 dev one nodad");
    ip("address add 192.0.2.1/24 dev one");
}

/// The tunnel of a route or next hop.
fn tunnel<'a>(to: &RouteAttrs<'a>) -> Option<EncapMsg<'a>> {
    to.encap.map(|encap| encap.get(to.encap_type).unwrap())
}

#[test]
fn what_tunnels_of_each_kind_have_is_known_wholly() {
    if !inside() {
        return;
    }
    set_up();
    let tunnels = [
        "mpls 100/200 ttl 3",
        "ila 1:2:3:4 csum-mode adj-transport ident-type luid",
        "ip6 id 9 dst 2001:db8::7 hoplimit 3 erspan_opts 2:0:1:3",
        "seg6 mode encap segs 2001:db8::9",
        "seg6local action End.DT6 table 254 count",
        "ioam6 freq 1/5 mode encap tundst 2001:db8::9 trace prealloc type 0x800000 ns 1 size 12",
    ];
    for (index, tunnel) in tunnels.iter().enumerate() {
        ip(&format!("-6 route add 2001:db8:{index}:1::/64 encap {tunnel} via 2001:db8::2 dev one"));
    }
    let routes = whole::dumped(&mut Netlink::new(), &GetrouteDump::default());
    let mut kinds = Vec::new();
    for route in &routes {
        let route = route.get().unwrap();
        match tunnel(&route) {
            Some(EncapMsg::Mpls(mpls)) => {
                let labels: Vec<_> = mpls.dst.unwrap().iter().map(|entry| entry >> 12).collect();
                assert_eq!((labels, mpls.ttl), (vec![100, 200], Some(3)));
            }
            Some(EncapMsg::Ila(ila)) => assert_eq!(ila.locator, Some(0x0001_0002_0003_0004)),
            Some(EncapMsg::Ip6(ip6)) => {
                let erspan = ip6.opts.unwrap().get().unwrap().erspan.unwrap().get().unwrap();
                assert_eq!((erspan.ver, erspan.dir, erspan.hwid), (Some(2), Some(1), Some(3)));
            }
            Some(EncapMsg::Ioam6(ioam6)) => {
                assert_eq!((ioam6.freq_k, ioam6.freq_n), (Some(1), Some(5)));
                assert_eq!(ioam6.trace.unwrap().namespace_id, 1);
            }
            Some(EncapMsg::Other(bytes)) => panic!("{bytes:02x?}"),
            _ => {}
        }
        kinds.extend(route.encap_type);
    }
    let expected = [
        EncapType::Mpls,
        EncapType::Ila,
        EncapType::Ip6,
        EncapType::Seg6,
        EncapType::Seg6Local,
        EncapType::Ioam6,
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn each_of_several_next_hops_has_a_tunnel_of_its_own() {
    if !inside() {
        return;
    }
    set_up();
    ip("route add 203.0.113.0/24 nexthop encap mpls 16 via 192.0.2.2 dev one \
        nexthop encap ip id 8 dst 198.51.100.3 via 192.0.2.3 dev one weight 2");
    let routes = whole::dumped(&mut Netlink::new(), &GetrouteDump::default());
    let mut several = routes.iter().filter_map(|route| route.get().unwrap().multipath);
    let hops = several.next().expect("it was added").to_vec().unwrap();
    let [one, two] = &hops[..] else { panic!("{hops:?}") };
    assert!(matches!(tunnel(one), Some(EncapMsg::Mpls(_))), "{one:?}");
    assert!(matches!(tunnel(two), Some(EncapMsg::Ip(ip)) if ip.id == Some(8)), "{two:?}");
    assert_eq!((one.header.rtnh_hops, two.header.rtnh_hops), (0, 1));
}
