//! Many requests in few system calls, against the running kernel.

#[path = "support/bridge.rs"]
mod bridge;
#[path = "support/namespace.rs"]
mod namespace;

use core::time::Duration;

use netlink_families::nftables::{self, BatchBegin, BatchEnd, Newrule, Newtable, Nfgenmsg};
use netlink_families::nlctrl::Getfamily;
use netlink_families::rt_addr::Newaddr;
use netlink_families::rt_link::{self, Dellink, Getlink, Newlink};
use netlink_families::rt_route::{Newroute, RtmType, Rtmsg};
use netlink_runtime::bstr::BStr;
use netlink_runtime::wire::flags::{CREATE, ECHO, EXCLUSIVE};
use netlink_runtime::{Batch, Errno, Error, Netlink, Request, SocketOptions};

use crate::bridge::with_bridge;
use crate::namespace::in_namespace;

/// A handle that does not wait forever, whose sockets have a receive buffer as small as can be.
fn small() -> Netlink {
    let options = SocketOptions::new().timeout(Duration::from_secs(20));
    Netlink::with_options(options.receive_buffer(1))
}

/// A route to the `n`th network behind the loopback interface.
fn route(n: u32) -> Newroute<'static> {
    let (rtm_family, rtm_dst_len, rtm_table, rtm_type) = (2, 32, 254, RtmType::Unicast);
    let header = Rtmsg { rtm_family, rtm_dst_len, rtm_table, rtm_type, ..Rtmsg::default() };
    let dst = Some(std::net::Ipv4Addr::from(0x0a00_0000 + n).into());
    Newroute { header, dst, oif: Some(1), ..Newroute::default() }
}

fn set_loopback_up(netlink: &mut Netlink) {
    let mut header = rt_link::Ifinfomsg::of(1);
    header.ifi_flags |= rt_link::IfinfoFlags::UP;
    header.ifi_change = rt_link::IfinfoFlags::UP.bits();
    netlink.request(&Newlink { header, ..Newlink::default() }).unwrap();
}

#[test]
fn each_request_has_its_own_result_however_small_the_buffer_is() {
    in_namespace(|| {
        let mut batch = Batch::new();
        for n in 0..300 {
            // Every tenth is there already.
            let name = format!("br{}", if n % 10 == 9 { n - 1 } else { n });
            let index = with_bridge(&name, |link| batch.push(&link.with_flags(CREATE | EXCLUSIVE)))
                .unwrap();
            assert_eq!(index, n);
        }
        let report = small().send_batch(&batch).unwrap();
        let failed: Vec<_> =
            report.failures().iter().map(|failure| failure.index.unwrap()).collect();
        assert_eq!(failed, (0..300).filter(|n| n % 10 == 9).collect::<Vec<_>>());
        assert!(report.failures().iter().all(|it| it.error.errno() == Some(Errno::EEXIST)));
        let links = Netlink::new().dump(&rt_link::GetlinkDump::default()).unwrap().owned().count();
        assert_eq!(links, 270 + 1, "the others were made, and there is lo");
    });
}

#[test]
fn what_the_kernel_refuses_of_a_request_is_named() {
    in_namespace(|| {
        let mut batch = Batch::new();
        with_bridge("fits", |link| batch.push(&link.with_flags(CREATE))).unwrap();
        with_bridge("longer-than-a-name-may-be", |link| batch.push(&link.with_flags(CREATE)))
            .unwrap();
        with_bridge("fits-too", |link| batch.push(&link.with_flags(CREATE))).unwrap();
        let report = Netlink::new().send_batch(&batch).unwrap();
        let error = report.error(1).unwrap();
        assert_eq!(error.kernel().unwrap().path().unwrap().to_string(), "link-attrs.ifname");
        assert!(report.error(0).is_none() && report.error(2).is_none(), "{report:?}");
        let failure = report.into_result().unwrap_err();
        let text = "request 1 of the batch: rt-link newlink: the kernel refused attribute link-attrs.ifname";
        assert!(failure.to_string().starts_with(text), "{failure}");
    });
}

#[test]
fn with_the_last_alone_acknowledged_failures_are_told_all_the_same() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        set_loopback_up(&mut netlink);
        let mut batch = Batch::new().acknowledge_last();
        for n in 0..2000 {
            // Two of them are there already.
            let n = if n == 700 || n == 1999 { 3 } else { n };
            batch.push(&route(n).with_flags(CREATE | EXCLUSIVE)).unwrap();
        }
        let report = netlink.send_batch(&batch).unwrap();
        let failed: Vec<_> = report.failures().iter().map(|failure| failure.index).collect();
        assert_eq!(failed, [Some(700), Some(1999)]);
        assert_eq!(report.error(700).unwrap().errno(), Some(Errno::EEXIST));
        let routes = std::fs::read_to_string("/proc/self/net/route").unwrap();
        let made =
            routes.lines().filter(|line| line.contains("\t0000000A\t") || line.starts_with("lo\t"));
        assert_eq!(made.count(), 1998);
    });
}

