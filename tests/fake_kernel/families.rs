//! Requests with fixed headers, nests and groups, and transactions.

use core::time::Duration;
use std::sync::{Arc, Mutex};

use netlink_families::nftables::{BatchBegin, BatchEnd, Newtable};
use netlink_families::rt_link::{Getlink, Ifinfomsg, LinkAttrs, LinkinfoAttrs, Newlink};
use netlink_families::{netdev, rt_link};
use netlink_runtime::bstr::{BStr, BString};
use netlink_runtime::payload::Nested;
use netlink_runtime::testing::{FakeKernel, Refusal};
use netlink_runtime::wire::flags::{CREATE, ECHO};
use netlink_runtime::{Batch, Errno, Event, Request, WithHeader};

#[test]
fn a_request_with_a_header_and_nests_is_read_and_answered_so_too() {
    let kernel = FakeKernel::new();
    kernel.on::<Getlink<'_>>(|request, answer| match request.header.ifi_index {
        3 => {
            let kind = LinkinfoAttrs { kind: Some(BStr::new("veth")), ..Default::default() };
            let (ifname, linkinfo) = (Some(BStr::new(b"a\xff")), Some(Nested::from(&kind)));
            let attributes = LinkAttrs { ifname, linkinfo, mtu: Some(1400), ..Default::default() };
            answer.send(&WithHeader { header: request.header, attributes })
        }
        _ => Err(Errno::ENODEV.into()),
    });
    let mut netlink = kernel.netlink();
    let header = Ifinfomsg::of(3);
    let link = netlink.request(&Getlink { header, ..Getlink::default() }).unwrap();
    assert_eq!((link.header.ifi_index, link.mtu), (3, Some(1400)));
    assert_eq!(link.ifname, Some(BStr::new(b"a\xff")));
    assert_eq!(link.linkinfo.unwrap().get().unwrap().kind, Some(BStr::new("veth")));
    let error = netlink.request(&Getlink::default()).map(drop).unwrap_err();
    assert_eq!(error.to_string(), "rt-link getlink: the kernel refused: No such device (ENODEV)");
}

#[test]
fn a_refusal_names_the_attribute_as_the_kernel_would() {
    let kernel = FakeKernel::new();
    kernel.on::<Newlink<'_>>(|request, _| {
        let Some(info) = request.linkinfo else {
            return Err(Refusal::new(Errno::EINVAL).missing("link-attrs.linkinfo"));
        };
        match info.get()?.kind {
            Some(_) => Err(Refusal::new(Errno::EOPNOTSUPP)
                .attribute("link-attrs.linkinfo.kind")
                .message("Unknown device type")),
            None => Err(Refusal::new(Errno::EINVAL).missing("link-attrs.linkinfo.kind")),
        }
    });
    let mut netlink = kernel.netlink();
    let mut path = |linkinfo: Option<&LinkinfoAttrs<'_>>| {
        let linkinfo = linkinfo.map(Nested::from);
        let (ifname, mtu) = (Some(BStr::new("x")), Some(1));
        let request = Newlink { ifname, mtu, linkinfo, ..Newlink::default() };
        let error = netlink.request(&request).unwrap_err();
        let kernel = error.kernel().unwrap();
        (kernel.path().unwrap().to_string(), kernel.missing().is_some())
    };
    let kind = LinkinfoAttrs { kind: Some(BStr::new("y")), ..LinkinfoAttrs::default() };
    assert_eq!(path(Some(&kind)), ("link-attrs.linkinfo.kind".into(), false));
    let none = LinkinfoAttrs::default();
    assert_eq!(path(Some(&none)), ("link-attrs.linkinfo.kind".into(), true));
    assert_eq!(path(None), ("link-attrs.linkinfo".into(), true));
}

