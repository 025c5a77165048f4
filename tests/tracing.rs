//! What sockets tell subscribers of `tracing`.

#[path = "support/bridge.rs"]
mod bridge;
#[path = "tracing/collector.rs"]
mod collector;
#[path = "support/namespace.rs"]
mod namespace;

use core::future::Future;
use core::task::Poll;
use core::time::Duration;

use netlink_families::netdev::{self, DevGet, DevGetDump};
use netlink_families::nlctrl::Getfamily;
use netlink_families::rt_link::{self, Dellink, GetlinkDump, Ifinfomsg};
use netlink_families::wireguard::{SetDevice, Wgpeer};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::List;
use netlink_runtime::testing::{FakeKernel, Fault, Refusal};
use netlink_runtime::wire::flags::{CREATE, EXCLUSIVE};
use netlink_runtime::{Batch, Change, Errno, Event, Netlink, Request};
use tracing::Level;

use crate::bridge::with_bridge;
use crate::collector::{Fields, Story, told};
use crate::namespace::in_namespace;

fn nlctrl() -> Getfamily<'static> {
    Getfamily { family_name: Some(BStr::new("nlctrl")), ..Getfamily::default() }
}

fn dev(index: u32) -> DevGet<'static> {
    DevGet { ifindex: Some(index), ..DevGet::default() }
}

/// The values of these fields.
fn values<const N: usize>(fields: &Fields, names: [&str; N]) -> [String; N] {
    names.map(|name| fields.get(name).cloned().unwrap_or_default())
}

#[test]
fn a_request_is_a_span_with_the_messages_sent_and_received_in_it() {
    let story = told(Level::TRACE, || {
        let mut netlink = Netlink::new();
        assert_eq!(netlink.request(&nlctrl()).unwrap().family_id, Some(16));
    });
    let span = story.span("request", "getfamily");
    let fields = &story.spans[span].fields;
    assert_eq!(values(fields, ["family", "protocol"]), ["nlctrl", "16"]);
    assert!(fields["port"] != "0" && fields["sequence"] != "0", "{fields:?}");
    let [sent] = story.within(span, "sent")[..] else { panic!("one is sent: {story:#?}") };
    assert_eq!(sent["sequence"], fields["sequence"]);
    assert_eq!(sent["body"], "ctrl-attrs { family-name: \"nlctrl\" }");
    assert_eq!(values(sent, ["kind", "command", "length"]), ["16", "3", "32"]);
    let [received] = story.within(span, "received")[..] else { panic!("one came: {story:#?}") };
    assert_eq!(values(received, ["operation", "command"]), ["getfamily", "1"]);
    assert!(received["body"].contains("family-id: 16"), "{received:?}");
    assert_eq!(story.events.len(), 2, "{story:#?}");
    assert!(story.events.iter().all(|event| event.target == "netlink_runtime::message"));
}

#[test]
fn a_refused_request_tells_errno_attribute_and_text() {
    let story = told(Level::DEBUG, || drop(Netlink::new().request(&dev(0)).unwrap_err()));
    let span = story.span("request", "dev-get");
    let [failed] = story.within(span, "failed")[..] else { panic!("it failed: {story:#?}") };
    assert_eq!(values(failed, ["errno", "attribute"]), ["34", "dev.ifindex"]);
    assert_eq!(failed["text"], "integer out of range");
    assert_eq!(failed["policy"], "u32, 1 to 4294967295");
    assert!(failed["error"].starts_with("netdev dev-get: the kernel refused"), "{failed:?}");
    assert_eq!(story.events.len(), 1, "messages are not told at this level: {story:#?}");
    story.span("request", "getfamily");
}

#[test]
fn a_dump_is_a_span_that_its_objects_are_in() {
    in_namespace(|| {
        let story = told(Level::TRACE, || {
            let mut netlink = Netlink::new();
            with_bridge("br0", |link| netlink.request(&link.with_flags(CREATE | EXCLUSIVE)))
                .unwrap();
            assert_eq!(netlink.dump_all(&GetlinkDump::default(), 0).unwrap().len(), 2);
        });
        let span = story.span("dump", "getlink");
        assert_eq!(values(&story.spans[span].fields, ["family", "protocol"]), ["rt-link", "0"]);
        assert_eq!(story.within(span, "sent").len(), 1);
        let received = story.within(span, "received");
        let bodies: Vec<_> = received.iter().map(|fields| fields["body"].as_str()).collect();
        let [lo, br0, end] = bodies[..] else { panic!("two links and the end: {bodies:?}") };
        assert!(lo.contains("header: ifinfomsg {") && lo.contains("ifname: \"lo\""), "{lo}");
        assert!(br0.contains("linkinfo-attrs { kind: \"bridge\""), "{br0}");
        assert_eq!(end, "code 0");
        let made = story.span("request", "newlink");
        assert_eq!(story.within(made, "received")[0]["body"], "code 0");
    });
}

