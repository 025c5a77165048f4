//! Filters and their actions.

use netlink_families::tc::{
    ActAttrs, ActOptionsMsg, FlowerAttrs, GettfilterDump, OptionsMsg, TcPeditKey, TcPeditSel,
};
use netlink_runtime::payload::Decode;

use super::{Ground, tc};
use crate::whole;

/// `TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)`
const INGRESS: u32 = 0xffff_fff2;

/// Puts these filters in, and gives the options of the filter of each.
fn with_filters(filters: &[&str], check: impl FnOnce(&[OptionsMsg<'_>])) {
    let Some(mut ground) = Ground::new() else { return };
    tc("qdisc add dev traffic clsact");
    for (number, filter) in filters.iter().enumerate() {
        tc(&format!("filter add dev traffic ingress prio {} {filter}", number + 1));
    }
    let request = GettfilterDump { header: ground.header(INGRESS), ..GettfilterDump::default() };
    let all = whole::dumped(&mut ground.netlink, &request);
    // The first message of each tells the kind alone.
    let all = all.iter().map(|one| one.get().unwrap()).filter(|one| one.header.handle != 0);
    let options = all.filter_map(|one| one.options.map(|options| options.get(one.kind).unwrap()));
    check(&options.collect::<Vec<_>>());
}

/// The keys of each filter.
fn flowers<'a>(options: &[OptionsMsg<'a>]) -> Vec<FlowerAttrs<'a>> {
    let keys = |one: &OptionsMsg<'a>| match one {
        OptionsMsg::Flower(flower) => *flower,
        other => panic!("{other:?}"),
    };
    options.iter().map(keys).collect()
}

#[test]
fn the_keys_of_flower_are_read() {
    let filters = [
        "protocol ip flower ip_proto tcp dst_port 80 src_ip 10.0.0.0/8 src_mac 02:00:00:00:00:01 \
         ip_ttl 64/0xf0 tcp_flags 0x2/0x3 action drop",
        "protocol 802.1q flower vlan_id 5 vlan_prio 3 vlan_ethtype ipv6 action vlan pop",
        "protocol arp flower arp_op request arp_sip 10.0.0.0/8 action pass",
        "protocol ip flower enc_key_id 5 enc_dst_ip 1.2.3.4 enc_dst_port 4789 ct_state +trk+est \
         action pass",
        "protocol mpls_uc flower mpls lse depth 1 label 5 lse depth 2 ttl 3 action drop",
        "protocol ip flower ip_proto udp dst_port 1-80 action drop",
    ];
    with_filters(&filters, |options| {
        let [ip, vlan, arp, tunnel, mpls, range] = flowers(options)[..] else { panic!() };
        assert_eq!((ip.key_tcp_dst, ip.key_ip_proto), (Some(80), Some(6)), "{ip:?}");
        let source = (ip.key_ipv4_src, ip.key_ipv4_src_mask);
        assert_eq!(source, (Some([10, 0, 0, 0].into()), Some([255, 0, 0, 0].into())));
        assert_eq!(ip.key_eth_src.unwrap().to_string(), "02:00:00:00:00:01");
        assert_eq!((ip.key_ip_ttl, ip.key_ip_ttl_mask), (Some(64), Some(0xf0)));
        assert_eq!((ip.key_tcp_flags, ip.key_tcp_flags_mask), (Some(2), Some(3)));
        assert_eq!((vlan.key_vlan_id, vlan.key_vlan_prio), (Some(5), Some(3)), "{vlan:?}");
        assert_eq!(vlan.key_vlan_eth_type, Some(0x86dd));
        assert_eq!((arp.key_arp_op, arp.key_arp_sip), (Some(1), Some(0x0a00_0000)), "{arp:?}");
        assert_eq!(tunnel.key_enc_key_id, Some(5), "{tunnel:?}");
        assert_eq!(tunnel.key_enc_ipv4_dst, Some([1, 2, 3, 4].into()));
        assert_eq!(tunnel.key_enc_udp_dst_port, Some(4789));
        let layers = mpls.key_mpls_opts.unwrap().get().unwrap();
        let layers = format!("{layers:?}");
        assert!(layers.contains("lse-depth: 1") && layers.contains("lse-label: 5"), "{layers}");
        assert_eq!((range.key_port_dst_min, range.key_port_dst_max), (Some(1), Some(80)));
    });
}

