//! What is asked of the family `nfsd`.

use std::net::Ipv4Addr;

use netlink_families::nfsd::{
    CacheFlushRequest, CacheType, Expkey, ExpkeyGetReqsDump, ExpkeySetReqs, ListenerGet,
    Notification, PoolModeGet, PoolModeSet, RpcStatusGetDump, ServerStatsGetDump, SvcExport,
    SvcExportGetReqsDump, SvcExportSetReqs, ThreadsGet, ThreadsSet, UnlockFilesystemRequest,
    VersionGet,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::List;
use netlink_runtime::{Errno, Events, Netlink};

use crate::heard::heard;
use crate::{inside, rpc, sunrpc, whole};

/// A handle, and a server that runs; inside.
fn handle() -> Option<Netlink> {
    inside().then(|| {
        let mut netlink = Netlink::new();
        rpc::start_server(&mut netlink);
        netlink
    })
}

#[test]
fn versions_sockets_and_pools_are_told() {
    let Some(mut netlink) = handle() else { return };
    let versions = whole::asked(&mut netlink, &VersionGet::default());
    let versions = versions.get().unwrap().version.to_vec().unwrap();
    let told: Vec<_> =
        versions.iter().map(|one| (one.major.unwrap(), one.minor, one.enabled)).collect();
    assert!(told.contains(&(3, Some(0), true)), "{told:?}");
    assert!(told.contains(&(4, Some(2), false)), "{told:?}");

    let sockets = whole::asked(&mut netlink, &ListenerGet::default());
    let sockets = sockets.get().unwrap().addr.to_vec().unwrap();
    let [socket] = sockets[..] else { panic!("{sockets:?}") };
    assert_eq!(socket.transport_name, Some(BStr::new("tcp")));
    assert_eq!(socket.addr.unwrap()[..8], rpc::address()[..8]);

    let pools = whole::asked(&mut netlink, &PoolModeGet::default());
    assert_eq!(pools.get().unwrap().npools, Some(1));
    let mode = Some(BStr::new("no such mode"));
    let error = netlink.request(&PoolModeSet { mode, ..PoolModeSet::default() }).unwrap_err();
    assert!(error.kernel().is_some(), "{error}");
}

#[test]
fn threads_are_as_many_as_were_set() {
    let Some(mut netlink) = handle() else { return };
    let count = |netlink: &mut Netlink| {
        let settings = whole::asked(netlink, &ThreadsGet::default());
        let settings = settings.get().unwrap();
        assert!(settings.gracetime.is_some() && settings.leasetime.is_some(), "{settings:?}");
        settings.threads.to_vec().unwrap()
    };
    assert_eq!(count(&mut netlink), [2]);
    let set = |threads| ThreadsSet { threads, ..ThreadsSet::default() };
    netlink.request(&set(List::new(&[5]))).unwrap();
    assert_eq!(count(&mut netlink), [5]);
    netlink.request(&set(List::new(&[2]))).unwrap();
    let error = netlink.request(&set(List::new(&[]))).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::EINVAL), "{error}");
    let missing = error.kernel().unwrap().missing().unwrap().to_string();
    assert_eq!(missing, "server.threads", "{error}");
}

/// Hears which cache asks.
fn asks(events: &mut Events<Notification<'static>>) -> CacheType {
    let Notification::CacheNotify(notify) = heard(events) else { panic!("no cache") };
    whole::check(&notify);
    notify.cache_type.unwrap()
}

/// A file handle by the number of the export, which is all there is to it.
const FILE_HANDLE: [u8; 8] = [1, 0, 1, 0, 5, 0, 0, 0];

