//! Notifications of the running kernel.

#[path = "support/bridge.rs"]
mod bridge;
#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;

use core::time::Duration;

use netlink_families::{mptcp_pm, netdev, nlctrl, rt_addr, rt_link, rt_route};
use netlink_runtime::bstr::BStr;
use netlink_runtime::schema::Protocol;
use netlink_runtime::testing::FakeKernel;
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Errno, Error, Event, Netlink, Request, SocketOptions, protocols};

use crate::bridge::with_bridge;
use crate::namespace::in_namespace;

/// Long enough that a message which is not there by then will not come.
const PATIENCE: Duration = Duration::from_secs(10);
const AT_ONCE: Duration = Duration::ZERO;

fn add_bridge(netlink: &mut Netlink, name: &str) {
    with_bridge(name, |link| netlink.request(&link.with_flags(CREATE | EXCLUSIVE)).unwrap());
}

fn delete(netlink: &mut Netlink, name: &str) {
    let ifname = Some(BStr::new(name));
    netlink.request(&rt_link::Dellink { ifname, ..Default::default() }).unwrap();
}

#[test]
fn links_that_come_and_go_are_told_by_what_happened_to_them() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let mut events = netlink.events::<rt_link::Notification>(&["rtnlgrp-link"]).unwrap();
        assert!(events.next_within(AT_ONCE).unwrap().is_none(), "nothing happened yet");
        add_bridge(&mut netlink, "br0");
        match events.next_within(PATIENCE).unwrap() {
            Some(Event::Message(rt_link::Notification::NewlinkNtf(link))) => {
                assert_eq!(link.ifname, Some(BStr::new("br0")));
            }
            other => panic!("{other:?}"),
        }
        delete(&mut netlink, "br0");
        let gone = loop {
            match events.next().unwrap() {
                Event::Message(rt_link::Notification::DellinkNtf(link)) => break link,
                Event::Message(_) => {}
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(gone.ifname, Some(BStr::new("br0")));
        events.leave("rtnlgrp-link").unwrap();
        add_bridge(&mut netlink, "br1");
        while let Some(event) = events.next_within(AT_ONCE).unwrap() {
            let text = format!("{event:?}");
            assert!(!text.contains("br1"), "left the group: {text}");
        }
    });
}

#[test]
fn several_families_are_heard_on_one_socket() {
    in_namespace(|| {
        if tool::run("ip -V").is_none() {
            return;
        }
        let netlink = Netlink::new();
        let mut notices = netlink.notices(Protocol::Raw(0)).unwrap();
        notices.join::<rt_link::Notification>("rtnlgrp-link").unwrap();
        notices.join::<rt_addr::Notification>("rtnlgrp-ipv4-ifaddr").unwrap();
        notices.join::<rt_route::Notification>(7).unwrap();
        tool::output("ip link set lo up").unwrap();
        tool::output("ip addr add 192.0.2.1/24 dev lo").unwrap();
        let (mut links, mut addresses, mut routes) = (0, 0, 0);
        while let Some(event) = notices.next_within(AT_ONCE).unwrap() {
            let Event::Message(notice) = event else { panic!("{event:?}") };
            if let Some(link) = notice.get::<rt_link::Notification>() {
                assert!(matches!(link.unwrap(), rt_link::Notification::NewlinkNtf(_)));
                links += 1;
            } else if let Some(address) = notice.get::<rt_addr::Notification>() {
                assert!(matches!(address.unwrap(), rt_addr::Notification::NewaddrNtf(_)));
                addresses += 1;
            } else if let Some(route) = notice.get::<rt_route::Notification>() {
                assert!(matches!(route.unwrap(), rt_route::Notification::NewrouteNtf(_)));
                routes += 1;
            } else {
                panic!("{notice:?}");
            }
        }
        assert!(links >= 1 && addresses >= 2 && routes >= 1, "{links} {addresses} {routes}");
    });
}

#[test]
fn a_generic_group_is_found_by_its_name() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let mut events = netlink.events::<netdev::Notification>(&["mgmt"]).unwrap();
        add_bridge(&mut netlink, "br0");
        let Some(Event::Message(netdev::Notification::DevAddNtf(dev))) =
            events.next_within(PATIENCE).unwrap()
        else {
            panic!("a device was added");
        };
        assert!(dev.ifindex.is_some_and(|index| index > 1), "{dev:?}");
        // All generic families share one protocol.
        let mut notices = netlink.notices(Protocol::Generic { version: 0 }).unwrap();
        notices.join::<nlctrl::Notification>("notify").unwrap();
        notices.join::<mptcp_pm::Notification>("mptcp_pm_cmds").unwrap();
        assert!(notices.next_within(AT_ONCE).unwrap().is_none());
    });
}

#[test]
fn a_family_of_another_protocol_takes_no_message_whose_number_it_has() {
    let kernel = FakeKernel::new();
    // The number of nlctrl is also that of RTM_NEWLINK.
    let netlink = kernel.netlink();
    let mut notices = netlink.notices(Protocol::Generic { version: 0 }).unwrap();
    notices.join::<nlctrl::Notification>("notify").unwrap();
    let family = nlctrl::Notification::NewfamilyNtf(Default::default());
    assert_eq!(kernel.notify::<nlctrl::Notification>("notify", &family).unwrap(), 1);
    let Some(Event::Message(notice)) = notices.next_within(PATIENCE).unwrap() else {
        panic!("a family came");
    };
    assert!(notice.get::<rt_link::Notification>().is_none());
    assert!(notice.get::<nlctrl::Notification>().is_some_and(|family| family.is_ok()));
}

