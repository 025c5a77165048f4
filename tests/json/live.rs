//! What the running kernel answers and tells, beside what other programs say of it.

use core::time::Duration;

use netlink_families::rt_link::{self, Getlink};
use netlink_families::{mptcp_pm, nlctrl, rt_addr};
use netlink_runtime::bstr::BStr;
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Describe, Event, MessageSet, Netlink, Request, protocols};
use serde_json::{Value, json};

use crate::bridge::with_bridge;
use crate::json as read;
use crate::namespace::{in_namespace, skip};
use crate::tool;

/// Makes a bridge, or says that there are none.
fn add_bridge(netlink: &mut Netlink, name: &str) -> bool {
    let added =
        with_bridge(name, |link| netlink.request(&link.with_flags(CREATE | EXCLUSIVE)).map(drop));
    if let Err(error) = &added {
        skip(&error.to_string());
    }
    added.is_ok()
}

/// A text in small letters, as specs write names.
fn small(text: &Value) -> Value {
    text.as_str().expect("a text").to_lowercase().replace('_', "-").into()
}

#[test]
fn a_link_is_as_ip_shows_it() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        if !add_bridge(&mut netlink, "br0") {
            return;
        }
        let Some(shown) = tool::output("ip -json -details -statistics link show br0") else {
            return;
        };
        let theirs: Value = serde_json::from_str(&shown).unwrap();
        let theirs = &theirs[0];
        let ifname = Some(BStr::new("br0"));
        let ours = netlink.request(&Getlink { ifname, ..Getlink::default() }).unwrap();
        let ours = read(&ours.described());

        assert_eq!(ours["header"]["ifi-index"], theirs["ifindex"]);
        let flags: Vec<_> = theirs["flags"].as_array().unwrap().iter().map(small).collect();
        let states = ["no-carrier", "lower-up"];
        for flag in flags.iter().filter(|flag| !states.contains(&flag.as_str().unwrap())) {
            assert!(ours["header"]["ifi-flags"].as_array().unwrap().contains(flag), "{flag}");
        }
        let same = [
            ("ifname", "ifname"),
            ("mtu", "mtu"),
            ("min-mtu", "min_mtu"),
            ("max-mtu", "max_mtu"),
            ("qdisc", "qdisc"),
            ("txqlen", "txqlen"),
            ("address", "address"),
            ("broadcast", "broadcast"),
            ("promiscuity", "promiscuity"),
            ("num-tx-queues", "num_tx_queues"),
            ("gso-max-size", "gso_max_size"),
            ("tso-max-segs", "tso_max_segs"),
        ];
        for (our, their) in same {
            assert!(!theirs[their].is_null(), "{their}: {theirs}");
            assert_eq!(ours[our], theirs[their], "{our}");
        }
        assert_eq!(ours["operstate"], small(&theirs["operstate"]));
        let (info, data) = (&theirs["linkinfo"], &theirs["linkinfo"]["info_data"]);
        assert_eq!(ours["linkinfo"]["kind"], info["info_kind"]);
        let settings = &ours["linkinfo"]["data"];
        let same = [
            ("hello-time", "hello_time"),
            ("forward-delay", "forward_delay"),
            ("ageing-time", "ageing_time"),
            ("priority", "priority"),
            ("group-addr", "group_addr"),
            ("mcast-hash-max", "mcast_hash_max"),
        ];
        for (our, their) in same {
            assert!(!data[their].is_null(), "{their}: {data}");
            assert_eq!(settings[our], data[their], "{our}");
        }
        for (our, their) in [("rx-packets", "rx"), ("tx-packets", "tx")] {
            assert_eq!(ours["stats64"][our], theirs["stats64"][their]["packets"]);
        }
    });
}

#[test]
fn a_family_has_its_operations_and_groups_in_lists() {
    let mut netlink = Netlink::new();
    let name = Some(BStr::new("nlctrl"));
    let family = netlink
        .request(&nlctrl::Getfamily { family_name: name, ..nlctrl::Getfamily::default() })
        .unwrap();
    let ours = read(&family.described());
    assert_eq!(ours["family-id"], 16);
    assert_eq!(ours["family-name"], "nlctrl");
    let groups: Vec<_> = family.mcast_groups.unwrap().iter().map(Result::unwrap).collect();
    let group = json!([{ "name": "notify", "id": groups[0].id }]);
    assert_eq!(ours["mcast-groups"], group);
    let operation = &ours["ops"][0];
    assert_eq!(operation["id"], 3);
    assert_eq!(operation["flags"], json!(["cmd-cap-do", "cmd-cap-dump", "cmd-cap-haspol"]));
}

#[test]
fn a_notification_is_shown_typed_or_by_the_family_that_it_is_of() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let groups = &["rtnlgrp-link"];
        let mut events = netlink.events::<rt_link::Notification>(groups).unwrap();
        let mut notices = netlink.notices(protocols::ROUTE).unwrap();
        notices.join::<rt_link::Notification>("rtnlgrp-link").unwrap();
        if !add_bridge(&mut netlink, "br0") {
            return;
        }
        let Event::Message(event) = events.next().unwrap() else { panic!("a message") };
        let typed = read(&event.described());
        assert_eq!(typed["ifname"], "br0");
        let Some(Event::Message(notice)) = notices.next_within(Duration::ZERO).unwrap() else {
            panic!("a message")
        };
        let shown = notice.described::<rt_link::Notification>().expect("of the protocol");
        assert_eq!(read(&shown), typed);
        // Of the other families of the protocol none knows it: then it is bytes.
        let bytes = notice.described::<rt_addr::Notification>().expect("of the protocol");
        assert!(read(&bytes).as_str().unwrap().starts_with("0x"), "{bytes:?}");
        assert!(notice.described::<mptcp_pm::Notification>().is_none());
    });
}