#[test]
fn a_batch_is_a_span_with_what_failed_of_it() {
    in_namespace(|| {
        let story = told(Level::TRACE, || {
            let mut batch = Batch::new();
            for name in ["one", "two", "one"] {
                with_bridge(name, |link| batch.push(&link.with_flags(CREATE | EXCLUSIVE))).unwrap();
            }
            let report = Netlink::new().send_batch(&batch).unwrap();
            assert_eq!(report.failures().len(), 1);
        });
        let span = story.span("batch", "newlink");
        let fields = &story.spans[span].fields;
        assert_eq!(values(fields, ["family", "requests"]), ["rt-link", "3"]);
        let sent = story.within(span, "sent");
        assert_eq!(sent.len(), 3);
        assert_eq!(sent[0]["sequence"], fields["sequence"]);
        assert!(sent[1]["body"].contains("ifname: \"two\""), "{sent:?}");
        let codes = story.within(span, "received").into_iter().map(|it| it["body"].clone());
        assert_eq!(codes.collect::<Vec<_>>(), ["code 0", "code 0", "code -17"]);
        let [failed] = story.within(span, "failed")[..] else { panic!("one failed: {story:#?}") };
        assert_eq!(failed["errno"], "17");
    });
}

#[test]
fn notifications_are_told_with_their_operation_and_group() {
    in_namespace(|| {
        let story = told(Level::TRACE, || {
            let mut netlink = Netlink::new();
            type Links = rt_link::Notification<'static>;
            let mut events = netlink.events::<Links>(&["rtnlgrp-link"]).unwrap();
            let mut notices = netlink.notices(0u16).unwrap();
            notices.join::<Links>("rtnlgrp-link").unwrap();
            let mut mirror =
                netlink.mirror::<Links, _>(&["rtnlgrp-link"], GetlinkDump::default()).unwrap();
            while !matches!(mirror.next().unwrap(), Change::Synced) {}
            with_bridge("br0", |link| netlink.request(&link.with_flags(CREATE | EXCLUSIVE)))
                .unwrap();
            assert!(matches!(events.next().unwrap(), Event::Message(_)));
            assert!(matches!(notices.next().unwrap(), Event::Message(_)));
            assert!(matches!(mirror.next().unwrap(), Change::Message(_)));
        });
        let is_heard = |fields: &&Fields| fields["message"] == "heard";
        let heard: Vec<_> =
            story.events.iter().map(|event| &event.fields).filter(is_heard).collect();
        assert_eq!(heard.len(), 3, "{story:#?}");
        for event in [heard[0], heard[2]] {
            let expected = ["rt-link", "newlink-ntf", "1"];
            assert_eq!(values(event, ["family", "operation", "groups"]), expected);
            assert!(event["body"].contains("ifname: \"br0\""), "{event:?}");
        }
        assert!(heard[1]["body"].ends_with(" bytes>"), "of no known family: {:?}", heard[1]);
    });
}

#[test]
fn requests_in_flight_have_a_span_each() {
    let story = told(Level::TRACE, || {
        let mut netlink = Netlink::new();
        let (lo, nobody) = (netlink.send(&dev(1)).unwrap(), netlink.send(&dev(0)).unwrap());
        netlink.wait(&nobody).map(drop).unwrap_err();
        assert_eq!(netlink.wait(&lo).unwrap().get().unwrap().ifindex, Some(1));
    });
    let spans =
        (0..story.spans.len()).filter(|span| story.spans[*span].fields["operation"] == "dev-get");
    let [lo, nobody] = spans.collect::<Vec<_>>()[..] else { panic!("two spans: {story:#?}") };
    assert!(story.within(lo, "received")[0]["body"].starts_with("dev { ifindex: 1"));
    assert_eq!(story.within(lo, "failed").len(), 0);
    let [failed] = story.within(nobody, "failed")[..] else { panic!("it failed: {story:#?}") };
    assert_eq!(failed["attribute"], "dev.ifindex");
}