#[test]
fn answers_are_kept_by_the_index_of_their_requests() {
    in_namespace(|| {
        let mut batch = Batch::new();
        let by_name =
            |name: &'static str| Getlink { ifname: Some(BStr::new(name)), ..Default::default() };
        batch.push(&by_name("lo")).unwrap();
        batch.push(&by_name("nothing")).unwrap();
        with_bridge("br0", |link| batch.push(&link.with_flags(CREATE | ECHO))).unwrap();
        batch.push(&by_name("br0")).unwrap();
        let report = Netlink::new().send_batch(&batch).unwrap();
        assert_eq!(report.error(1).unwrap().errno(), Some(Errno::ENODEV), "{report:?}");
        assert_eq!(report.failures().len(), 1);
        type Link = <Getlink<'static> as Request>::Reply;
        let link = |index| report.answer::<Link>(index).map(|link| link.unwrap());
        assert_eq!(link(0).unwrap().header.ifi_index, 1);
        assert!(link(1).is_none());
        let (echoed, asked) = (link(2).unwrap(), link(3).unwrap());
        assert_eq!(echoed.ifname, Some(BStr::new("br0")));
        assert_eq!(echoed.header.ifi_index, asked.header.ifi_index);
    });
}

#[test]
fn requests_of_a_generic_family_go_to_its_id() {
    let mut batch = Batch::new();
    for name in ["nlctrl", "no-such-family"] {
        let family_name = Some(BStr::new(name));
        batch.push(&Getfamily { family_name, ..Getfamily::default() }).unwrap();
    }
    let report = Netlink::new().send_batch(&batch).unwrap();
    type Family = <Getfamily<'static> as Request>::Reply;
    assert_eq!(report.answer::<Family>(0).unwrap().unwrap().family_id, Some(16));
    assert!(report.error(1).unwrap().errno().unwrap().is_not_found());
}

#[test]
fn what_cannot_be_sent_is_not_added() {
    let mut batch = Batch::new();
    with_bridge("br0", |link| batch.push(link)).unwrap();
    let error = with_bridge("a\0b", |link| batch.push(link)).unwrap_err();
    assert!(error.to_string().contains("link-attrs.ifname"), "{error}");
    let error = batch.push(&Getfamily::default()).unwrap_err();
    assert!(matches!(error, Error::WrongProtocol { protocol: 0, .. }), "{error}");
    batch.push(&Newaddr::default()).unwrap();
    batch.push(&Dellink::default()).unwrap();
    assert_eq!(batch.len(), 3);
    batch.clear();
    assert!(batch.is_empty());
    assert!(Netlink::new().send_batch(&batch).unwrap().is_ok(), "nothing is sent");
}

const AROUND: Nfgenmsg = Nfgenmsg { nfgen_family: 0, version: 0, res_id: 10 };
const IPV4: Nfgenmsg = Nfgenmsg { nfgen_family: 2, version: 0, res_id: 0 };

fn transaction() -> Batch {
    let begin = BatchBegin { header: AROUND, ..BatchBegin::default() };
    let end = BatchEnd { header: AROUND, ..BatchEnd::default() };
    Batch::transaction(&begin, &end).unwrap()
}

#[test]
fn a_transaction_longer_than_the_send_buffer_is_done_as_a_whole() {
    in_namespace(|| {
        let mut batch = transaction();
        let name = Some(BStr::new("t"));
        batch
            .push(&Newtable { header: IPV4, name, ..Newtable::default() }.with_flags(CREATE))
            .unwrap();
        let chain = Some(BStr::new("c"));
        let new_chain =
            nftables::Newchain { header: IPV4, table: name, name: chain, ..Default::default() };
        batch.push(&new_chain.with_flags(CREATE)).unwrap();
        let userdata = [7; 200];
        for _ in 0..2000 {
            let rule = Newrule {
                header: IPV4,
                table: name,
                chain,
                userdata: Some(&userdata),
                ..Default::default()
            };
            batch.push(&rule.with_flags(CREATE)).unwrap();
        }
        let mut netlink = Netlink::new();
        netlink.send_batch(&batch).unwrap().into_result().unwrap();
        let request = nftables::GetruleDump { header: IPV4, ..Default::default() };
        assert_eq!(netlink.dump(&request).unwrap().owned().count(), 2000);
    });
}

#[test]
fn a_transaction_that_is_refused_as_a_whole_says_so_once() {
    in_namespace(|| {
        // Of the subsystem of conntrack, which knows no transactions.
        let header = Nfgenmsg { res_id: 1, ..AROUND };
        let begin = BatchBegin { header, ..BatchBegin::default() };
        let end = BatchEnd { header, ..BatchEnd::default() };
        let mut batch = Batch::transaction(&begin, &end).unwrap();
        let name = Some(BStr::new("t"));
        batch.push(&Newtable { header: IPV4, name, ..Newtable::default() }).unwrap();
        let mut netlink = small();
        let report = netlink.send_batch(&batch).unwrap();
        assert!(!report.is_ok());
        let failures: Vec<_> = report.failures().iter().map(|failure| failure.index).collect();
        assert_eq!(failures, [None], "{report:?}");
        let failure = report.into_result().unwrap_err().to_string();
        assert!(
            failure.starts_with("the transaction: nftables batch-begin: the kernel refused"),
            "{failure}"
        );
    });
}
