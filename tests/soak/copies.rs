//! Mirrors, and what they should equal in the end.

use core::time::Duration;
use std::collections::BTreeMap;
use std::net::IpAddr;

use netlink_families::rt_link::{self, GetlinkDump, LinkAttrs};
use netlink_families::rt_route::{self, GetrouteDump, RouteAttrs, Rtmsg};
use netlink_runtime::bstr::BString;
use netlink_runtime::socket::ChangeOf;
use netlink_runtime::{Change, Dump, Event, Messages, Netlink, SocketOptions, WithHeader};

use crate::{Soak, count, small};

type LinkNotification = rt_link::Notification<'static>;
type RouteNotification = rt_route::Notification<'static>;

/// A copy, and how it came about.
pub(crate) struct Known<K, V> {
    pub(crate) objects: BTreeMap<K, V>,
    pub(crate) resets: usize,
    changes: usize,
}

/// The names and sizes of links by index.
pub(crate) type Links = Known<i32, (BString, Option<u32>)>;

/// Where routes lead, by table, destination and its length.
pub(crate) type Routes = Known<(u8, Option<IpAddr>, u8), Option<u32>>;

impl<K: Ord, V> Known<K, V> {
    fn new() -> Self {
        Self { objects: BTreeMap::new(), resets: 0, changes: 0 }
    }

    pub(crate) fn told(&self) -> String {
        format!("{} and {}", self.changes, self.resets)
    }

    fn clear(&mut self) {
        self.objects.clear();
        self.resets += 1;
    }

    fn put(&mut self, (key, value): (K, V)) {
        self.objects.insert(key, value);
        self.changes += 1;
    }

    fn remove(&mut self, (key, _): (K, V)) {
        self.objects.remove(&key);
        self.changes += 1;
    }
}

type Link<'a> = WithHeader<rt_link::Ifinfomsg, LinkAttrs<'a>>;
type Route<'a> = WithHeader<Rtmsg, RouteAttrs<'a>>;

fn link(link: &Link<'_>) -> (i32, (BString, Option<u32>)) {
    (link.header.ifi_index, (link.ifname.unwrap_or_default().into(), link.mtu))
}

fn route(route: &Route<'_>) -> ((u8, Option<IpAddr>, u8), Option<u32>) {
    let Rtmsg { rtm_table, rtm_dst_len, .. } = route.header;
    ((rtm_table, route.dst, rtm_dst_len), route.oif)
}

fn all_links() -> GetlinkDump<'static> {
    GetlinkDump::default()
}

/// Those of IPv4: the kernel makes and drops some of IPv6 later, by timers.
fn all_routes() -> GetrouteDump<'static> {
    let header = Rtmsg { rtm_family: 2, ..Rtmsg::default() };
    GetrouteDump { header, ..GetrouteDump::default() }
}

fn follow_link(known: &mut Links, change: ChangeOf<'_, LinkNotification, GetlinkDump<'_>>) {
    match change {
        Change::Reset => known.clear(),
        Change::Object(it) | Change::Message(rt_link::Notification::NewlinkNtf(it)) => {
            known.put(link(&it));
        }
        Change::Message(rt_link::Notification::DellinkNtf(it)) => known.remove(link(&it)),
        Change::Synced => {}
        other => panic!("{other:?}"),
    }
}

fn follow_route(known: &mut Routes, change: ChangeOf<'_, RouteNotification, GetrouteDump<'_>>) {
    match change {
        Change::Reset => known.clear(),
        Change::Object(it) | Change::Message(rt_route::Notification::NewrouteNtf(it)) => {
            known.put(route(&it));
        }
        Change::Message(rt_route::Notification::DelrouteNtf(it)) => known.remove(route(&it)),
        Change::Synced => {}
        other => panic!("{other:?}"),
    }
}

/// So long is waited for a change before it is looked whether there will be any.
const PAUSE: Duration = Duration::from_millis(20);

/// Follows what a mirror tells until nothing changes any more and all of it was told.
fn follow<M: Messages, R: Dump, K: Ord, V>(
    (group, dump): (&str, R),
    soak: &Soak,
    follow: impl Fn(&mut Known<K, V>, ChangeOf<'_, M, R>),
) -> Known<K, V> {
    let netlink = Netlink::with_options(small());
    let mut mirror = netlink.mirror::<M, R>(&[group], dump).unwrap();
    let mut known = Known::new();
    loop {
        let last = soak.is_still();
        while let Some(change) = mirror.next_within(PAUSE).unwrap() {
            follow(&mut known, change);
        }
        if last {
            return known;
        }
    }
}

pub(crate) fn links(soak: &Soak) -> Links {
    follow::<LinkNotification, _, _, _>(("rtnlgrp-link", all_links()), soak, follow_link)
}

pub(crate) fn routes(soak: &Soak) -> Routes {
    follow::<RouteNotification, _, _, _>(("rtnlgrp-ipv4-route", all_routes()), soak, follow_route)
}

pub(crate) fn links_over_tokio(soak: &Soak) -> Links {
    crate::clients::on_tokio(async {
        let netlink = netlink_runtime::tokio::Netlink::with_options(small());
        let groups = &["rtnlgrp-link"];
        let mut mirror = netlink.mirror::<LinkNotification, _>(groups, all_links()).await.unwrap();
        let mut known = Known::new();
        loop {
            let last = soak.is_still();
            while let Some(change) = mirror.next_within(PAUSE).await.unwrap() {
                follow_link(&mut known, change);
            }
            if last {
                return known;
            }
        }
    })
}

/// Counts how often a queue of notifications overran.
pub(crate) fn overruns(soak: &Soak) {
    let netlink = Netlink::with_options(small());
    let mut events = netlink.events::<LinkNotification>(&["rtnlgrp-link"]).unwrap();
    while !soak.is_still() {
        if matches!(events.next_within(PAUSE).unwrap(), Some(Event::Overrun)) {
            count(&soak.overruns);
        }
    }
}

pub(crate) fn dumped_links() -> BTreeMap<i32, (BString, Option<u32>)> {
    let links = Netlink::with_options(SocketOptions::new()).dump_all(&all_links(), 0).unwrap();
    links.iter().map(|it| link(&it.get().unwrap())).collect()
}

pub(crate) fn dumped_routes() -> BTreeMap<(u8, Option<IpAddr>, u8), Option<u32>> {
    let routes = Netlink::with_options(SocketOptions::new()).dump_all(&all_routes(), 0).unwrap();
    routes.iter().map(|it| route(&it.get().unwrap())).collect()
}
