//! What other libraries of this kind get wrong, by numbers: answers that are lost, cut or forged, and
//! errors that are swallowed.

use core::time::Duration;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use netlink_families::rt_link::{
    Dellink, Dellinkprop, Getlink, GetlinkDump, Ifinfomsg, LinkAttrs, Newlink, Newlinkprop,
    Notification, PropListLinkAttrs, RtextFilter, Setlink,
};
use netlink_families::rt_route::{GetrouteDump, Newroute, Rtmsg};
use netlink_runtime::bstr::{BStr, BString};
use netlink_runtime::payload::{List, Nested};
use netlink_runtime::socket::{Destination, Senders};
use netlink_runtime::wire::flags::CREATE;
use netlink_runtime::{
    Batch, Errno, Error, Event, Interruption, Netlink, PeerSocket, Request, SocketOptions,
    protocols,
};

use crate::bridge::with_bridge;
use crate::dumped::dumped_with_header;
use crate::namespace::in_namespace;

/// Long enough for anything.
const PATIENCE: Duration = Duration::from_secs(10);

/// The header of a request that means `lo`, which has the number 1 in every namespace.
fn lo() -> Ifinfomsg {
    Ifinfomsg::of(1)
}

/// The alternative names of a link.
fn altnames<'a>(link: &LinkAttrs<'a>) -> Vec<&'a BStr> {
    let list = link.prop_list.map(|list| list.get().unwrap().alt_ifname).unwrap_or_default();
    list.to_vec().unwrap()
}

/// Adds alternative names to `lo`.
fn add_altnames(netlink: &mut Netlink, names: &[&BStr]) -> Result<(), Error> {
    let list = PropListLinkAttrs { alt_ifname: List::new(names), ..PropListLinkAttrs::default() };
    let prop_list = Some(Nested::from(&list));
    netlink.request(&Newlinkprop { header: lo(), prop_list, ..Newlinkprop::default() })
}

/// Without the mask the kernel leaves such a link out of a dump and says nothing.
#[test]
fn m1_a_link_with_400_alternative_names_arrives_whole() {
    in_namespace(|| {
        let names: Vec<_> = (0..400).map(|number| format!("{number:0>123}")).collect();
        let names: Vec<_> = names.iter().map(|name| BStr::new(name.as_bytes())).collect();
        let mut netlink = Netlink::new();
        add_altnames(&mut netlink, &names).unwrap();

        let link = netlink.request(&Getlink { header: lo(), ..Getlink::default() }).unwrap();
        assert_eq!(altnames(&link), names);
        let ext_mask = Some(RtextFilter::SKIP_STATS);
        let request = GetlinkDump { ext_mask, ..GetlinkDump::default() };
        let links = dumped_with_header(&mut netlink, &request);
        let whole = links.iter().find(|link| link.get().unwrap().header.ifi_index == 1);
        let whole = whole.expect("lo is there");
        assert!(whole.bytes().len() > 51_000, "{} bytes", whole.bytes().len());
        assert_eq!(altnames(&whole.get().unwrap()), names);
    });
}

#[test]
fn m2_a_dump_that_ends_in_an_error_tells_its_number_and_text() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let request = GetlinkDump { target_netnsid: Some(4), ..GetlinkDump::default() };
        let mut dump = netlink.dump(&request).unwrap();
        let error = dump.next().unwrap_err();
        let kernel = error.kernel().expect("the kernel refuses");
        assert_eq!(kernel.errno(), Errno::EINVAL);
        let text = "Invalid target network namespace id";
        assert_eq!(kernel.message(), Some(BStr::new(text)));
        let shown = error.to_string();
        assert!(shown.starts_with("rt-link getlink: ") && shown.contains(text), "{shown}");
        drop(dump);
        let links = dumped_with_header(&mut netlink, &GetlinkDump::default());
        assert!(!links.is_empty(), "the socket can be used on");
    });
}