/// A kernel that takes devices of WireGuard, and knows one device.
fn kernel() -> FakeKernel {
    let kernel = FakeKernel::new();
    kernel.on::<SetDevice<'_>>(|_, _| Ok(()));
    kernel.on::<DevGet<'_>>(|request, answer| match request.ifindex {
        Some(index @ 1..) => {
            answer.send(&netdev::Dev { ifindex: Some(index), ..Default::default() })
        }
        _ => Err(Refusal::new(Errno::ENODEV).attribute("dev.ifindex")),
    });
    kernel.on_dump::<DevGetDump<'_>>(|_, answer| {
        answer.send(&netdev::Dev { ifindex: Some(7), ..Default::default() })
    });
    kernel
}

#[test]
fn secrets_are_redacted() {
    let story = told(Level::TRACE, || {
        let peer = Wgpeer { preshared_key: Some([0xab; 32]), ..Wgpeer::default() };
        let peers = [Wgpeer { public_key: Some([0xcd; 32]), ..peer }];
        let peers = Some(List::from(&peers[..]));
        let private_key = Some([0xab; 32]);
        let set = SetDevice { ifindex: Some(3), private_key, peers, ..SetDevice::default() };
        kernel().netlink().request(&set).unwrap();
    });
    let span = story.span("request", "set-device");
    let body = &story.within(span, "sent")[0]["body"];
    assert!(body.contains("private-key: <redacted>"), "{body}");
    assert!(body.contains("preshared-key: <redacted>"), "{body}");
    assert!(body.contains(&"cd".repeat(32)), "what is public is told: {body}");
    assert!(!format!("{story:?}").contains("abab"), "{story:#?}");
}

#[test]
fn what_is_lost_strange_or_unasked_is_a_warning() {
    let story = told(Level::WARN, || {
        let kernel = kernel();
        let mut netlink = kernel.netlink();
        kernel.fail_next(Fault::Overrun);
        netlink.request(&dev(1)).unwrap_err();
        kernel.fail_next(Fault::Stranger(vec![0; 24]));
        netlink.request(&dev(1)).unwrap();
        kernel.fail_next(Fault::Slow(Duration::from_millis(20)));
        let socket = netlink.socket(16u16).unwrap();
        socket.set_timeout(Some(Duration::ZERO));
        socket.request(&dev(1)).unwrap_err();
        socket.set_timeout(None);
        assert_eq!(socket.request(&dev(2)).unwrap().ifindex, Some(2));
    });
    assert!(story.spans.is_empty(), "they are told of at another level: {story:#?}");
    let texts: Vec<_> =
        story.of(Level::WARN).iter().map(|event| event.fields["message"].clone()).collect();
    let expected = [
        "the receive buffer overran and messages were lost",
        "a datagram of a sender that is not believed was dropped",
        "a message came that no request waits for",
    ];
    assert_eq!(texts, expected, "{story:#?}");
    assert_eq!(values(&story.events[1].fields, ["sender", "length"]), ["1", "24"]);
}

#[test]
fn a_timeout_and_an_overrun_are_told_in_their_span() {
    let story = told(Level::DEBUG, || {
        let kernel = kernel();
        let mut netlink = kernel.netlink();
        kernel.fail_next(Fault::Overrun);
        netlink.request(&dev(1)).unwrap_err();
        kernel.fail_next(Fault::InterruptedDump);
        netlink.dump_all(&DevGetDump::default(), 0).unwrap_err();
    });
    let request = story.span("request", "dev-get");
    assert_eq!(story.within(request, "the receive buffer overran").len(), 1, "{story:#?}");
    assert_eq!(story.within(request, "failed").len(), 1);
    let dump = story.span("dump", "dev-get");
    let failed = story.within(dump, "failed");
    assert_eq!(failed[0]["error"], "netdev dev-get: what was dumped changed meanwhile");
}

