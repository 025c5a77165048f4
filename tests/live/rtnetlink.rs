//! Links, addresses, routes, rules and neighbours: all that the kernel sends of them is known to
//! the specs.

use netlink_families::rt_addr::{GetaddrDump, GetmulticastDump, Ifaddrmsg};
use netlink_families::rt_link::{
    GetlinkDump, GetstatsDump, IfStatsMsg, LinkinfoAttrs, LinkinfoDataMsg, LinkinfoMemberDataMsg,
};
use netlink_families::rt_neigh::{GetneighDump, GetneightblDump, Ndmsg, RtmProtocol};
use netlink_families::rt_route::{EncapMsg, GetrouteDump};
use netlink_families::rt_rule::GetruleDump;
use netlink_runtime::Netlink;
use netlink_runtime::bstr::BStr;

use crate::dumped::dumped_with_header;
use crate::namespace::{in_namespace, skip};
use crate::tool;

/// A pair of links that are up, the first in a bridge.
const PAIR: [&str; 8] = [
    "link set lo up",
    "link add br0 type bridge",
    "link add one type veth peer name two",
    "link set one master br0",
    "link set br0 up",
    "link set one up",
    "link set two up alias something",
    "link property add dev two altname other",
];

/// Runs `ip` with these commands; whether it is installed.
fn set_up(commands: &[&str]) -> bool {
    commands.iter().all(|command| tool::output(&format!("ip {command}")).is_some())
}

/// Runs those of the commands that this kernel can do.
fn try_all(commands: &[&str]) {
    for command in commands {
        let output = tool::run(&format!("ip {command}")).expect("ip was there a moment ago");
        if !output.status.success() {
            skip(&format!("ip {command}: {}", String::from_utf8_lossy(&output.stderr).trim()));
        }
    }
}

#[test]
fn every_attribute_of_links_of_many_kinds_is_known() {
    in_namespace(|| {
        if !set_up(&PAIR) {
            return;
        }
        try_all(&[
            "link add vx0 type vxlan id 42 dstport 4790 remote 192.0.2.9 dev two gbp",
            "link add vx1 type vxlan id 43 dstport 4789 local 2001:db8::1 remote 2001:db8::9",
            "link add mv0 link two type macvlan mode source macaddr add 02:00:00:00:00:07",
            "link add tap1 link two type macvtap mode bridge",
            "link add ifb7 type ifb",
            "tuntap add tun7 mode tun",
        ]);
        let links = dumped_with_header(&mut Netlink::new(), &GetlinkDump::default());
        let mut kinds = Vec::new();
        for link in &links {
            let link = link.get().unwrap();
            assert!(link.unknown().is_empty(), "{link:?}");
            kinds.extend(link.linkinfo.map(|info| known_kind(&info.get().unwrap())));
        }
        for kind in ["bridge, of none", "veth, of bridge", "veth, of none"] {
            assert!(kinds.iter().any(|one| one == kind), "{kind} is not in {kinds:?}");
        }
    });
}

/// The kind of a link and of what it is a member of, both of which must be known.
fn known_kind(info: &LinkinfoAttrs<'_>) -> String {
    let data = info.data.map(|data| data.get(info.kind).unwrap());
    let member = info.slave_data.map(|data| data.get(info.slave_kind).unwrap());
    assert!(!matches!(data, Some(LinkinfoDataMsg::Other(bytes)) if !bytes.is_empty()), "{info:?}");
    assert!(!matches!(member, Some(LinkinfoMemberDataMsg::Other(_))), "{info:?}");
    let member = info.slave_kind.map_or("none".to_owned(), ToString::to_string);
    format!("{}, of {member}", info.kind.unwrap())
}

#[test]
fn every_counter_of_links_is_known() {
    in_namespace(|| {
        if !set_up(&PAIR) {
            return;
        }
        let header = IfStatsMsg { filter_mask: 0x1f, ..IfStatsMsg::default() };
        let request = GetstatsDump { header, ..GetstatsDump::default() };
        let stats = dumped_with_header(&mut Netlink::new(), &request);
        assert!(stats.len() >= 4, "{stats:?}");
        for one in &stats {
            let one = one.get().unwrap();
            assert!(one.link_64.is_some() && one.unknown().is_empty(), "{one:?}");
        }
    });
}

#[test]
fn every_attribute_of_addresses_is_known() {
    in_namespace(|| {
        let commands = [
            "address add 192.0.2.1/24 dev one broadcast + label one:x metric 7",
            "address add 203.0.113.1 peer 203.0.113.2/32 dev two valid_lft 100 preferred_lft 50",
            "address add 2001:db8::2 peer 2001:db8::3/128 dev two nodad home",
        ];
        if !set_up(&PAIR) || !set_up(&commands) {
            return;
        }
        let mut netlink = Netlink::new();
        let addresses = dumped_with_header(&mut netlink, &GetaddrDump::default());
        assert!(addresses.len() >= 5, "{addresses:?}");
        let header = Ifaddrmsg { ifa_family: 10, ..Ifaddrmsg::default() };
        let request = GetmulticastDump { header, ..GetmulticastDump::default() };
        let groups = dumped_with_header(&mut netlink, &request);
        assert!(groups.iter().all(|group| group.get().unwrap().multicast.is_some()), "{groups:?}");
        assert!(!groups.is_empty());
        for address in addresses.iter().chain(&groups) {
            let address = address.get().unwrap();
            assert!(address.unknown().is_empty(), "{address:?}");
        }
        let lasts = |seconds| {
            let one = addresses.iter().filter_map(|one| one.get().unwrap().cacheinfo);
            one.filter(|cache| cache.ifa_valid.abs_diff(seconds) < 50).count()
        };
        assert_eq!(lasts(100), 1, "{addresses:?}");
    });
}