#[test]
fn the_groups_of_a_generic_family_have_numbers_and_its_notifications_arrive() {
    let kernel = FakeKernel::new();
    kernel.on::<netdev::DevGet<'_>>(|request, answer| {
        answer.send(&netdev::Dev { ifindex: request.ifindex, ..Default::default() })
    });
    let mut netlink = kernel.netlink();
    let family = netlink.generic_family("netdev").unwrap();
    let (mgmt, pool) = (family.group("mgmt"), family.group("page-pool"));
    assert_eq!((family.id, mgmt, pool), (32, Some(32), Some(33)));
    let mut events = netlink.events::<netdev::Notification<'_>>(&["mgmt"]).unwrap();
    let dev = netdev::Dev { ifindex: Some(7), ..Default::default() };
    let message = netdev::Notification::DevAddNtf(dev);
    assert_eq!(kernel.notify::<netdev::Notification<'_>>("mgmt", &message).unwrap(), 1);
    match events.next_within(Duration::ZERO).unwrap() {
        Some(Event::Message(netdev::Notification::DevAddNtf(dev))) => {
            assert_eq!(dev.ifindex, Some(7));
        }
        other => panic!("{other:?}"),
    }
    // Of what can be dumped, both bits ask for a dump, which has no handler.
    let error = netlink.dump_all(&netdev::DevGetDump::default(), 0).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EOPNOTSUPP), "{error}");
}

#[test]
fn a_new_link_is_told_and_echoed() {
    let kernel = FakeKernel::new();
    kernel.on::<Newlink<'_>>(|request, answer| {
        let attributes = LinkAttrs { ifname: request.ifname, ..LinkAttrs::default() };
        let link = WithHeader { header: request.header, attributes };
        let message = rt_link::Notification::NewlinkNtf(link);
        answer.notify::<rt_link::Notification<'_>>("rtnlgrp-link", &message)
    });
    let mut netlink = kernel.netlink();
    let mut events = netlink.events::<rt_link::Notification<'_>>(&["rtnlgrp-link"]).unwrap();
    let ifname = Some(BStr::new("br0"));
    let mut batch = Batch::new();
    batch.push(&Newlink { ifname, ..Newlink::default() }.with_flags(CREATE | ECHO)).unwrap();
    let report = netlink.send_batch(&batch).unwrap();
    let echo = report.answer::<WithHeader<Ifinfomsg, LinkAttrs<'_>>>(0).unwrap().unwrap();
    assert_eq!(echo.ifname, ifname);
    let event = events.next_within(Duration::ZERO).unwrap();
    assert!(format!("{event:?}").contains("ifname: \"br0\""), "{event:?}");
}

#[test]
fn a_transaction_of_nftables_is_done_as_a_whole_or_not_at_all() {
    let kernel = FakeKernel::new();
    let tables = Arc::new(Mutex::new(Vec::<BString>::new()));
    let (made, kept) = (Arc::clone(&tables), Arc::new(Mutex::new(0)));
    let committed = Arc::clone(&kept);
    kernel.on::<Newtable<'_>>(move |request, _| {
        let name = request.name.ok_or(Refusal::new(Errno::EINVAL).missing("table-attrs.name"))?;
        made.lock().unwrap().push(name.into());
        Ok(())
    });
    let all = Arc::clone(&tables);
    kernel.on_transaction::<BatchBegin<'_>, BatchEnd<'_>>(move |success| {
        let mut kept = committed.lock().unwrap();
        let mut tables = all.lock().unwrap();
        if success { *kept = tables.len() } else { tables.truncate(*kept) }
    });
    let mut netlink = kernel.netlink();
    let mut send = |names: &[Option<&str>]| {
        let mut batch = Batch::transaction(&BatchBegin::default(), &BatchEnd::default()).unwrap();
        for name in names {
            let name = name.map(BStr::new);
            batch.push(&Newtable { name, ..Newtable::default() }.with_flags(CREATE)).unwrap();
        }
        let report = netlink.send_batch(&batch).unwrap();
        report.failures().iter().map(|failure| failure.index).collect::<Vec<_>>()
    };
    assert_eq!(send(&[Some("a"), Some("b")]), []);
    assert_eq!(send(&[Some("c"), None, Some("d")]), [Some(1)]);
    assert_eq!(*tables.lock().unwrap(), ["a", "b"]);
}
