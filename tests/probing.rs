//! What the kernel says of requests before they are sent, compared with how it answers them.

#[path = "support/namespace.rs"]
mod namespace;

use core::future::Future;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::io::{self, Write};
use std::sync::Arc;

use netlink_families::ethtool::{
    Bitset, FeaturesSet, Header, HeaderFlags, LinkstateGet, LinkstateGetDump,
};
use netlink_families::mptcp_pm::{AddAddr, Address};
use netlink_families::netdev::{DevGet, DevGetDump, NapiGet, NapiSet};
use netlink_families::nlctrl::{Getfamily, GetpolicyDump};
use netlink_families::rt_link::Getlink;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Nested;
use netlink_runtime::probe::{Fault, Support, Untold};
use netlink_runtime::schema::Excess;
use netlink_runtime::testing::Recorder;
use netlink_runtime::{Errno, Error, Netlink, NetlinkMessage, Single, SocketOptions};

use crate::namespace::in_namespace;

/// Asks for a device, with what no kernel knows.
#[derive(NetlinkMessage)]
#[netlink(family = "netdev", cmd = 1, reply = ())]
struct Later {
    #[netlink(id = 1)]
    ifindex: u32,
    #[netlink(id = 900)]
    colour: Option<u32>,
}

/// A link's state, with what no kernel knows in the header.
#[derive(NetlinkMessage)]
#[netlink(family = "ethtool", cmd = 6, reply = ())]
struct StateLater {
    #[netlink(id = 1)]
    header: HeaderLater,
}

#[derive(NetlinkMessage)]
struct HeaderLater {
    #[netlink(id = 1)]
    index: u32,
    #[netlink(id = 77)]
    colour: Option<u16>,
}

/// A command that no kernel has.
#[derive(NetlinkMessage)]
#[netlink(family = "netdev", cmd = 200)]
struct Paint {
    #[netlink(id = 1)]
    ifindex: u32,
}

/// What is in a nest is nothing to this struct.
#[derive(NetlinkMessage)]
#[netlink(family = "ethtool", cmd = 6, reply = ())]
struct Opaque<'a> {
    #[netlink(id = 1)]
    header: &'a [u8],
}

/// The only objection to a request, whose attribute and policy are those that the kernel objects to
/// when it is sent.
fn refused<R: Single>(netlink: &mut Netlink, request: &R) -> (String, Fault) {
    let support = netlink.probe(request).unwrap();
    assert_eq!(support.is_supported(), Some(false), "{support}");
    let [objection] = support.objections() else { panic!("one objection: {support}") };
    let error = netlink.request(request).err().expect("the kernel refuses it");
    let error = error.kernel().expect("the kernel refuses it");
    assert_eq!(error.path(), Some(&objection.path), "{error}");
    if let Some(policy) = error.policy() {
        assert_eq!(Some(policy), objection.policy.as_ref(), "{error}");
    }
    (objection.path.to_string(), objection.fault)
}

fn is_free_of_objections(support: &Support) -> bool {
    support.is_supported() == Some(true) && support.objections().is_empty()
}

#[test]
fn a_request_that_the_kernel_fulfils_is_supported() {
    let mut netlink = Netlink::new();
    let lo = DevGet { ifindex: Some(1), ..DevGet::default() };
    assert!(is_free_of_objections(&netlink.probe(&lo).unwrap()));
    assert_eq!(netlink.request(&lo).unwrap().ifindex, Some(1), "the socket can be used on");
    let name = Getfamily { family_name: Some(BStr::new("netdev")), ..Getfamily::default() };
    assert!(is_free_of_objections(&netlink.probe(&name).unwrap()));
    let dump = GetpolicyDump { family_name: Some(BStr::new("netdev")), ..GetpolicyDump::default() };
    assert!(is_free_of_objections(&netlink.probe_dump(&dump).unwrap()), "only dumped");
    let (dev_name, flags) = (Some(BStr::new("lo")), Some(HeaderFlags::COMPACT_BITSETS));
    let header = Header { dev_name, flags, ..Header::default() };
    let state = LinkstateGet { header: Some(Nested::from(&header)), ..LinkstateGet::default() };
    assert!(is_free_of_objections(&netlink.probe(&state).unwrap()), "also in a nest");
}

