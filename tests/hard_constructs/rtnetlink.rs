//! Links and rules: arrays of addresses, types that depend on the kind, fields twice.

use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr};

use netlink_families::rt_link::{
    AfSpecRequestAttrs, Getlink, Ifinfomsg, IflaRequestAttrs, Ipv4ConfAttrs, Ipv4Devconf,
    LinkinfoBondAttrs, LinkinfoDataMsg, LinkinfoIp6tnlAttrs, LinkinfoIptunAttrs, Newlink, Setlink,
};
use netlink_families::rt_rule::{FibRuleHdr, FrAct, GetruleDump, Newrule};
use netlink_runtime::Netlink;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Decode, Enumeration, List, Nested, SubMessage};

use crate::bytes::{attribute, captured, encoded, same_attributes};
use crate::namespace::in_namespace;
use crate::tool;

/// The payload of `IFLA_INFO_DATA` in a request, and the request's data in its type.
fn with_data(text: &str, check: impl FnOnce(LinkinfoDataMsg<'_>, &[u8])) {
    let Some(body) = captured(text) else { return };
    let request = Newlink::decode(&body).unwrap();
    let info = request.linkinfo.unwrap().get().unwrap();
    let data = info.data.unwrap();
    let SubMessage::Wire { payload, .. } = data else { panic!() };
    check(data.get(info.kind).unwrap(), payload);
}

#[test]
fn c04_bond_targets_are_arrays_of_big_endian_numbers_and_of_sixteen_bytes() {
    with_data(include_str!("captured/ip_bond.hex"), |data, theirs| {
        let LinkinfoDataMsg::Bond(bond) = data else { panic!("{data:?}") };
        let v4 = [Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)];
        let v6 = [Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)];
        assert_eq!(bond.arp_ip_target.unwrap().to_vec().unwrap(), v4);
        assert_eq!(bond.ns_ip6_target.unwrap().to_vec().unwrap(), v6);
        let ours = LinkinfoBondAttrs {
            mode: bond.mode,
            arp_interval: Some(100),
            arp_ip_target: Some(List::new(&v4)),
            ns_ip6_target: Some(List::new(&v6)),
            ..LinkinfoBondAttrs::default()
        };
        same_attributes(&ours, theirs);
    });
}

#[test]
fn c12_ip6tnl_flags_have_32_bits_where_those_of_sit_have_16() {
    with_data(include_str!("captured/ip_ip6tnl.hex"), |data, theirs| {
        let LinkinfoDataMsg::Ip6tnl(tunnel) = data else { panic!("{data:?}") };
        // `IP6_TNL_F_IGN_ENCAP_LIMIT`, from `encaplimit none`.
        assert_eq!(tunnel.flags, Some(1));
        same_attributes(&tunnel, theirs);
    });
    let ip6tnl = LinkinfoIp6tnlAttrs { flags: Some(0x1_0002), ..Default::default() };
    assert_eq!(encoded(&ip6tnl), attribute(8, &0x1_0002_u32.to_ne_bytes()));
    // `IFLA_IPTUN_FLAGS` of sit is a u16 (net/ipv6/sit.c).
    let sit = LinkinfoIptunAttrs { flags: Some(1), ..Default::default() };
    assert_eq!(encoded(&sit).len(), 8);
    assert_eq!(encoded(&sit)[..2], 6_u16.to_ne_bytes());
}

#[test]
fn c10_rule_table_is_a_byte_in_the_header_and_a_number_beside_it() {
    in_namespace(|| {
        if tool::output("ip rule add priority 7 lookup 1000").is_none() {
            return;
        }
        let header = FibRuleHdr { family: 2, ..FibRuleHdr::default() };
        let mut netlink = Netlink::new();
        let request = GetruleDump { header, ..GetruleDump::default() };
        let rules: Vec<_> =
            netlink.dump(&request).unwrap().owned().collect::<Result<_, _>>().unwrap();
        let theirs = rules.iter().map(|rule| rule.get().unwrap());
        let theirs = theirs.into_iter().find(|rule| rule.priority == Some(7)).expect("the rule");
        // `RT_TABLE_COMPAT`: the table has no place in a byte.
        assert_eq!((theirs.header.table, theirs.table), (252, Some(1000)));

        let header = FibRuleHdr { family: 2, action: FrAct::ToTbl, ..FibRuleHdr::default() };
        let table = Some(1001);
        let rule = Newrule { header, priority: Some(8), table, ..Newrule::default() };
        netlink.request(&rule).unwrap();
        let shown = tool::output("ip rule show").unwrap();
        assert!(shown.contains("8:\tfrom all lookup 1001"), "{shown}");
    });
}

/// `IFLA_INET_CONF`: a setting's attribute is one more than its place in the array.
#[test]
fn c11_ifla_conf_comes_as_an_array_and_goes_as_a_nest() {
    in_namespace(|| {
        if tool::output("ip link add one type veth peer name two").is_none() {
            return;
        }
        let mut netlink = Netlink::new();
        let name = Some(BStr::new("one"));
        let link = netlink.request(&Getlink { ifname: name, ..Getlink::default() }).unwrap();
        let header = Ifinfomsg::of(link.header.ifi_index);
        let told = |netlink: &mut Netlink, place: Ipv4Devconf| {
            let link = netlink.request(&Getlink { header, ..Getlink::default() }).unwrap();
            let inet = link.af_spec.unwrap().get().unwrap().inet.unwrap().get().unwrap();
            assert!(inet.conf.unwrap().len() > 30, "{inet:?}");
            inet.conf.unwrap().get(place.to_repr() as usize).unwrap()
        };
        let seen = |setting: &str| {
            let path = format!("/proc/sys/net/ipv4/conf/one/{setting}");
            fs::read_to_string(path).unwrap().trim().parse::<u32>().unwrap()
        };
        assert_eq!((told(&mut netlink, Ipv4Devconf::Forwarding), seen("forwarding")), (0, 0));
        assert_eq!((told(&mut netlink, Ipv4Devconf::Tag), seen("tag")), (0, 0));

        let conf = Ipv4ConfAttrs { forwarding: Some(1), tag: Some(42), ..Default::default() };
        let conf = Some(Nested::from(&conf));
        let inet = IflaRequestAttrs { conf, ..IflaRequestAttrs::default() };
        let inet = Some(Nested::from(&inet));
        let af_spec = AfSpecRequestAttrs { inet, ..AfSpecRequestAttrs::default() };
        let af_spec = Some(Nested::from(&af_spec));
        netlink.request(&Setlink { header, af_spec, ..Setlink::default() }).unwrap();
        assert_eq!((told(&mut netlink, Ipv4Devconf::Forwarding), seen("forwarding")), (1, 1));
        assert_eq!((told(&mut netlink, Ipv4Devconf::Tag), seen("tag")), (42, 42));
        assert_eq!(told(&mut netlink, Ipv4Devconf::ProxyArp), seen("proxy_arp"));
    });
}
