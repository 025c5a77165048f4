//! What programs ask while everything changes.

use core::time::Duration;
use std::future::Future;

use netlink_families::nlctrl::Getfamily;
use netlink_families::rt_addr::{GetaddrDump, Ifaddrmsg};
use netlink_families::rt_link::{Dellink, Getlink, GetlinkDump, LinkAttrs};
use netlink_families::rt_route::{GetrouteDump, Rtmsg};
use netlink_runtime::bstr::BStr;
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Batch, Dump, Errno, Error, Netlink, Request};

use crate::bridge::with_bridge;
use crate::churn::LINKS;
use crate::{Soak, count, small};

fn by_name(name: &str) -> Getlink<'_> {
    Getlink { ifname: Some(BStr::new(name)), ..Getlink::default() }
}

fn controller() -> Getfamily<'static> {
    Getfamily { family_name: Some(BStr::new("nlctrl")), ..Getfamily::default() }
}

/// A link that was asked for by name is that one, or not there at the moment.
fn check(name: &str, link: Result<&LinkAttrs<'_>, &Error>) {
    match link {
        Ok(link) => assert_eq!(link.ifname, Some(BStr::new(name))),
        Err(error) => assert_eq!(error.errno(), Some(Errno::ENODEV), "{error}"),
    }
}

/// The names of links that come and go, and of one that stays.
fn names() -> impl Iterator<Item = String> {
    (0..).map(|number| match number % (LINKS + 1) {
        LINKS => "lo".to_owned(),
        number => format!("c{number}"),
    })
}

/// One request after the other, over two protocols.
pub(crate) fn requests(soak: &Soak) {
    let mut netlink = Netlink::with_options(small());
    for name in names() {
        if soak.is_over() {
            break;
        }
        let link = netlink.request(&by_name(&name));
        check(&name, link.as_ref().map(|link| &**link));
        assert_eq!(netlink.request(&controller()).unwrap().family_id, Some(16));
        (0..2).for_each(|_| count(&soak.requests));
    }
}

/// Many requests at the same time, some of which are given up, with a dump among them.
pub(crate) fn in_flight(soak: &Soak) {
    let mut netlink = Netlink::with_options(small());
    while !soak.is_over() {
        let asked = names().take(100).map(|name| {
            let pending = netlink.send(&by_name(&name)).unwrap();
            (name, pending)
        });
        let asked: Vec<_> = asked.enumerate().filter(|(number, _)| number % 7 != 0).collect();
        let links = netlink.dump(&GetlinkDump::default()).unwrap();
        assert!(links.tolerate_interruption().owned().all(|link| link.is_ok()));
        for (_, (name, pending)) in asked.iter().rev() {
            let link = netlink.wait(pending);
            let link = link.as_ref().map(|link| link.get().unwrap());
            check(name, link.as_ref().map(|link| &**link).map_err(|error| *error));
            count(&soak.requests);
        }
    }
    let socket = netlink.socket(0u16).unwrap();
    assert!(socket.unclaimed_messages() > 0, "the answers to those that were given up");
}

/// Dumps of three kinds, to the end or not.
pub(crate) fn dumps(soak: &Soak) {
    let mut netlink = Netlink::with_options(small());
    let header = Ifaddrmsg { ifa_family: 2, ..Ifaddrmsg::default() };
    let addresses = GetaddrDump { header, ..GetaddrDump::default() };
    let header = Rtmsg { rtm_family: 2, ..Rtmsg::default() };
    let routes = GetrouteDump { header, ..GetrouteDump::default() };
    while !soak.is_over() {
        dump(&mut netlink, &GetlinkDump::default(), soak);
        dump(&mut netlink, &addresses, soak);
        dump(&mut netlink, &routes, soak);
        assert!(netlink.dump(&GetlinkDump::default()).unwrap().next().unwrap().is_some());
    }
}

fn dump<R: Dump>(netlink: &mut Netlink, request: &R, soak: &Soak) {
    match netlink.dump_all(request, 0) {
        Ok(objects) => assert!(!objects.is_empty(), "lo is there"),
        Err(Error::DumpInterrupted { .. }) => count(&soak.interrupted),
        Err(error) => panic!("{error}"),
    }
    count(&soak.dumps);
}

/// Batches that make links and take them away, each with one request too many.
pub(crate) fn batches(soak: &Soak) {
    let mut netlink = Netlink::with_options(small());
    let names: Vec<_> = (0..5).map(|number| format!("b{number}")).collect();
    let (mut come, mut go) = (Batch::new(), Batch::new());
    for name in names.iter().chain(&names[..1]) {
        with_bridge(name, |link| come.push(&link.with_flags(CREATE | EXCLUSIVE))).unwrap();
        go.push(&Dellink { ifname: Some(BStr::new(name)), ..Dellink::default() }).unwrap();
    }
    while !soak.is_over() {
        for (batch, errno) in [(&come, Errno::EEXIST), (&go, Errno::ENODEV)] {
            let report = netlink.send_batch(batch).unwrap();
            assert_eq!(report.failures().len(), 1, "{report:?}");
            assert_eq!(report.error(5).unwrap().errno(), Some(errno));
            count(&soak.batches);
        }
    }
}

pub(crate) fn on_tokio<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(future)
}

/// Requests, dumps and requests in flight, of which some futures are dropped.
pub(crate) fn over_tokio(soak: &Soak) {
    on_tokio(async {
        let mut netlink = netlink_runtime::tokio::Netlink::with_options(small());
        for name in names() {
            if soak.is_over() {
                break;
            }
            let pending = netlink.send(&by_name(&name)).await.unwrap();
            let request = by_name("lo");
            let hasty = tokio::time::timeout(Duration::ZERO, netlink.request(&request)).await;
            assert!(hasty.is_err() || hasty.is_ok_and(|link| link.is_ok()));
            match netlink.dump_all(&GetlinkDump::default(), 0).await {
                Ok(_) => {}
                Err(Error::DumpInterrupted { .. }) => count(&soak.interrupted),
                Err(error) => panic!("{error}"),
            }
            let link = netlink.wait(&pending).await;
            let link = link.as_ref().map(|link| link.get().unwrap());
            check(&name, link.as_ref().map(|link| &**link).map_err(|error| *error));
            count(&soak.dumps);
            (0..2).for_each(|_| count(&soak.requests));
        }
    });
}
