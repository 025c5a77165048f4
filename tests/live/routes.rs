//! Routes with several next hops and with tunnels, compared with what `ip` shows and makes.

use netlink_families::rt_route::{
    EncapIp6Attrs, EncapIpAttrs, EncapMsg, EncapType, GetrouteDump, Newroute, RouteAttrs,
    RtmProtocol, RtmType, Rtmsg, Rtnexthop, Seg6LocalAction,
};
use netlink_runtime::payload::{Records, SubMessage};
use netlink_runtime::wire::flags::CREATE;
use netlink_runtime::{Netlink, Request, WithHeader};
use serde_json::Value;

use crate::dumped::dumped_with_header;
use crate::namespace::in_namespace;
use crate::tool;

const PAIR: [&str; 6] = [
    "link set lo up",
    "link add one type veth peer name two",
    "link set one up",
    "link set two up",
    "address add 192.0.2.1/24 dev one",
    "address add 2001:db8::1/64 dev one nodad",
];

/// Runs `ip` with these commands; whether it is installed.
fn set_up(commands: &[&str]) -> bool {
    commands.iter().all(|command| tool::output(&format!("ip {command}")).is_some())
}

/// The first thing that `ip` shows.
fn shown(command: &str) -> Value {
    let text = tool::output(&format!("ip -json {command}")).expect("ip was there a moment ago");
    let list: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    list.into_iter().next().expect("one thing")
}

fn index_of(link: &str) -> i32 {
    let index = shown(&format!("link show {link}"))["ifindex"].as_i64();
    index.and_then(|index| i32::try_from(index).ok()).expect("an index")
}

/// The header of a route in the main table.
fn header(rtm_family: u8, rtm_dst_len: u8) -> Rtmsg {
    let (rtm_protocol, rtm_type) = (RtmProtocol::Static, RtmType::Unicast);
    Rtmsg { rtm_family, rtm_dst_len, rtm_table: 254, rtm_protocol, rtm_type, ..Rtmsg::default() }
}

#[test]
fn several_next_hops_that_we_add_are_those_that_ip_shows_and_that_we_read() {
    in_namespace(|| {
        if !set_up(&PAIR) {
            return;
        }
        let tunnel = EncapMsg::Ip(EncapIpAttrs {
            id: Some(8),
            dst: Some([198, 51, 100, 3].into()),
            ..EncapIpAttrs::default()
        });
        let index = index_of("one");
        let hop = |last, rtnh_hops, encap| WithHeader {
            header: Rtnexthop { rtnh_hops, rtnh_ifindex: index, ..Rtnexthop::default() },
            attributes: RouteAttrs {
                gateway: Some([192, 0, 2, last].into()),
                encap,
                ..RouteAttrs::default()
            },
        };
        let hops = [hop(2, 2, None), hop(3, 0, Some(SubMessage::from(&tunnel)))];
        let multipath = Some(Records::new(&hops));
        let dst = Some([203, 0, 113, 0].into());
        let route = Newroute { header: header(2, 24), dst, multipath, ..Newroute::default() };
        let mut netlink = Netlink::new();
        netlink.request(&route.with_flags(CREATE)).unwrap();

        let theirs = shown("route show 203.0.113.0/24");
        let shown = |hop: usize, member: &str| &theirs["nexthops"][hop][member];
        assert_eq!((shown(0, "gateway"), shown(0, "weight")), (&"192.0.2.2".into(), &3.into()));
        assert_eq!((shown(1, "gateway"), shown(1, "weight")), (&"192.0.2.3".into(), &1.into()));
        assert_eq!((shown(1, "encap"), shown(1, "id")), (&"ip".into(), &8.into()));
        assert_eq!(shown(1, "dst"), "198.51.100.3");

        let routes = dumped_with_header(&mut netlink, &GetrouteDump::default());
        let mut routes = routes.iter().map(|route| route.get().unwrap());
        let read = routes.find(|route| route.dst == dst).expect("it was added");
        let read = read.multipath.unwrap().to_vec().unwrap();
        let facts = |hop: &WithHeader<Rtnexthop, RouteAttrs<'_>>| {
            (hop.header.rtnh_ifindex, hop.header.rtnh_hops, hop.gateway)
        };
        assert_eq!(read.iter().map(facts).collect::<Vec<_>>(), hops.each_ref().map(facts));
        assert_eq!(read[1].encap_type, Some(EncapType::Ip));
    });
}

#[test]
fn tunnels_that_ip_makes_are_read_by_their_kind() {
    in_namespace(|| {
        let commands = [
            "-6 route add 2001:db8:1::/64 encap ip6 id 9 dst 2001:db8::7 dev one",
            "-6 route add 2001:db8:2::/64 encap seg6 mode encap segs 2001:db8::9 dev one",
            "-6 route add 2001:db8:3::/64 encap seg6local action End.DT6 table 254 count dev one",
        ];
        if !set_up(&PAIR) || !set_up(&commands) {
            return;
        }
        let routes = dumped_with_header(&mut Netlink::new(), &GetrouteDump::default());
        let mut tunnels = Vec::new();
        for route in &routes {
            let route = route.get().unwrap();
            let Some(encap) = route.encap else { continue };
            match encap.get(route.encap_type).unwrap() {
                EncapMsg::Ip6(tunnel) => {
                    assert_eq!(tunnel.dst, Some("2001:db8::7".parse().unwrap()));
                    assert_eq!(tunnel.id, Some(9));
                }
                EncapMsg::Seg6(tunnel) => {
                    // A mode, a header of 8 bytes, and one segment.
                    assert_eq!(tunnel.srh.unwrap().len(), 4 + 8 + 16);
                    assert_eq!(tunnel.srh.unwrap()[..4], 1_u32.to_ne_bytes());
                }
                EncapMsg::Seg6Local(tunnel) => {
                    assert_eq!(tunnel.action, Some(Seg6LocalAction::EndDt6));
                    assert_eq!(tunnel.table, Some(254));
                    assert_eq!(tunnel.counters.unwrap().get().unwrap().packets, Some(0));
                }
                other => panic!("{other:?}"),
            }
            tunnels.extend(route.encap_type);
        }
        let expected = [EncapType::Ip6, EncapType::Seg6, EncapType::Seg6Local];
        assert_eq!(tunnels, expected);
    });
}

#[test]
fn a_tunnel_that_we_make_says_its_kind_by_itself() {
    in_namespace(|| {
        if !set_up(&PAIR) {
            return;
        }
        let dst = Some("2001:db8::7".parse().unwrap());
        let tunnel = EncapIp6Attrs { id: Some(9), dst, hoplimit: Some(3), ..Default::default() };
        let tunnel = EncapMsg::Ip6(tunnel);
        let route = Newroute {
            header: header(10, 64),
            dst: Some("2001:db8:5::".parse().unwrap()),
            oif: u32::try_from(index_of("one")).ok(),
            encap: Some(SubMessage::from(&tunnel)),
            ..Newroute::default()
        };
        Netlink::new().request(&route.with_flags(CREATE)).unwrap();
        let theirs = shown("-6 route show 2001:db8:5::/64");
        assert_eq!((&theirs["encap"], &theirs["id"]), (&"ip6".into(), &9.into()));
        assert_eq!((&theirs["hoplimit"], &theirs["dev"]), (&3.into(), &"one".into()));
    });
}