#[test]
fn m3_names_that_are_not_utf_8_survive_and_can_be_sent_back() {
    in_namespace(|| {
        let (name, free) = (BStr::new(b"abc\xffd"), BStr::new(b"abc\xff d"));
        let mut netlink = Netlink::new();
        let set =
            Setlink { header: lo(), ifname: Some(name), ifalias: Some(free), ..Setlink::default() };
        netlink.request(&set).unwrap();
        add_altnames(&mut netlink, &[free]).unwrap();

        let links = dumped_with_header(&mut netlink, &GetlinkDump::default());
        let link =
            links.iter().map(|link| link.get().unwrap()).find(|link| link.header.ifi_index == 1);
        let link = link.expect("no link is lost");
        assert_eq!((link.ifname, link.ifalias), (Some(name), Some(free)));
        assert_eq!(altnames(&link), [free]);

        // What came finds the link, and takes away and sets what is there.
        let prop_list = link.prop_list;
        netlink
            .request(&Dellinkprop { header: lo(), prop_list, ..Dellinkprop::default() })
            .unwrap();
        let other = Setlink { header: lo(), ifalias: Some(BStr::new("x")), ..Setlink::default() };
        netlink.request(&other).unwrap();
        let (header, ifalias) = (Ifinfomsg::default(), link.ifalias);
        let back = Setlink { header, ifname: link.ifname, ifalias, ..Setlink::default() };
        netlink.request(&back).unwrap();
        let again =
            netlink.request(&Getlink { ifname: link.ifname, ..Getlink::default() }).unwrap();
        assert_eq!((again.ifname, again.ifalias), (Some(name), Some(free)));
        assert_eq!(altnames(&again), [""; 0]);
    });
}

/// A link that is not there, told by another process.
fn forge(stranger: &mut PeerSocket, to: Destination) {
    let header = Ifinfomsg::of(666);
    let forged = Newlink { header, ifname: Some(BStr::new("forged")), ..Newlink::default() };
    stranger.send(&forged, to).unwrap();
}

#[test]
fn m4_a_unicast_of_another_process_is_dropped_and_counted_unless_it_is_believed() {
    in_namespace(|| {
        let mut stranger = PeerSocket::open(protocols::ROUTE).unwrap();
        for (senders, name, dropped) in [(Senders::Kernel, "lo", 3), (Senders::Anyone, "forged", 0)]
        {
            let mut socket = SocketOptions::new().senders(senders).open(protocols::ROUTE).unwrap();
            let to = Destination::port(socket.port());
            // In the place of the first answers.
            (1..=3).for_each(|number| forge(&mut stranger, to.with_sequence(number)));
            let link = socket.request(&Getlink { header: lo(), ..Getlink::default() }).unwrap();
            assert_eq!(link.ifname, Some(BStr::new(name)));
            assert_eq!(socket.foreign_messages(), dropped);
            assert_eq!(socket.last_sender().is_kernel(), dropped > 0);
        }
    });
}

#[test]
fn m4_a_route_of_another_process_enters_no_dump() {
    in_namespace(|| {
        let mut stranger = PeerSocket::open(protocols::ROUTE).unwrap();
        let header = Rtmsg { rtm_family: 2, rtm_dst_len: 32, rtm_table: 254, ..Rtmsg::default() };
        let dst = Some(std::net::Ipv4Addr::new(192, 0, 2, 66).into());
        let forged = Newroute { header, dst, ..Newroute::default() };
        let request = GetrouteDump {
            header: Rtmsg { rtm_family: 2, ..Rtmsg::default() },
            ..GetrouteDump::default()
        };
        for (senders, routes, dropped) in [(Senders::Kernel, 0, 1), (Senders::Anyone, 1, 0)] {
            let mut socket = SocketOptions::new().senders(senders).open(protocols::ROUTE).unwrap();
            let to = Destination::port(socket.port()).with_sequence(1);
            stranger.send(&forged, to).unwrap();
            let found = socket.dump(&request).unwrap().owned().collect::<Result<Vec<_>, _>>();
            let found = found.unwrap();
            assert_eq!((found.len(), socket.foreign_messages()), (routes, dropped));
            assert!(found.iter().all(|route| route.get().unwrap().dst == dst));
        }
    });
}

#[test]
fn m4_a_multicast_of_another_process_is_dropped_and_counted_unless_it_is_believed() {
    in_namespace(|| {
        let mut stranger = PeerSocket::open(protocols::ROUTE).unwrap();
        for (senders, dropped) in [(Senders::Kernel, 1), (Senders::Anyone, 0)] {
            let netlink = Netlink::with_options(SocketOptions::new().senders(senders));
            let mut events = netlink.events::<Notification>(&["rtnlgrp-link"]).unwrap();
            forge(&mut stranger, Destination::group(1));
            let true_one = format!("true{dropped}");
            make_bridge(&mut Netlink::new(), &true_one);
            match events.next_within(PATIENCE).unwrap() {
                Some(Event::Message(Notification::NewlinkNtf(link))) => {
                    let name = if dropped > 0 { &*true_one } else { "forged" };
                    assert_eq!(link.ifname, Some(BStr::new(name)));
                }
                other => panic!("{other:?}"),
            }
            assert_eq!(events.foreign_messages(), dropped);
            let from_stranger = events.last_sender().port == stranger.port();
            assert_eq!((from_stranger, events.last_sender().groups), (dropped == 0, 1));
        }
    });
}

