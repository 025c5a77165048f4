//! Generic families: types that carry values, arrays in arrays, sets inside themselves.

use std::net::{IpAddr, Ipv4Addr};

use netlink_families::devlink::DlDpipeTable;
use netlink_families::ethtool::{
    Bitset, BitsetBit, BitsetBits, FeaturesGet, FeaturesSet, Header, HeaderFlags, Stats,
    StatsGroup, StatsGrp,
};
use netlink_families::nlctrl::{AttrType, CtrlAttrs, GetpolicyDump};
use netlink_families::ovs_flow::{ActionAttrs, CheckPktLenAttrs, DecTtlAttrs, SampleAttrs};
use netlink_families::wireguard::{Wgallowedip, Wgdevice, Wgpeer};
use netlink_runtime::Netlink;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Decode, List, Nested, TypeValues};

use crate::bytes::{attribute, both_ways, encoded, nest, same_attributes};
use crate::namespace::{in_namespace, skip};

/// Of the running kernel, which needs no privileges for it.
#[test]
fn c03_nlctrl_policy_is_two_levels_of_nests_then_the_set() {
    let family_name = Some(BStr::new("nlctrl"));
    let mut netlink = Netlink::new();
    let dump = netlink.dump(&GetpolicyDump { family_name, ..GetpolicyDump::default() }).unwrap();
    let parts: Vec<_> = dump.owned().collect::<Result<_, _>>().unwrap();
    let mut found = 0;
    for part in &parts {
        let Some(policy) = part.get().unwrap().policy else { continue };
        let entries: Vec<_> = policy.iter().collect::<Result<_, _>>().unwrap();
        let [([_, attr], rule)] = entries[..] else { panic!("one rule a message: {entries:?}") };
        // `CTRL_ATTR_FAMILY_NAME` is 2, and a name has at most `GENL_NAMSIZ - 1` bytes.
        if attr == 2 {
            assert_eq!(rule.r#type, Some(AttrType::NulString));
            assert_eq!(rule.max_length, Some(15));
            found += 1;
        }
        let policy = Some(TypeValues::new(&entries));
        let family_id = part.get().unwrap().family_id;
        let ours = CtrlAttrs { family_id, policy, ..CtrlAttrs::default() };
        same_attributes(&ours, part.bytes());
    }
    assert!(found > 0, "{} messages", parts.len());
}

/// By hand from `include/uapi/linux/wireguard.h`, since the running kernel has no WireGuard.
#[test]
fn c05_wireguard_peers_are_an_array_of_nests_with_arrays_inside() {
    let ip = |index: u16, last: u8| {
        let family = attribute(1, &2_u16.to_ne_bytes());
        nest(index, &[family, attribute(2, &[192, 0, 2, last]), attribute(3, &[32])])
    };
    let peer = |index: u16, key: u8, ips: &[Vec<u8>]| {
        nest(index, &[attribute(1, &[key; 32]), nest(9, ips)])
    };
    let peers = nest(8, &[peer(0, 7, &[ip(0, 1), ip(1, 2)]), peer(1, 8, &[ip(0, 3)])]);
    let bytes = [attribute(2, b"wg0\0"), peers].concat();
    let device: Wgdevice<'_> = both_ways(&bytes);
    let lasts = |peer: &Wgpeer<'_>| -> Vec<_> {
        let ips = peer.allowedips.unwrap().to_vec().unwrap();
        ips.iter().map(|ip| (ip.ipaddr.unwrap(), ip.cidr_mask)).collect()
    };
    let address = |last| (IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)), Some(32));
    let peers = device.peers.unwrap().to_vec().unwrap();
    assert_eq!(lasts(&peers[0]), [address(1), address(2)]);
    assert_eq!((lasts(&peers[1]), peers[1].public_key), (vec![address(3)], Some([8; 32])));

    let ip = |last| {
        let (ipaddr, cidr_mask) = address(last);
        Wgallowedip { family: Some(2), ipaddr: Some(ipaddr), cidr_mask, ..Default::default() }
    };
    let (first, second) = ([ip(1), ip(2)], [ip(3)]);
    let peer = |key, ips| Wgpeer {
        public_key: Some([key; 32]),
        allowedips: Some(List::new(ips)),
        ..Wgpeer::default()
    };
    let peers = [peer(7, &first[..]), peer(8, &second[..])];
    let ifname = Some(BStr::new("wg0"));
    let ours = Wgdevice { ifname, peers: Some(List::new(&peers)), ..Wgdevice::default() };
    assert_eq!(encoded(&ours), bytes);
}