#[test]
fn every_attribute_of_routes_is_known() {
    in_namespace(|| {
        let address =
            ["address add 192.0.2.1/24 dev two", "address add 2001:db8::1/64 dev two nodad"];
        if !set_up(&PAIR) || !set_up(&address) {
            return;
        }
        try_all(&[
            "route add 203.0.113.0/24 nexthop via 192.0.2.2 weight 3 nexthop dev br0",
            "route add 203.0.114.0/24 via inet6 2001:db8::5 dev two mtu lock 1400 rto_min 5 realm 3/4",
            "route add blackhole 203.0.115.0/24 metric 9",
            "nexthop add id 5 via 192.0.2.3 dev two",
            "route add 203.0.116.0/24 nhid 5",
            "-6 route add default via 2001:db8::2 table 1000 expires 1000 pref high",
            "-6 route add 2001:db8:1::/64 nexthop via 2001:db8::2 nexthop via 2001:db8::3",
            "-6 route add 2001:db8:2::/64 encap seg6 mode encap segs 2001:db8::9 dev two",
            "-6 route add 2001:db8:3::/64 encap ip6 id 7 dst 2001:db8::7 dev two",
        ]);
        let routes = dumped_with_header(&mut Netlink::new(), &GetrouteDump::default());
        let mut tables = Vec::new();
        for route in &routes {
            let route = route.get().unwrap();
            assert!(route.unknown().is_empty(), "{route:?}");
            tables.extend(route.table);
            if let Some(encap) = route.encap {
                let tunnel = encap.get(route.encap_type).unwrap();
                assert!(!matches!(tunnel, EncapMsg::Other(_)), "{route:?}");
            }
            for hop in route.multipath.unwrap_or_default() {
                assert!(hop.unwrap().unknown().is_empty(), "{route:?}");
            }
        }
        assert!(tables.contains(&1000) && tables.contains(&254), "{tables:?}");
    });
}

#[test]
fn every_attribute_of_rules_is_known() {
    in_namespace(|| {
        let plain = ["rule add from 192.0.2.0/24 lookup 1000 priority 7"];
        if !set_up(&plain) {
            return;
        }
        try_all(&[
            "rule add iif lo oif lo ipproto tcp sport 1-9 dport 80 uidrange 0-5 blackhole",
            "rule add fwmark 0x10/0xff lookup 70000 suppress_prefixlength 3 suppress_ifgroup 4",
            "rule add to 198.51.100.1 tun_id 7 goto 32767 protocol 99 realms 3/4 tos 0x10",
            "-6 rule add not from 2001:db8::/32 l3mdev",
        ]);
        let rules = dumped_with_header(&mut Netlink::new(), &GetruleDump::default());
        assert!(rules.len() >= 6, "{rules:?}");
        let rules: Vec<_> = rules.iter().map(|rule| rule.get().unwrap()).collect();
        assert!(rules.iter().all(|rule| rule.unknown().is_empty()), "{rules:?}");
        let ours = rules.iter().find(|rule| rule.priority == Some(7)).expect("it was added");
        assert_eq!((ours.header.table, ours.table), (252, Some(1000)));
        assert_eq!((ours.header.src_len, ours.src), (24, Some([192, 0, 2, 0].into())));
    });
}

#[test]
fn every_attribute_of_neighbours_is_known() {
    in_namespace(|| {
        let commands = [
            "neigh add 192.0.2.7 lladdr 02:00:00:00:00:07 dev two protocol 9",
            "neigh add 2001:db8::7 lladdr 02:00:00:00:00:08 dev two router",
        ];
        if !set_up(&PAIR) || !set_up(&commands) {
            return;
        }
        let mut netlink = Netlink::new();
        let neighbours = dumped_with_header(&mut netlink, &GetneighDump::default());
        let mut found = neighbours.iter().map(|one| one.get().unwrap());
        let ours = found.find(|one| one.dst == Some([192, 0, 2, 7].into())).expect("it was added");
        assert_eq!(ours.lladdr.unwrap().to_string(), "02:00:00:00:00:07");
        assert_eq!(ours.protocol, Some(RtmProtocol::Ra));
        // `AF_BRIDGE`: the forwarding entries.
        let header = Ndmsg { ndm_family: 7, ..Ndmsg::default() };
        let request = GetneighDump { header, ..GetneighDump::default() };
        let forwarding = dumped_with_header(&mut netlink, &request);
        assert!(forwarding.iter().any(|one| one.get().unwrap().master.is_some()), "{forwarding:?}");
        for one in neighbours.iter().chain(&forwarding) {
            assert!(one.get().unwrap().unknown().is_empty(), "{one:?}");
        }
        let tables = dumped_with_header(&mut netlink, &GetneightblDump::default());
        let names: Vec<_> = tables.iter().filter_map(|one| one.get().unwrap().name).collect();
        assert!(names.contains(&BStr::new("arp_cache")), "{names:?}");
    });
}
