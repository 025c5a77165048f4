//! The same scenarios over blocking sockets, tokio and smol.

#[path = "support/bridge.rs"]
mod bridge;
#[path = "support/namespace.rs"]
mod namespace;

use core::time::Duration;
use std::future::Future;

use netlink_families::{netdev, rt_link};
use netlink_runtime::bstr::BStr;
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Batch, Change, Errno, Error, Event, Request, SocketOptions};

use crate::bridge::with_bridge;
use crate::namespace::in_namespace;

const PATIENCE: Duration = Duration::from_secs(10);

/// A batch that makes so many bridges.
fn bridges(prefix: &str, count: usize) -> Batch {
    let mut batch = Batch::new();
    for number in 0..count {
        let name = format!("{prefix}{number}");
        with_bridge(&name, |link| batch.push(&link.with_flags(CREATE | EXCLUSIVE))).unwrap();
    }
    batch
}

/// All scenarios, with what stands behind each call that waits.
macro_rules! scenarios {
    ($module:ident, $netlink:ty, $run:path, [$($wait:tt)*], [$($asyncness:tt)*]) => {
        mod $module {
            use super::*;

            type Netlink = $netlink;

            #[test]
            fn requests_are_answered_or_refused_by_the_name_of_the_attribute() {
                $run($($asyncness)* {
                    let mut netlink = Netlink::new();
                    let lo = netdev::DevGet { ifindex: Some(1), ..Default::default() };
                    assert_eq!(netlink.request(&lo) $($wait)* .unwrap().ifindex, Some(1));
                    let error = netlink.request(&netdev::DevGet::default()) $($wait)* .unwrap_err();
                    assert_eq!(error.kernel().unwrap().missing().unwrap().to_string(), "dev.ifindex");
                    assert_eq!(netlink.generic_family("nlctrl") $($wait)* .unwrap().id, 16);
                    let error = netlink.generic_family("no-such-family") $($wait)* .unwrap_err();
                    assert!(matches!(error, Error::FamilyNotFound { .. }), "{error}");
                });
            }

            #[test]
            fn several_requests_are_in_flight_and_waited_for_in_any_order() {
                in_namespace(|| $run($($asyncness)* {
                    let options = SocketOptions::new().receive_buffer(1).timeout(PATIENCE);
                    let mut netlink = Netlink::with_options(options);
                    let mut pending = Vec::new();
                    for ifindex in (0..100).map(|number| number % 3) {
                        let device = netdev::DevGet { ifindex: Some(ifindex), ..Default::default() };
                        pending.push(netlink.send(&device) $($wait)* .unwrap());
                    }
                    let up = rt_link::IfinfoFlags::UP;
                    let header = rt_link::Ifinfomsg {
                        ifi_index: 1,
                        ifi_flags: up,
                        ifi_change: up.bits(),
                        ..Default::default()
                    };
                    let set = rt_link::Setlink { header, ..Default::default() };
                    let set = netlink.send(&set) $($wait)* .unwrap();
                    let dumped = netlink.dump_all(&netdev::DevGetDump::default(), 3) $($wait)*;
                    assert_eq!(dumped.unwrap().len(), 1);
                    for (number, pending) in pending.iter().enumerate().rev() {
                        let answer = netlink.wait(pending) $($wait)*;
                        match number % 3 {
                            0 => assert_eq!(answer.unwrap_err().errno(), Some(Errno::ERANGE)),
                            1 => assert_eq!(answer.unwrap().get().unwrap().ifindex, Some(1)),
                            _ => assert_eq!(answer.unwrap_err().errno(), Some(Errno::ENODEV)),
                        }
                    }
                    netlink.wait(&set) $($wait)* .unwrap();
                    let error = netlink.wait(&set) $($wait)* .unwrap_err();
                    assert!(matches!(error, Error::NotPending { .. }), "{error}");
                }));
            }

            #[test]
            fn a_dump_can_be_dropped_early_and_made_again() {
                in_namespace(|| $run($($asyncness)* {
                    let mut netlink = Netlink::new();
                    let report = netlink.send_batch(&bridges("br", 300)) $($wait)* .unwrap();
                    assert!(report.is_ok(), "{report:?}");
                    for _ in 0..3 {
                        let mut links =
                            netlink.dump(&rt_link::GetlinkDump::default()) $($wait)* .unwrap();
                        assert!(links.next() $($wait)* .unwrap().is_some());
                    }
                    let all = netlink.dump_all(&rt_link::GetlinkDump::default(), 3) $($wait)*;
                    assert_eq!(all.unwrap().len(), 301);
                }));
            }

            #[test]
            fn a_batch_has_a_result_for_each_request() {
                in_namespace(|| $run($($asyncness)* {
                    let options = SocketOptions::new().receive_buffer(1).timeout(PATIENCE);
                    let mut netlink = Netlink::with_options(options);
                    let mut batch = bridges("br", 20);
                    with_bridge("br7", |link| batch.push(&link.with_flags(CREATE | EXCLUSIVE))).unwrap();
                    let report = netlink.send_batch(&batch) $($wait)* .unwrap();
                    assert_eq!(report.failures().len(), 1, "{report:?}");
                    assert_eq!(report.error(20).unwrap().errno(), Some(Errno::EEXIST));
                }));
            }

            #[test]
            fn notifications_come_and_an_overrun_is_told() {
                in_namespace(|| $run($($asyncness)* {
                    let mut netlink = Netlink::new();
                    let groups = &["rtnlgrp-link"];
                    let small = Netlink::with_options(SocketOptions::new().receive_buffer(1));
                    let mut events = netlink.events::<rt_link::Notification>(groups) $($wait)* .unwrap();
                    let mut deaf = small.events::<rt_link::Notification>(groups) $($wait)* .unwrap();
                    assert!(events.next_within(Duration::ZERO) $($wait)* .unwrap().is_none());
                    assert!(netlink.send_batch(&bridges("br", 30)) $($wait)* .unwrap().is_ok());
                    let first = events.next() $($wait)* .unwrap();
                    let Event::Message(rt_link::Notification::NewlinkNtf(link)) = first else {
                        panic!("{first:?}")
                    };
                    assert_eq!(link.ifname, Some(BStr::new("br0")));
                    let mut overruns = 0;
                    while let Some(event) = deaf.next_within(Duration::ZERO) $($wait)* .unwrap() {
                        overruns += usize::from(matches!(event, Event::Overrun));
                    }
                    assert_eq!(overruns, 1);
                }));
            }

            #[test]
            fn a_copy_is_right_when_it_says_so() {
                in_namespace(|| $run($($asyncness)* {
                    let mut netlink = Netlink::new();
                    let dump = rt_link::GetlinkDump::default();
                    let mut mirror = netlink
                        .mirror::<rt_link::Notification, _>(&["rtnlgrp-link"], dump) $($wait)*
                        .unwrap();
                    assert!(netlink.send_batch(&bridges("br", 30)) $($wait)* .unwrap().is_ok());
                    let mut links = std::collections::BTreeSet::new();
                    let mut synced = 0;
                    while let Some(change) = mirror.next_within(Duration::ZERO) $($wait)* .unwrap() {
                        match change {
                            Change::Reset => links.clear(),
                            Change::Object(link)
                            | Change::Message(rt_link::Notification::NewlinkNtf(link)) => {
                                links.insert(link.header.ifi_index);
                            }
                            Change::Synced => synced += 1,
                            other => panic!("{other:?}"),
                        }
                    }
                    assert_eq!((links.len(), synced >= 1), (31, true));
                }));
            }

            #[test]
            fn what_does_not_come_in_time_is_an_error_and_the_socket_goes_on() {
                $run($($asyncness)* {
                    let options = SocketOptions::new().timeout(Duration::from_millis(20));
                    let mut netlink = Netlink::with_options(options);
                    // AUDIT_GET is answered only if the kernel has somebody to answer it.
                    let mut events = netlink.events::<netdev::Notification>(&["mgmt"]) $($wait)* .unwrap();
                    let began = std::time::Instant::now();
                    let none = events.next_within(Duration::from_millis(30)) $($wait)* .unwrap();
                    assert!(none.is_none() && began.elapsed() >= Duration::from_millis(30));
                    assert_eq!(netlink.generic_family("nlctrl") $($wait)* .unwrap().id, 16);
                });
            }
        }
    };
}