#[test]
fn a_call_waits_for_what_the_caches_ask_for_and_is_answered_by_it() {
    let Some(mut netlink) = handle() else { return };
    let mut people = netlink.events(&["exportd"]).unwrap();
    let mut exports = netlink.events(&["exportd"]).unwrap();
    let arguments = [rpc::words(&[8]), FILE_HANDLE.to_vec()].concat();
    let mut client = rpc::call(1, 77, 1002, &arguments);
    sunrpc::introduce(&mut netlink, &mut people);

    assert_eq!(asks(&mut exports), CacheType::EXPKEY);
    let running = whole::dumped(&mut netlink, &RpcStatusGetDump::default());
    let [running] = &running[..] else { panic!("{running:?}") };
    let running = running.get().unwrap();
    assert_eq!((running.xid, running.prog, running.version), (Some(77), Some(100_003), Some(3)));
    assert_eq!((running.proc, running.dport), (Some(1), Some(rpc::PORT)));
    assert_eq!(running.sport, Some(client.local_addr().unwrap().port()));
    assert_eq!(
        (running.saddr4, running.daddr4),
        (Some(Ipv4Addr::LOCALHOST), Some(Ipv4Addr::LOCALHOST))
    );
    assert!(running.service_time.is_some() && running.compound_ops.is_empty(), "{running:?}");

    let dump = whole::dumped(&mut netlink, &ExpkeyGetReqsDump::default());
    let requests = dump[0].get().unwrap().requests.to_vec().unwrap();
    let [wanted] = requests[..] else { panic!("{dump:?}") };
    assert_eq!((wanted.client, wanted.fsidtype), (Some(BStr::new("friends")), Some(1)));
    assert_eq!(wanted.fsid, Some(&FILE_HANDLE[4..]));
    let (path, expiry) = (Some(BStr::new("/")), Some(sunrpc::soon()));
    let answer = [Expkey { path, expiry, ..wanted }];
    let requests = List::new(&answer);
    netlink.request(&ExpkeySetReqs { requests, ..ExpkeySetReqs::default() }).unwrap();

    assert_eq!(asks(&mut exports), CacheType::SVC_EXPORT);
    let dump = whole::dumped(&mut netlink, &SvcExportGetReqsDump::default());
    let requests = dump[0].get().unwrap().requests.to_vec().unwrap();
    let [wanted] = requests[..] else { panic!("{dump:?}") };
    assert_eq!((wanted.client, wanted.path), (Some(BStr::new("friends")), path));
    let answer = [SvcExport { negative: true, expiry, ..wanted }];
    let requests = List::new(&answer);
    netlink.request(&SvcExportSetReqs { requests, ..SvcExportSetReqs::default() }).unwrap();
    // Accepted and done; there is no such export, so the handle is stale: `NFS3ERR_STALE`.
    let reply = rpc::record(&mut client).expect("an answer");
    assert_eq!(reply, rpc::words(&[77, 1, 0, 0, 0, 0, 70]));
    assert!(whole::dumped(&mut netlink, &RpcStatusGetDump::default()).is_empty());
    netlink.request(&CacheFlushRequest::default()).unwrap();
}

#[test]
fn calls_are_counted() {
    let Some(mut netlink) = handle() else { return };
    let calls = |netlink: &mut Netlink| {
        let stats = whole::dumped(netlink, &ServerStatsGetDump::default());
        stats.iter().filter_map(|part| part.get().unwrap().rpccnt).sum::<u32>()
    };
    let before = calls(&mut netlink);
    let mut client = rpc::call(0, 5, 0, &[]);
    assert_eq!(rpc::record(&mut client).unwrap(), rpc::words(&[5, 1, 0, 0, 0, 0]));
    assert_eq!(calls(&mut netlink), before + 1);
}

#[test]
fn a_file_system_that_is_not_there_cannot_be_released() {
    let Some(mut netlink) = handle() else { return };
    let path = Some(BStr::new("/no/such/path"));
    let request = UnlockFilesystemRequest { path, ..UnlockFilesystemRequest::default() };
    let error = netlink.request(&request).unwrap_err();
    assert_eq!(error.errno(), Some(Errno::ENOENT), "{error}");
}