/// Makes so many bridges, so that a dump of links takes several datagrams.
fn make_bridges(netlink: &mut Netlink, count: usize) {
    let mut batch = Batch::new();
    for number in 0..count {
        let name = format!("br{number}");
        with_bridge(&name, |link| batch.push(&link.with_flags(CREATE))).unwrap();
    }
    netlink.send_batch(&batch).unwrap().into_result().unwrap();
}

fn make_bridge(netlink: &mut Netlink, name: &str) {
    with_bridge(name, |link| netlink.request(&link.with_flags(CREATE))).unwrap();
}

#[test]
fn m5_a_dump_during_which_something_changed_is_an_error_or_marked_as_the_caller_chooses() {
    in_namespace(|| {
        let (mut netlink, mut other) = (Netlink::new(), Netlink::new());
        make_bridges(&mut other, 80);
        for (round, tolerant) in [false, true].into_iter().enumerate() {
            let mut dump = netlink.dump(&GetlinkDump::default()).unwrap();
            if tolerant {
                dump = dump.tolerate_interruption();
            }
            assert!(dump.next().unwrap().is_some() && !dump.is_interrupted());
            make_bridge(&mut other, &format!("new{round}"));
            let mut links = 1;
            let end = loop {
                match dump.next() {
                    Ok(Some(_)) => links += 1,
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            assert!(links > 80, "{links}");
            assert!(dump.is_interrupted());
            match end {
                None => assert!(tolerant),
                Some(Error::DumpInterrupted { .. }) => assert!(!tolerant),
                Some(error) => panic!("{error}"),
            }
            assert!(dump.next().unwrap().is_none(), "it is told once");
        }
    });
}

#[test]
fn m5_a_dump_under_churn_is_refused_marked_or_repeated_as_the_caller_chooses() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        make_bridges(&mut netlink, 80);
        let enough = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut churning = Netlink::new();
                while !enough.load(Ordering::Relaxed) {
                    make_bridge(&mut churning, "churn");
                    let ifname = Some(BStr::new("churn"));
                    churning.request(&Dellink { ifname, ..Dellink::default() }).unwrap();
                }
            });
            // One try is interrupted sooner or later.
            let mut tries = (0..1_000_000).map(|_| netlink.dump_all(&GetlinkDump::default(), 0));
            let error = tries.find_map(Result::err);
            let mut marked = (0..1_000_000)
                .map(|_| netlink.dump_all(&GetlinkDump::default(), Interruption::Mark).unwrap());
            let marked = marked.find(|dumped| dumped.is_interrupted());
            enough.store(true, Ordering::Relaxed);
            assert!(marked.is_some_and(|links| links.len() > 80), "marked, and all there is");
            assert!(matches!(error, Some(Error::DumpInterrupted { .. })), "{error:?}");
            // As many as it takes give what was there at one time.
            let links = netlink.dump_all(&GetlinkDump::default(), u32::MAX).unwrap();
            let names: BTreeSet<BString> =
                links.iter().map(|link| link.get().unwrap().ifname.unwrap().into()).collect();
            assert!(matches!(links.len(), 81 | 82) && names.len() == links.len(), "{names:?}");
        });
    });
}

#[test]
fn m6_what_is_too_long_for_an_attribute_is_named_and_nothing_is_sent() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let long = vec![b'x'; 70_000];
        let ifalias = Some(BStr::new(&long));
        let error =
            netlink.request(&Setlink { header: lo(), ifalias, ..Setlink::default() }).unwrap_err();
        let Error::Encode(encode) = &error else { panic!("{error}") };
        assert_eq!(encode.path().to_string(), "link-attrs.ifalias");
        assert_eq!(encode.length(), Some(70_005));

        let names: Vec<_> = (0..600).map(|number| format!("{number:0>123}")).collect();
        let names: Vec<_> = names.iter().map(|name| BStr::new(name.as_bytes())).collect();
        let error = add_altnames(&mut netlink, &names).unwrap_err();
        let Error::Encode(encode) = &error else { panic!("{error}") };
        assert_eq!(encode.path().to_string(), "link-attrs.prop-list");
        assert_eq!(encode.length(), Some(4 + 600 * 128));

        let link = netlink.request(&Getlink { header: lo(), ..Getlink::default() }).unwrap();
        assert_eq!((link.ifalias, altnames(&link).len()), (None, 0));
    });
}