fn in_place<T>(value: T) -> T {
    value
}

fn on_tokio<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime can be made").block_on(future)
}

fn on_smol<T>(future: impl Future<Output = T>) -> T {
    async_io::block_on(future)
}

scenarios!(blocking, netlink_runtime::Netlink, in_place, [], []);
scenarios!(over_tokio, netlink_runtime::tokio::Netlink, on_tokio, [.await], [async]);
scenarios!(over_smol, netlink_runtime::smol::Netlink, on_smol, [.await], [async]);

#[test]
fn a_future_that_is_dropped_leaves_the_socket_usable() {
    on_tokio(async {
        let mut netlink = netlink_runtime::tokio::Netlink::new();
        let mut events = netlink.events::<netdev::Notification>(&["mgmt"]).await.unwrap();
        let waiting = tokio::time::timeout(Duration::from_millis(5), events.next());
        assert!(waiting.await.is_err(), "nothing happens");
        for _ in 0..20 {
            let lo = netdev::DevGet { ifindex: Some(1), ..Default::default() };
            drop(netlink.request(&lo));
            assert_eq!(netlink.request(&lo).await.unwrap().ifindex, Some(1));
        }
    });
}

#[test]
fn futures_and_sockets_can_go_to_other_threads() {
    fn sendable<T: Send>(value: T) -> T {
        value
    }
    on_tokio(sendable(async {
        let mut netlink = netlink_runtime::tokio::Netlink::new();
        let links = netlink.dump(&rt_link::GetlinkDump::default()).await.unwrap().collect().await;
        assert!(!links.unwrap().is_empty());
        let lo = netdev::DevGet { ifindex: Some(1), ..Default::default() };
        let pending = netlink.send(&lo).await.unwrap();
        let pending = tokio::spawn(async { pending }).await.unwrap();
        assert_eq!(netlink.wait(&pending).await.unwrap().get().unwrap().ifindex, Some(1));
        let mut mirror = netlink
            .mirror::<rt_link::Notification, _>(&["rtnlgrp-link"], rt_link::GetlinkDump::default())
            .await
            .unwrap();
        assert!(matches!(mirror.next().await.unwrap(), Change::Reset));
    }));
}

#[test]
fn without_a_runtime_opening_is_an_error_and_no_panic() {
    let error = netlink_runtime::tokio::Socket::open(0u16).unwrap_err();
    assert!(matches!(error, Error::Io { call: "register", .. }), "{error}");
}