/// By hand from `stat_put` in net/ethtool/stats.c: a nest for each counter, typed by its id, and
/// a nest for each group.
#[test]
fn c06_ethtool_counters_are_repeated_nests_typed_by_the_counter() {
    let counter = |id: u16, value: u64| nest(4, &[attribute(id, &value.to_ne_bytes())]);
    let group = |id: u32, counters: &[Vec<u8>]| {
        let head = [attribute(2, &id.to_ne_bytes()), attribute(3, &18_u32.to_ne_bytes())].concat();
        nest(4, &[head, counters.concat()])
    };
    let bytes = [group(1, &[counter(0, 10), counter(5, 20)]), group(0, &[counter(0, 30)])].concat();
    let stats: Stats<'_> = Stats::decode(&bytes).unwrap();
    let groups = stats.grp.to_vec().unwrap();
    let of = |group: &StatsGrp<'_>| -> Vec<([u16; 1], u64)> {
        let stats = group.stat.to_vec().unwrap();
        stats.iter().flat_map(|one| one.iter().map(Result::unwrap)).collect()
    };
    let (first, second) = ([([0], 10)], [([5], 20)]);
    assert_eq!(groups[0].id, Some(StatsGroup::EthMac));
    assert_eq!(of(&groups[0]), [first[0], second[0]]);
    assert_eq!((groups[1].id, of(&groups[1])), (Some(StatsGroup::EthPhy), vec![([0], 30)]));
    assert_eq!(encoded(&stats), bytes);

    let stat = [TypeValues::new(&first), TypeValues::new(&second)];
    let ours = StatsGrp { stat: List::new(&stat), ..StatsGrp::default() };
    assert_eq!(encoded(&ours), [counter(0, 10), counter(5, 20)].concat());
}

#[test]
fn c09_ethtool_bitset_is_compact_or_a_list_of_named_bits() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        if let Err(error) = netlink.generic_family("ethtool") {
            return skip(&error.to_string());
        }
        let named = Header { dev_name: Some(BStr::new("lo")), ..Header::default() };
        let compact = Header { flags: Some(HeaderFlags::COMPACT_BITSETS), ..named };
        let get = |netlink: &mut Netlink, header: &Header<'_>, index: u32| -> (bool, Vec<u32>) {
            let header = Some(Nested::from(header));
            let reply = netlink.request(&FeaturesGet { header, ..Default::default() }).unwrap();
            let active = reply.active.unwrap().get().unwrap();
            if let Some(value) = active.value {
                let words =
                    value.chunks(4).map(|word| u32::from_ne_bytes(word.try_into().unwrap()));
                let words: Vec<_> = words.collect();
                let bits = 0..active.size.unwrap();
                let is_set = |bit: &u32| words[*bit as usize / 32] >> (bit % 32) & 1 == 1;
                return (true, bits.filter(is_set).collect());
            }
            let bits = active.bits.unwrap().get().unwrap().bit.to_vec().unwrap();
            assert!(bits.iter().all(|bit| !bit.name.unwrap().is_empty()));
            assert!(index == u32::MAX || bits.iter().any(|bit| bit.index == Some(index)));
            (false, bits.iter().map(|bit| bit.index.unwrap()).collect())
        };
        let (is_compact, before) = get(&mut netlink, &compact, u32::MAX);
        assert!(is_compact && !before.is_empty());
        assert_eq!(get(&mut netlink, &named, before[0]), (false, before.clone()));

        let name = Some(BStr::new("tx-generic-segmentation"));
        let bits = [BitsetBit { name, value: false, ..BitsetBit::default() }];
        let bits = BitsetBits { bit: List::new(&bits), ..BitsetBits::default() };
        let wanted = Bitset { bits: Some(Nested::from(&bits)), ..Bitset::default() };
        let (header, wanted) = (Some(Nested::from(&named)), Some(Nested::from(&wanted)));
        netlink.request_optional(&FeaturesSet { header, wanted, ..Default::default() }).unwrap();
        let (_, after) = get(&mut netlink, &compact, u32::MAX);
        assert_eq!(after.len() + 1, before.len(), "{before:?} {after:?}");
    });
}

