//! A copy of what the kernel has stays right through churn and overruns.

#[path = "support/bridge.rs"]
mod bridge;
#[path = "support/namespace.rs"]
mod namespace;

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use netlink_families::rt_link::{Dellink, GetlinkDump, LinkAttrs, Newlink, Notification};
use netlink_runtime::bstr::{BStr, BString};
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Batch, Change, Mirror, Netlink, Request, SocketOptions};

use crate::bridge::with_bridge;
use crate::namespace::in_namespace;

/// What a copy keeps of a link, by its index.
type Links = BTreeMap<i32, (BString, Option<u32>)>;

fn kept(link: &LinkAttrs<'_>) -> (BString, Option<u32>) {
    (link.ifname.unwrap_or_default().into(), link.mtu)
}

/// A copy of all links.
struct Copy {
    mirror: Mirror<Notification<'static>, GetlinkDump<'static>>,
    links: Links,
    resets: usize,
    markers: usize,
    messages: usize,
}

impl Copy {
    fn new(netlink: &Netlink) -> Self {
        let mirror = netlink.mirror(&["rtnlgrp-link"], GetlinkDump::default()).unwrap();
        Self { mirror, links: Links::new(), resets: 0, markers: 0, messages: 0 }
    }

    /// Takes the changes until the copy is right, and some time nothing happens.
    fn settle(&mut self) {
        while let Some(change) = self.mirror.next_within(Duration::from_millis(50)).unwrap() {
            match change {
                Change::Reset => {
                    self.links.clear();
                    self.resets += 1;
                }
                Change::Object(link) | Change::Message(Notification::NewlinkNtf(link)) => {
                    self.links.insert(link.header.ifi_index, kept(&link));
                    self.messages += 1;
                }
                Change::Message(Notification::DellinkNtf(link)) => {
                    self.links.remove(&link.header.ifi_index);
                    self.messages += 1;
                }
                Change::Synced => self.markers += 1,
                other => panic!("{other:?}"),
            }
        }
    }
}

fn dumped() -> Links {
    let mut netlink = Netlink::new();
    let links = netlink.dump_all(&GetlinkDump::default(), 9).unwrap();
    links
        .iter()
        .map(|link| link.get().unwrap())
        .map(|link| (link.header.ifi_index, kept(&link)))
        .collect()
}

/// Fifty links come, ten thousand times one of them changes, and every fifth goes.
fn churn() {
    let names: Vec<_> = (0..50).map(|number| format!("br{number}")).collect();
    let mut batch = Batch::new();
    for name in &names {
        with_bridge(name, |link| batch.push(&link.with_flags(CREATE | EXCLUSIVE))).unwrap();
    }
    for (number, name) in (0..10_000).zip(names.iter().cycle()) {
        let mtu = Some(1000 + number % 333);
        batch.push(&Newlink { ifname: Some(BStr::new(name)), mtu, ..Newlink::default() }).unwrap();
    }
    for name in names.iter().step_by(5) {
        batch.push(&Dellink { ifname: Some(BStr::new(name)), ..Dellink::default() }).unwrap();
    }
    let report = Netlink::new().send_batch(&batch).unwrap();
    assert!(report.is_ok(), "{report:?}");
}

#[test]
fn a_copy_is_right_at_the_first_marker_and_follows_each_change() {
    in_namespace(|| {
        let mut copy = Copy::new(&Netlink::new());
        copy.settle();
        assert_eq!((&copy.links, copy.links.len(), copy.resets), (&dumped(), 1, 1));
        with_bridge("br0", |link| Netlink::new().request(&link.with_flags(CREATE)).unwrap());
        copy.settle();
        assert_eq!((&copy.links, copy.links.len(), copy.resets), (&dumped(), 2, 1));
        assert!(copy.markers >= 2, "{}", copy.markers);
    });
}

#[test]
fn ten_thousand_changes_and_a_tiny_buffer_leave_it_equal_to_a_fresh_dump() {
    in_namespace(|| {
        let options = SocketOptions::new().receive_buffer(1);
        let mut copy = Copy::new(&Netlink::with_options(options));
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                churn();
                done.store(true, Ordering::SeqCst);
            });
            loop {
                let was_done = done.load(Ordering::SeqCst);
                copy.settle();
                if was_done {
                    break;
                }
            }
        });
        assert_eq!(copy.links, dumped());
        assert_eq!(copy.links.len(), 1 + 40, "with lo");
        assert!(copy.resets > 1, "the queue overran: {} messages", copy.messages);
    });
}
