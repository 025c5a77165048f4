//! Tunnels.

use netlink_families::rt_link::{
    GetlinkDump, GreFlags, LinkinfoDataMsg as Data, LinkinfoGeneveAttrs, LinkinfoGre6Attrs,
    LinkinfoGreAttrs, LinkinfoGtpAttrs, LinkinfoIp6tnlAttrs, LinkinfoIptunAttrs, LinkinfoVtiAttrs,
    LinkinfoVxlanAttrs,
};
use netlink_runtime::bstr::BStr;
use serde_json::json;

use super::{handle, make, makes, settings, shown_by_ip};
use crate::{ip, whole};

#[test]
fn tunnels_over_ipv4_are_made() {
    let Some(mut netlink) = handle() else { return };
    let [local, remote]: [Option<std::net::IpAddr>; 2] =
        [[192, 0, 2, 1], [192, 0, 2, 2]].map(|address| Some(address.into()));
    let tunnel = LinkinfoIptunAttrs {
        local,
        remote,
        ttl: Some(33),
        pmtudisc: Some(1),
        ..LinkinfoIptunAttrs::default()
    };
    let ends = json!({ "local": "192.0.2.1", "remote": "192.0.2.2", "ttl": 33 });
    makes(&mut netlink, Data::Ipip(tunnel), None, ends.clone());
    makes(&mut netlink, Data::Sit(tunnel), None, ends.clone());
    let gre = LinkinfoGreAttrs {
        local,
        remote,
        ttl: Some(33),
        pmtudisc: Some(1),
        iflags: Some(GreFlags::KEY),
        oflags: Some(GreFlags::KEY | GreFlags::SEQ),
        ikey: Some(5),
        okey: Some(0x0102_0304),
        ..LinkinfoGreAttrs::default()
    };
    let mut shown = ends;
    shown["ikey"] = "0.0.0.5".into();
    shown["okey"] = "1.2.3.4".into();
    shown["oseq"] = true.into();
    makes(&mut netlink, Data::Gre(gre), None, shown.clone());
    makes(&mut netlink, Data::Gretap(gre), None, shown.clone());
    shown["okey"] = "0.0.0.5".into();
    shown["erspan_index"] = 3.into();
    let erspan = LinkinfoGreAttrs {
        iflags: Some(GreFlags::KEY | GreFlags::SEQ),
        okey: Some(5),
        erspan_ver: Some(1),
        erspan_index: Some(3),
        ..gre
    };
    makes(&mut netlink, Data::Erspan(erspan), None, shown);
    let vti = LinkinfoVtiAttrs {
        local,
        remote,
        ikey: Some(5),
        okey: Some(6),
        ..LinkinfoVtiAttrs::default()
    };
    makes(&mut netlink, Data::Vti(vti), None, json!({ "ikey": "0.0.0.5", "okey": "0.0.0.6" }));
}

#[test]
fn tunnels_over_ipv6_are_made() {
    let Some(mut netlink) = handle() else { return };
    let [local, remote] = ["2001:db8::1", "2001:db8::2"].map(|address| address.parse().ok());
    let ends = json!({ "local": "2001:db8::1", "remote": "2001:db8::2", "ttl": 33 });
    let tunnel = LinkinfoIp6tnlAttrs {
        local,
        remote,
        ttl: Some(33),
        encap_limit: Some(2),
        flowinfo: Some(0x12345),
        ..LinkinfoIp6tnlAttrs::default()
    };
    let mut shown = ends;
    shown["encap_limit"] = 2.into();
    shown["flowlabel"] = "0x12345".into();
    makes(&mut netlink, Data::Ip6tnl(tunnel), None, shown.clone());
    let gre = LinkinfoGre6Attrs {
        local,
        remote,
        ttl: Some(33),
        encap_limit: Some(2),
        flowinfo: Some(0x12345),
        ..LinkinfoGre6Attrs::default()
    };
    makes(&mut netlink, Data::Ip6gre(gre), None, shown.clone());
    makes(&mut netlink, Data::Ip6gretap(gre), None, shown);
}

#[test]
fn tunnels_over_udp_are_made() {
    let Some(mut netlink) = handle() else { return };
    let vxlan = LinkinfoVxlanAttrs {
        id: Some(42),
        local: Some([192, 0, 2, 1].into()),
        port: Some(4790),
        ttl: Some(33),
        learning: Some(0),
        ageing: Some(77),
        gbp: true,
        ..LinkinfoVxlanAttrs::default()
    };
    let shown = json!({
        "id": 42, "local": "192.0.2.1", "port": 4790, "ttl": 33, "learning": false, "ageing": 77,
    });
    makes(&mut netlink, Data::Vxlan(vxlan), None, shown);
    // The kernel answers a byte where it takes none.
    let inherits = LinkinfoVxlanAttrs { ttl: None, ttl_inherit: Some(&[]), ..vxlan };
    make(&mut netlink, "new", &settings(&Data::Vxlan(inherits)), None);
    let links = whole::dumped(&mut netlink, &GetlinkDump::default());
    let mut links = links.iter().map(|link| link.get().unwrap());
    let ours = links.find(|link| link.ifname == Some(BStr::new("new"))).unwrap();
    let info = ours.linkinfo.unwrap().get().unwrap();
    let Data::Vxlan(came) = info.data.unwrap().get(info.kind).unwrap() else { panic!("{info:?}") };
    assert_eq!(came.ttl_inherit, Some(&[1][..]));
    ip("link del new");

    let geneve = LinkinfoGeneveAttrs {
        id: Some(0x0001_0203),
        remote6: "2001:db8::9".parse().ok(),
        port: Some(6082),
        udp_zero_csum6_tx: Some(1),
        ..LinkinfoGeneveAttrs::default()
    };
    let shown = json!({ "id": 0x0001_0203, "remote6": "2001:db8::9", "port": 6082 });
    makes(&mut netlink, Data::Geneve(geneve), None, shown);
    let gtp = LinkinfoGtpAttrs {
        pdp_hashsize: Some(512),
        restart_count: Some(4),
        create_sockets: Some(1),
        ..LinkinfoGtpAttrs::default()
    };
    make(&mut netlink, "new", &settings(&Data::Gtp(gtp)), None);
    let text = shown_by_ip("new");
    assert!(text.contains(r#""role":"ggsn","hsize":512,"restart_count":4"#), "{text}");
    ip("link del new");
}