/// The options of each action.
fn actions<'a>(list: &[ActAttrs<'a>]) -> Vec<ActOptionsMsg<'a>> {
    list.iter().map(|one| one.options.unwrap().get(one.kind).unwrap()).collect()
}

#[test]
fn actions_are_read() {
    let filter = "protocol ip matchall \
         action police rate 1mbit burst 10k conform-exceed drop/pipe \
         action skbedit priority 1:5 mark 3 \
         action vlan push id 5 priority 2 \
         action pedit munge ip ttl set 10 \
         action mirred egress mirror dev traffic \
         action sample rate 10 group 1 trunc 50 \
         action tunnel_key set src_ip 1.1.1.1 dst_ip 2.2.2.2 id 5 dst_port 6 \
         action gact drop";
    with_filters(&[filter], |options| {
        let [OptionsMsg::Matchall(matchall)] = options else { panic!("{options:?}") };
        let list = actions(&matchall.act.unwrap().to_vec().unwrap());
        use ActOptionsMsg::{Gact, Mirred, Pedit, Police, Sample, Skbedit, TunnelKey, Vlan};
        let [
            Police(police),
            Skbedit(skbedit),
            Vlan(vlan),
            Pedit(pedit),
            Mirred(mirred),
            Sample(sample),
            TunnelKey(tunnel),
            Gact(gact),
        ] = &list[..]
        else {
            panic!("{list:?}")
        };
        let tbf = police.tbf.unwrap();
        assert_eq!((tbf.rate.rate, tbf.action), (125_000, 2), "{police:?}");
        assert_eq!((skbedit.priority, skbedit.mark), (Some(0x1_0005), Some(3)), "{skbedit:?}");
        assert_eq!((vlan.push_vlan_id, vlan.push_vlan_priority), (Some(5), Some(2)), "{vlan:?}");
        assert_eq!(vlan.push_vlan_protocol, Some(0x8100));
        let bytes = pedit.parms.or(pedit.parms_ex).unwrap();
        assert_eq!(TcPeditSel::decode(bytes).unwrap().nkeys, 1, "{pedit:?}");
        let key = TcPeditKey::decode(&bytes[24..]).unwrap();
        assert_eq!((key.off, u32::from_be(key.val)), (8, 0x0a00_0000), "{key:?}");
        assert_eq!(mirred.parms.unwrap().eaction, 2, "{mirred:?}");
        assert_eq!((sample.rate, sample.psample_group), (Some(10), Some(1)), "{sample:?}");
        assert_eq!(sample.trunc_size, Some(50));
        assert_eq!((tunnel.enc_key_id, tunnel.enc_dst_port), (Some(5), Some(6)), "{tunnel:?}");
        assert_eq!(tunnel.enc_ipv4_dst, Some(0x0202_0202));
        assert_eq!(gact.parms.unwrap().action, 2, "{gact:?}");
    });
}

#[test]
fn every_attribute_of_filters_is_known() {
    let filters = [
        "protocol ip u32 match ip dst 10.0.0.1/32 match ip dport 80 0xffff flowid 1:10 action drop",
        "protocol ip basic action drop",
        "protocol ip route from 1 action drop",
        "protocol ip matchall action pedit ex munge ip ttl set 11 munge ip src set 1.2.3.4",
        "protocol ip matchall action ct commit nat src addr 5.5.5.5 pipe",
        "protocol ip matchall action tunnel_key set src_ip 1.1.1.1 dst_ip 2.2.2.2 id 5 dst_port 6 \
         geneve_opts 0102:80:01020304",
        "protocol ip matchall skip_hw action skbedit ptype host",
    ];
    with_filters(&filters, |options| {
        // u32 makes a table besides.
        assert_eq!(options.len(), filters.len() + 1, "{options:?}");
        assert!(!options.iter().any(|one| matches!(one, OptionsMsg::Other(_))), "{options:?}");
    });
}