#[test]
fn an_attribute_that_the_kernel_does_not_know_is_the_one_that_it_refuses() {
    let mut netlink = Netlink::new();
    let later = Later { ifindex: 1, colour: Some(7) };
    assert_eq!(refused(&mut netlink, &later), ("later.colour".into(), Fault::Unknown));
    let support = netlink.probe(&Later { ifindex: 1, colour: None }).unwrap();
    assert!(is_free_of_objections(&support), "{support}");
}

#[test]
fn an_attribute_in_a_nest_is_named_by_its_path() {
    let mut netlink = Netlink::new();
    let later = StateLater { header: HeaderLater { index: 1, colour: Some(7) } };
    let path = "state-later.header.colour".to_owned();
    assert_eq!(refused(&mut netlink, &later), (path, Fault::Unknown));
}

#[test]
fn a_value_out_of_range_is_told_with_the_limit() {
    let mut netlink = Netlink::new();
    let nobody = DevGet { ifindex: Some(0), ..DevGet::default() };
    let fault = Fault::Beyond(Excess::Below { value: 0, min: 1 });
    assert_eq!(refused(&mut netlink, &nobody), ("dev.ifindex".into(), fault));
    let text = "attribute dev.ifindex is 0, but the least is 1 (wanted: u32, 1 to 4294967295)";
    assert_eq!(netlink.probe(&nobody).unwrap().to_string(), text);
    let header = Header { flags: Some(HeaderFlags::from_bits_retain(64)), ..Header::default() };
    let state = LinkstateGet { header: Some(Nested::from(&header)), ..LinkstateGet::default() };
    let Fault::Beyond(Excess::Bits { bits: 64, .. }) = refused(&mut netlink, &state).1 else {
        panic!("bits that the kernel does not know");
    };
}

#[test]
fn a_text_that_is_too_long_is_told_with_its_length() {
    let name = [b'x'; 200];
    let header = Header { dev_name: Some(BStr::new(&name)), ..Header::default() };
    let state = LinkstateGet { header: Some(Nested::from(&header)), ..LinkstateGet::default() };
    let fault = Fault::Beyond(Excess::Long { length: 200, max: 127 });
    let refused = refused(&mut Netlink::new(), &state);
    assert_eq!(refused, ("linkstate.header.dev-name".into(), fault));
}

#[test]
fn all_objections_are_told_at_once() {
    let header = Header { dev_name: Some(BStr::new(&[b'x'; 200])), ..Header::default() };
    let dump = LinkstateGetDump { header: Some(Nested::from(&header)), ..Default::default() };
    let support = Netlink::new().probe_dump(&dump).unwrap();
    assert_eq!(support.objections().len(), 1, "a dump may be checked too: {support}");
    let napi =
        NapiSet { id: Some(u32::MAX), defer_hard_irqs: Some(u32::MAX), ..Default::default() };
    let support = Netlink::new().probe(&napi).unwrap();
    let paths: Vec<_> = support.objections().iter().map(|it| it.path.to_string()).collect();
    assert_eq!(paths, ["napi.defer-hard-irqs"], "{support}");
}

#[test]
fn an_operation_that_the_kernel_has_not_got_or_not_in_this_way_is_none() {
    let mut netlink = Netlink::new();
    assert_eq!(netlink.probe(&Paint { ifindex: 1 }).unwrap(), Support::NoOperation);
    let error = netlink.request(&Paint { ifindex: 1 }).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EOPNOTSUPP));
    /// What is only dumped, asked for alone.
    #[derive(NetlinkMessage)]
    #[netlink(family = "nlctrl", version = 2, cmd = 10, reply = ())]
    struct OnePolicy {
        #[netlink(id = 1)]
        family: u16,
    }
    assert_eq!(netlink.probe(&OnePolicy { family: 16 }).unwrap(), Support::NoOperation);
}

#[test]
fn a_family_that_nobody_registered_is_none() {
    #[derive(NetlinkMessage)]
    #[netlink(family = "no-such-family", cmd = 1)]
    struct Nothing {}
    assert_eq!(Netlink::new().probe(&Nothing {}).unwrap(), Support::NoFamily);
}