#[test]
fn a_notification_that_is_malformed_is_told() {
    let story = told(Level::DEBUG, || {
        let kernel = kernel();
        let netlink = kernel.netlink();
        let mut events = netlink.events::<netdev::Notification<'_>>(&["mgmt"]).unwrap();
        kernel.fail_next_notification(Fault::Garbage(vec![40, 0, 0, 0, 7]));
        let gone = netdev::Notification::DevDelNtf(netdev::Dev::default());
        kernel.notify::<netdev::Notification<'_>>("mgmt", &gone).unwrap();
        events.next().map(|_| ()).unwrap_err();
    });
    let [failed] = story.events.last_chunk().expect("something failed");
    assert_eq!(failed.fields["message"], "failed", "{story:#?}");
    assert!(failed.fields["error"].contains("message"), "{story:#?}");
}

/// Two tasks whose requests are under way at the same time, in one thread.
macro_rules! tasks {
    ($test:ident, $netlink:ty, $run:path) => {
        #[test]
        fn $test() {
            let story = told(Level::TRACE, || {
                $run(async {
                    let kernel = kernel();
                    let slow = Fault::Slow(Duration::from_millis(20));
                    let mut one = <$netlink>::with_options(kernel.options());
                    let mut two = <$netlink>::with_options(kernel.options());
                    one.request(&dev(1)).await.unwrap();
                    two.request(&dev(1)).await.unwrap();
                    kernel.fail_next(slow.clone());
                    kernel.fail_next(slow);
                    let dump = DevGetDump::default();
                    let (first, second) = (dev(0), async { two.dump_all(&dump, 0).await.unwrap() });
                    let (refused, all) = both(one.request(&first), second).await;
                    assert_eq!((refused.unwrap_err().errno(), all.len()), (Some(Errno::ENODEV), 1));
                    assert!(tracing::Span::current().is_none());
                })
            });
            let dump = story.span("dump", "dev-get");
            assert_eq!(story.within(dump, "received").len(), 2, "{story:#?}");
            let requests = story.spans.iter().enumerate().filter(|(_, span)| {
                span.name == "request" && span.fields["operation"] == "dev-get"
            });
            let refused = requests.map(|(index, _)| index).last().unwrap();
            let [failed] = story.within(refused, "failed")[..] else { panic!("{story:#?}") };
            assert_eq!(values(failed, ["errno", "attribute"]), ["19", "dev.ifindex"]);
            assert_eq!(story.within(refused, "received").len(), 1);
            assert!(story.spans[refused].visits.0 > 1, "it was left while it waited: {story:#?}");
            assert!(story.spans.iter().all(|span| span.within.is_none()), "{story:#?}");
        }
    };
}

tasks!(tasks_of_tokio_keep_their_spans_apart, netlink_runtime::tokio::Netlink, tokio);
tasks!(tasks_of_smol_keep_their_spans_apart, netlink_runtime::smol::Netlink, async_io::block_on);

fn tokio(future: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(future);
}

/// Waits for two futures in turns.
async fn both<A, B>(one: impl Future<Output = A>, two: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut two) = (core::pin::pin!(one), core::pin::pin!(two));
    let (mut first, mut second) = (None, None);
    core::future::poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = two.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(one), Some(two)) => Poll::Ready((one, two)),
            (one, two) => {
                (first, second) = (one, two);
                Poll::Pending
            }
        }
    })
    .await
}

/// Nothing is told where nobody listens, and nothing of messages below their level.
#[test]
fn a_subscriber_hears_up_to_its_level() {
    let quiet = |limit| {
        told(limit, || drop(Netlink::new().request(&nlctrl()).map(|family| family.family_id)))
    };
    let Story { spans, events, .. } = quiet(Level::INFO);
    assert_eq!((spans.len(), events.len()), (0, 0));
    let story = quiet(Level::DEBUG);
    assert_eq!((story.spans.len(), story.events.len()), (1, 0), "{story:#?}");
}

#[test]
fn a_link_that_is_not_there_is_told_by_its_errno() {
    in_namespace(|| {
        let story = told(Level::DEBUG, || {
            let header = Ifinfomsg { ifi_index: 999, ..Ifinfomsg::default() };
            let gone = Dellink { header, ..Dellink::default() };
            drop(Netlink::new().request(&gone).unwrap_err());
        });
        let span = story.span("request", "dellink");
        assert_eq!(story.within(span, "failed")[0]["errno"], "19", "ENODEV");
    });
}
