//! Links on, under and beside others.

use netlink_families::rt_link::{
    BondMode, Ifinfomsg, IflaVlanFlags, IflaVlanQos, IflaVlanQosMapping, IpvlanMode, LinkAttrs,
    LinkinfoBondAttrs, LinkinfoBridgeAttrs, LinkinfoDataMsg as Data, LinkinfoHsrAttrs,
    LinkinfoIpvlanAttrs, LinkinfoMacsecAttrs, LinkinfoMacvlanAttrs, LinkinfoNetkitAttrs,
    LinkinfoVethAttrs, LinkinfoVlanAttrs, LinkinfoVrfAttrs, LinkinfoXfrmAttrs, MacsecValidation,
    MacvlanMode, NetkitMode, NetkitPolicy, NetkitScrub, VlanFlags, VlanProtocols,
};
use netlink_runtime::WithHeader;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Encode, List, Nested};
use netlink_runtime::wire::Writer;
use serde_json::json;

use super::{handle, make, makes, settings, shown_by_ip};
use crate::netdevsim::Netdevsim;
use crate::{index, ip};

#[test]
fn a_vlan_is_made_with_priorities_and_flags() {
    let Some(mut netlink) = handle() else { return };
    ip("link add base type dummy");
    let base = Some(index("base"));
    let pair = |from, to| IflaVlanQosMapping { from, to };
    let (ingress, egress) = ([pair(1, 2)], [pair(3, 4), pair(5, 6)]);
    let ingress = IflaVlanQos { mapping: List::new(&ingress), ..IflaVlanQos::default() };
    let egress = IflaVlanQos { mapping: List::new(&egress), ..IflaVlanQos::default() };
    let vlan = LinkinfoVlanAttrs {
        id: Some(5),
        flags: Some(IflaVlanFlags { flags: VlanFlags::GVRP, mask: VlanFlags::GVRP.bits() }),
        ingress_qos: Some(Nested::from(&ingress)),
        egress_qos: Some(Nested::from(&egress)),
        protocol: Some(VlanProtocols::_8021ad),
        ..LinkinfoVlanAttrs::default()
    };
    // The kernel tells the mask as all bits, so that the flags are compared by what `ip` shows.
    let plain = LinkinfoVlanAttrs { flags: None, ..vlan };
    let shown = json!({
        "id": 5,
        "protocol": "802.1ad",
        "ingress_qos": [{ "from": 1, "to": 2 }],
        "egress_qos": [{ "from": 3, "to": 4 }, { "from": 5, "to": 6 }],
    });
    makes(&mut netlink, Data::Vlan(plain), base, shown);
    make(&mut netlink, "flagged", &settings(&Data::Vlan(vlan)), base);
    let text = shown_by_ip("flagged");
    assert!(text.contains(r#""flags":["REORDER_HDR","GVRP"]"#), "{text}");
    ip("link del base");
}

#[test]
fn what_secures_and_transforms_is_made_on_a_link() {
    let Some(mut netlink) = handle() else { return };
    ip("link add base type dummy");
    let base = Some(index("base"));
    let macsec = LinkinfoMacsecAttrs {
        port: Some(0x1234),
        encrypt: Some(1),
        window: Some(32),
        replay_protect: Some(1),
        encoding_sa: Some(3),
        validation: Some(MacsecValidation::Check),
        ..LinkinfoMacsecAttrs::default()
    };
    // The kernel tells the port as the end of the identifier.
    let shown = json!({ "encrypt": true, "window": 32, "validation": "check", "encoding_sa": 3 });
    let told = LinkinfoMacsecAttrs { port: None, ..macsec };
    makes(&mut netlink, Data::Macsec(told), base, shown);
    make(&mut netlink, "secured", &settings(&Data::Macsec(macsec)), base);
    let text = shown_by_ip("secured");
    assert!(text.contains(r#"1234","protect""#), "{text}");
    ip("link del secured");
    let xfrm = LinkinfoXfrmAttrs { link: base, if_id: Some(7), ..LinkinfoXfrmAttrs::default() };
    makes(&mut netlink, Data::Xfrm(xfrm), None, json!({ "if_id": "0x7" }));
    ip("link del base");
}

#[test]
fn links_that_share_the_hardware_of_others_are_made() {
    let Some(mut netlink) = handle() else { return };
    let device = Netdevsim::new(1, 2);
    let [one, two] = [0, 1].map(|port| Some(index(&device.interfaces[port])));
    let macvlan = LinkinfoMacvlanAttrs {
        mode: Some(MacvlanMode::Bridge),
        bc_queue_len: Some(500),
        ..LinkinfoMacvlanAttrs::default()
    };
    let shown = json!({ "mode": "bridge", "bcqueuelen": 500 });
    makes(&mut netlink, Data::Macvlan(macvlan), one, shown.clone());
    makes(&mut netlink, Data::Macvtap(macvlan), one, shown);
    let ipvlan =
        LinkinfoIpvlanAttrs { mode: Some(IpvlanMode::L3), ..LinkinfoIpvlanAttrs::default() };
    makes(&mut netlink, Data::Ipvlan(ipvlan), two, json!({ "mode": "l3" }));
    let hsr = LinkinfoHsrAttrs {
        slave1: one,
        slave2: two,
        version: Some(1),
        ..LinkinfoHsrAttrs::default()
    };
    make(&mut netlink, "new", &settings(&Data::Hsr(hsr)), None);
    let text = shown_by_ip("new");
    assert!(text.contains(&device.interfaces[1]), "{text}");
    ip("link del new");
}

#[test]
fn masters_are_made() {
    let Some(mut netlink) = handle() else { return };
    let vrf = LinkinfoVrfAttrs { table: Some(1000), ..LinkinfoVrfAttrs::default() };
    makes(&mut netlink, Data::Vrf(vrf), None, json!({ "table": 1000 }));
    let targets = [[192, 0, 2, 1].into(), [192, 0, 2, 2].into()];
    let six = ["2001:db8::1".parse().unwrap()];
    let bond = LinkinfoBondAttrs {
        mode: Some(BondMode::Activebackup),
        arp_interval: Some(200),
        arp_ip_target: Some(List::from(&targets)),
        ns_ip6_target: Some(List::from(&six)),
        num_peer_notif: Some(3),
        resend_igmp: Some(5),
        ..LinkinfoBondAttrs::default()
    };
    let shown = json!({
        "mode": "active-backup",
        "arp_interval": 200,
        "arp_ip_target": ["192.0.2.1", "192.0.2.2"],
        "num_peer_notif": 3,
        "resend_igmp": 5,
    });
    makes(&mut netlink, Data::Bond(bond), None, shown);
    let bridge = LinkinfoBridgeAttrs {
        forward_delay: Some(1000),
        priority: Some(4096),
        vlan_filtering: Some(1),
        vlan_protocol: Some(VlanProtocols::_8021ad),
        group_fwd_mask: Some(8),
        ..LinkinfoBridgeAttrs::default()
    };
    let shown = json!({
        "forward_delay": 1000,
        "priority": 4096,
        "vlan_filtering": 1,
        "vlan_protocol": "802.1ad",
        "group_fwd_mask": "0x8",
    });
    makes(&mut netlink, Data::Bridge(bridge), None, shown);
}

/// A link as it stands in the settings of its peer: with header.
fn peer(name: &str) -> Vec<u8> {
    let attributes = LinkAttrs { ifname: Some(BStr::new(name)), ..LinkAttrs::default() };
    let mut writer = Writer::new();
    WithHeader { header: Ifinfomsg::default(), attributes }.encode(&mut writer);
    writer.take_bytes()
}

#[test]
fn pairs_are_made() {
    let Some(mut netlink) = handle() else { return };
    let other = peer("other");
    let veth = LinkinfoVethAttrs { peer: Some(&other), ..LinkinfoVethAttrs::default() };
    make(&mut netlink, "new", &settings(&Data::Veth(veth)), None);
    assert_ne!(index("other"), index("new"));
    ip("link del new");

    let netkit = LinkinfoNetkitAttrs {
        mode: Some(NetkitMode::L2),
        policy: Some(NetkitPolicy::Blackhole),
        peer_policy: Some(NetkitPolicy::Forward),
        scrub: Some(NetkitScrub::None),
        ..LinkinfoNetkitAttrs::default()
    };
    makes(&mut netlink, Data::Netkit(netkit), None, json!({}));
}