#[test]
fn what_cannot_be_told_is_said_so() {
    let mut netlink = Netlink::new();
    let support = netlink.probe(&Getlink::default()).unwrap();
    assert_eq!(support, Support::Untold(Untold::Protocol));
    assert_eq!(support.is_supported(), None);
    let all = netlink.probe_dump(&DevGetDump::default()).unwrap();
    assert_eq!(all, Support::Untold(Untold::NoPolicy), "it takes no attributes");
}

/// Bitsets have no policy of their own in that of features.
#[test]
fn a_nest_without_a_policy_is_not_judged() {
    let bitset = Bitset { size: Some(64), ..Bitset::default() };
    let wanted = Some(Nested::from(&bitset));
    let support = Netlink::new().probe(&FeaturesSet { wanted, ..FeaturesSet::default() }).unwrap();
    let unjudged: Vec<_> = support.unjudged().iter().map(ToString::to_string).collect();
    assert_eq!(unjudged, ["features.wanted"]);
    assert_eq!(support.is_supported(), None, "{support}");
    let bytes = [8, 0, 1, 0, 0, 0, 0, 0];
    let support = Netlink::new().probe(&Opaque { header: &bytes }).unwrap();
    let unjudged: Vec<_> = support.unjudged().iter().map(ToString::to_string).collect();
    assert_eq!(unjudged, ["opaque.header"], "nobody could name what is in it");
}

/// How many bytes a recorder has written.
#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(bytes.len(), Ordering::Relaxed);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_operation_is_asked_for_once() {
    let count = Count::default();
    let recorder = Recorder::new(count.clone()).unwrap();
    let mut netlink = Netlink::with_options(SocketOptions::new().record(&recorder));
    let counts = [1, 0, 7].map(|index| {
        let support = netlink.probe(&DevGet { ifindex: Some(index), ..DevGet::default() }).unwrap();
        assert_eq!(support.objections().len(), usize::from(index == 0), "{support}");
        count.0.load(Ordering::Relaxed)
    });
    assert!(counts[0] > 100, "the kernel is asked");
    assert_eq!(counts, [counts[0]; 3]);
    netlink.probe(&NapiGet { id: Some(1), ..NapiGet::default() }).unwrap();
    assert!(count.0.load(Ordering::Relaxed) > counts[0], "it is another operation");
}

#[test]
fn endpoints_of_mptcp_are_judged_through_their_nest() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        let addr =
            Address { family: Some(2), addr4: Some([10, 0, 0, 1].into()), ..Default::default() };
        let add = AddAddr { addr: Some(Nested::from(&addr)), ..AddAddr::default() };
        let support = netlink.probe(&add).unwrap();
        assert!(support.objections().is_empty(), "{support}");
        // Its type is NLA_BE32, of which the kernel says nothing.
        let unjudged: Vec<_> = support.unjudged().iter().map(ToString::to_string).collect();
        assert_eq!(unjudged, ["endpoint.addr.addr4"]);
        netlink.request(&add).unwrap();
        let addr = Address { family: Some(10), addr6: "2001:db8::1".parse().ok(), ..addr };
        let addr = Address { addr4: None, ..addr };
        let add = AddAddr { addr: Some(Nested::from(&addr)), ..AddAddr::default() };
        assert!(is_free_of_objections(&netlink.probe(&add).unwrap()));
    });
}

async fn probes(later: impl Future<Output = Result<Support, Error>>) {
    let support = later.await.unwrap();
    let unknown: Vec<_> = support.unknown().map(ToString::to_string).collect();
    assert_eq!(unknown, ["later.colour"]);
}

#[test]
fn sockets_of_tokio_and_smol_probe_alike() {
    let later = Later { ifindex: 1, colour: Some(7) };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut netlink = netlink_runtime::tokio::Netlink::new();
        probes(netlink.probe(&later)).await;
        let dump = netlink.probe_dump(&DevGetDump::default()).await.unwrap();
        assert_eq!(dump, Support::Untold(Untold::NoPolicy));
    });
    async_io::block_on(async { probes(netlink_runtime::smol::Netlink::new().probe(&later)).await });
}