#[test]
fn an_overrun_is_an_event_behind_all_that_was_queued_and_before_all_that_is_new() {
    in_namespace(|| {
        let mut netlink = Netlink::with_options(SocketOptions::new());
        let small = Netlink::with_options(SocketOptions::new().receive_buffer(20_000));
        let mut events = small.events::<rt_link::Notification>(&["rtnlgrp-link"]).unwrap();
        for index in 0..60 {
            add_bridge(&mut netlink, &format!("br{index}"));
        }
        let mut queued = 0;
        loop {
            match events.next_within(AT_ONCE).unwrap().expect("the overrun comes first") {
                Event::Overrun => break,
                Event::Message(_) => queued += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!((1..60).contains(&queued), "{queued}");
        assert!(events.next_within(AT_ONCE).unwrap().is_none(), "once");
        add_bridge(&mut netlink, "new");
        let event = events.next_within(PATIENCE).unwrap();
        assert!(format!("{event:?}").contains("ifname: \"new\""), "{event:?}");
    });
}

#[test]
fn a_group_or_family_that_is_not_there_is_told() {
    let netlink = Netlink::new();
    let error = netlink.events::<rt_link::Notification>(&["no-such-group"]).unwrap_err();
    assert_eq!(error.to_string(), "rt-link has no multicast group \"no-such-group\"");
    let error = netlink.events::<netdev::Notification>(&["no-such-group"]).unwrap_err();
    assert_eq!(error.to_string(), "netdev has no multicast group \"no-such-group\"");
    let mut notices = netlink.notices(Protocol::Raw(0)).unwrap();
    let error = notices.join::<netdev::Notification>("mgmt").unwrap_err();
    assert!(matches!(error, Error::WrongFamily { family: "netdev", protocol: 0 }), "{error}");
    let error = notices.join::<rt_link::Notification>(5000).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
}

#[test]
fn a_notification_tells_its_group_and_sender_if_the_socket_was_opened_so() {
    in_namespace(|| {
        let told = SocketOptions::new().packet_info().credentials();
        let netlink = Netlink::with_options(told);
        let mut events = netlink.events::<rt_link::Notification>(&["rtnlgrp-link"]).unwrap();
        let mut notices = netlink.notices(protocols::ROUTE).unwrap();
        notices.join::<rt_link::Notification>("rtnlgrp-link").unwrap();
        add_bridge(&mut Netlink::new(), "br0");
        assert!(events.next_within(PATIENCE).unwrap().is_some());
        let sender = events.last_sender();
        assert_eq!((sender.group, sender.groups, sender.is_kernel()), (Some(1), 1, true));
        let credentials = sender.credentials.unwrap();
        assert_eq!((credentials.process, credentials.user), (0, 0), "the kernel");
        match notices.next_within(PATIENCE).unwrap() {
            Some(Event::Message(notice)) => assert_eq!(notice.sender(), sender),
            other => panic!("{other:?}"),
        }
    });
}

/// As who asks to be told something of the socket itself; here it makes and removes links.
#[test]
fn a_request_of_the_listening_socket_loses_nothing_that_came_before_its_acknowledgement() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let mut events = netlink.events::<rt_link::Notification>(&["rtnlgrp-link"]).unwrap();
        for name in ["br0", "br1"] {
            add_bridge(&mut netlink, name);
        }
        let next = |events: &mut netlink_runtime::Events<rt_link::Notification>| match events
            .next_within(AT_ONCE)
            .unwrap()
        {
            Some(Event::Message(rt_link::Notification::NewlinkNtf(link))) => {
                link.ifname.map(|name| format!("+{name}"))
            }
            Some(Event::Message(rt_link::Notification::DellinkNtf(link))) => {
                link.ifname.map(|name| format!("-{name}"))
            }
            None => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(next(&mut events).as_deref(), Some("+br0"));
        let delete = |name| rt_link::Dellink {
            ifname: Some(BStr::new(name)),
            ..rt_link::Dellink::default()
        };
        events.request(&delete("br0")).unwrap();
        let error = events.request(&delete("br0")).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::ENODEV), "{error}");
        assert_eq!(next(&mut events).as_deref(), Some("+br1"));
        assert_eq!(next(&mut events).as_deref(), Some("-br0"), "which the request itself caused");
        assert_eq!(next(&mut events), None);
        let error = events.request(&mptcp_pm::FlushAddrs::default()).unwrap_err();
        assert!(matches!(error, Error::WrongProtocol { protocol: 0, .. }), "{error}");
    });
}

#[test]
fn an_overrun_is_told_behind_what_a_request_found_in_the_queue() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let small = Netlink::with_options(SocketOptions::new().receive_buffer(1));
        let mut events = small.events::<rt_link::Notification>(&["rtnlgrp-link"]).unwrap();
        for number in 0..30 {
            add_bridge(&mut netlink, &format!("br{number}"));
        }
        let name = Some(BStr::new("br0"));
        let delete = rt_link::Dellink { ifname: name, ..rt_link::Dellink::default() };
        // Of a queue that is full the kernel also drops acknowledgements.
        let error = events.request(&delete).unwrap_err();
        assert!(matches!(error, Error::Overrun { operation: Some(_) }), "{error}");
        let mut heard = Vec::new();
        while let Some(event) = events.next_within(AT_ONCE).unwrap() {
            heard.push(matches!(event, Event::Overrun));
        }
        assert_eq!(heard.iter().filter(|overrun| **overrun).count(), 1);
        assert!(heard.len() > 1 && heard.last() == Some(&true), "{heard:?}");
        let error = events.request(&delete).unwrap_err();
        assert_eq!(error.errno(), Some(Errno::ENODEV), "it was done before: {error}");
    });
}
