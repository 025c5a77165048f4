//! Links of all kinds: what is sent in requests, what `ip` shows of them, and what comes back.

use netlink_families::rt_link::{
    GetlinkDump, LinkinfoAttrs, LinkinfoDataMsg as Data, LinkinfoMemberDataMsg, Newlink,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Nested, SubMessage};
use netlink_runtime::wire::flags;
use netlink_runtime::{Netlink, Request};
use serde_json::Value;

use crate::{inside, ip, tool, whole};

#[path = "rt_link/layers.rs"]
mod layers;
#[path = "rt_link/tunnels.rs"]
mod tunnels;

/// A handle, inside.
fn handle() -> Option<Netlink> {
    inside().then(Netlink::new)
}

/// Settings, whose format says the kind.
fn settings<'a>(data: &'a Data<'a>) -> LinkinfoAttrs<'a> {
    LinkinfoAttrs { data: Some(SubMessage::Value(data)), ..LinkinfoAttrs::default() }
}

/// Makes a link.
fn make(netlink: &mut Netlink, name: &str, info: &LinkinfoAttrs<'_>, link: Option<u32>) {
    let ifname = Some(BStr::new(name));
    let new = Newlink { ifname, link, linkinfo: Some(Nested::from(info)), ..Newlink::default() };
    let done = netlink.request(&new.with_flags(flags::CREATE | flags::EXCLUSIVE));
    done.unwrap_or_else(|error| panic!("{error}: {info:?}"));
}

/// What `ip` shows of a link, in JSON.
fn shown_by_ip(name: &str) -> String {
    tool::output(&format!("ip -d -j link show dev {name}")).expect("ip is installed")
}

/// Makes a link with these settings, proves that `ip` shows them and that they come back, and
/// removes the link.
fn makes(netlink: &mut Netlink, data: Data<'_>, link: Option<u32>, shown: Value) {
    let sent = settings(&data);
    make(netlink, "new", &sent, link);

    let text = shown_by_ip("new");
    let theirs: Value = serde_json::from_str(&text).expect("JSON");
    for (key, value) in shown.as_object().expect("an object") {
        assert_eq!(theirs[0]["linkinfo"]["info_data"][key], *value, "{key} of {text}");
    }

    let links = whole::dumped(netlink, &GetlinkDump::default());
    let mut links = links.iter().map(|link| link.get().unwrap());
    let ours = links.find(|link| link.ifname == Some(BStr::new("new"))).expect("it was made");
    let came = ours.linkinfo.unwrap().get().unwrap();
    assert_eq!(theirs[0]["linkinfo"]["info_kind"], came.kind.unwrap().to_string());
    let known = came.data.unwrap().get(came.kind).unwrap();
    assert!(!matches!(known, Data::Other(_)), "{known:?}");
    whole::assert_within(&sent, &came);
    ip("link del new");
}

#[test]
fn kinds_without_settings_are_made() {
    let Some(mut netlink) = handle() else { return };
    for kind in ["dummy", "nlmon", "ifb", "vcan", "team", "wireguard"] {
        let sent = LinkinfoAttrs { kind: Some(BStr::new(kind)), ..LinkinfoAttrs::default() };
        make(&mut netlink, "new", &sent, None);
        let text = shown_by_ip("new");
        assert!(text.contains(&format!(r#""info_kind":"{kind}""#)), "{text}");
        ip("link del new");
    }
}

/// Links as `ip` makes them, of kinds and with settings that no other test has.
const MORE: &[&str] = &[
    "bond1 type bond mode 802.3ad miimon 100",
    "bridge0 type bridge vlan_filtering 1 mcast_querier 1",
    "team0 type team",
    "vrf0 type vrf table 10",
    "vx6 type vxlan id 6 dstport 4790 remote 2001:db8::9",
    "vni type vxlan external dstport 4791 vnifilter",
    "gnv type geneve external",
    "sixrd type sit local 192.0.2.1 remote 192.0.2.2 6rd-prefix 2001:db8::/32",
    "vti6 type vti6 local 2001:db8::1 remote 2001:db8::2",
    "er6 type ip6erspan seq key 1 local 2001:db8::1 remote 2001:db8::3 erspan_ver 2",
    "sgsn type gtp role sgsn",
    "vxcan type vxcan",
    "bat type batadv",
];

#[test]
fn every_attribute_of_links_of_all_kinds_is_known() {
    let Some(mut netlink) = handle() else { return };
    for link in MORE {
        ip(&format!("link add {link}"));
    }
    for master in ["bond1", "bridge0", "team0", "vrf0"] {
        ip(&format!("link add in-{master} type dummy"));
        ip(&format!("link set in-{master} master {master}"));
    }
    let links = whole::dumped(&mut netlink, &GetlinkDump::default());
    let mut members = Vec::new();
    for link in &links {
        let link = link.get().unwrap();
        let Some(info) = link.linkinfo.map(|info| info.get().unwrap()) else { continue };
        let data = info.slave_data.map(|data| data.get(info.slave_kind).unwrap());
        assert!(!matches!(data, Some(LinkinfoMemberDataMsg::Other(_))), "{info:?}");
        members.extend(info.slave_kind.map(ToString::to_string));
    }
    members.sort();
    assert_eq!(members, ["bond", "bridge", "team", "vrf"]);
    let names = MORE.iter().map(|link| link.split(' ').next().unwrap());
    names.for_each(|name| ip(&format!("link del {name}")));
}