/// By hand from `include/uapi/linux/openvswitch.h`: sample, check-pkt-len, dec-ttl and output,
/// each in the actions of the one before.
#[test]
fn c13_ovs_actions_hold_actions_that_hold_actions() {
    let output = attribute(1, &9_u32.to_ne_bytes());
    let dec_ttl = nest(23, &[nest(1, &[output])]);
    let check = nest(21, &[attribute(1, &100_u16.to_ne_bytes()), nest(2, &[dec_ttl])]);
    let bytes = nest(6, &[attribute(1, &1_u32.to_ne_bytes()), nest(2, &[check])]);
    let actions: ActionAttrs<'_> = both_ways(&bytes);
    let inside = actions.sample.unwrap().get().unwrap().actions.unwrap().get().unwrap();
    let check = inside.check_pkt_len.unwrap().get().unwrap();
    let greater = check.actions_if_greater.unwrap().get().unwrap();
    let last = greater.dec_ttl.unwrap().get().unwrap().action.unwrap().get().unwrap();
    assert_eq!((check.pkt_len, last.output), (Some(100), Some(9)));

    let last = ActionAttrs { output: Some(9), ..ActionAttrs::default() };
    let dec_ttl = DecTtlAttrs { action: Some(Nested::from(&last)), ..DecTtlAttrs::default() };
    let dec_ttl = Some(Nested::from(&dec_ttl));
    let greater = ActionAttrs { dec_ttl, ..ActionAttrs::default() };
    let check = CheckPktLenAttrs {
        pkt_len: Some(100),
        actions_if_greater: Some(Nested::from(&greater)),
        ..CheckPktLenAttrs::default()
    };
    let check_pkt_len = Some(Nested::from(&check));
    let inside = ActionAttrs { check_pkt_len, ..ActionAttrs::default() };
    let actions = Some(Nested::from(&inside));
    let sample = SampleAttrs { probability: Some(1), actions, ..SampleAttrs::default() };
    let sample = Some(Nested::from(&sample));
    assert_eq!(encoded(&ActionAttrs { sample, ..ActionAttrs::default() }), bytes);
}

/// By hand from `devlink_dpipe_table_put` in net/devlink/dpipe.c; the kernel's spec lists two
/// names of this set twice.
#[test]
fn c15_devlink_dpipe_table_has_each_attribute_once() {
    let bytes =
        [attribute(29, b"host\0"), attribute(30, &512_u64.to_ne_bytes()), attribute(33, &[1])]
            .concat();
    let table: DlDpipeTable<'_> = DlDpipeTable::decode(&bytes).unwrap();
    assert_eq!(
        (table.dpipe_table_name, table.dpipe_table_size),
        (Some(BStr::new("host")), Some(512))
    );
    assert_eq!(format!("{table:?}").matches("dpipe-table-name").count(), 1, "{table:?}");
    assert_eq!(encoded(&table).len(), bytes.len());
}
