//! What the family `sunrpc` asks user space for, and what it is told.

use std::time::{SystemTime, UNIX_EPOCH};

use netlink_families::sunrpc::{
    CacheFlushRequest, CacheType, IpMap, IpMapGetReqsDump, IpMapSetReqs, Notification, UnixGid,
    UnixGidGetReqsDump, UnixGidSetReqs,
};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::List;
use netlink_runtime::{Errno, Events, Netlink};

use crate::heard::heard;
use crate::{inside, rpc, whole};

/// A minute from now, in seconds since the Unix epoch.
pub(crate) fn soon() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + 60
}

/// Hears which cache asks.
fn asks(events: &mut Events<Notification<'static>>) -> CacheType {
    let Notification::CacheNotify(notify) = heard(events) else { panic!("no cache") };
    whole::check(&notify);
    notify.cache_type.unwrap()
}

/// Tells the server the domain of its client.
pub(crate) fn introduce(netlink: &mut Netlink, events: &mut Events<Notification<'static>>) {
    assert_eq!(asks(events), CacheType::IP_MAP);
    let dump = whole::dumped(netlink, &IpMapGetReqsDump::default());
    let requests = dump[0].get().unwrap().requests.to_vec().unwrap();
    let [wanted] = requests[..] else { panic!("{dump:?}") };
    assert_eq!(
        (wanted.class, wanted.addr),
        (Some(BStr::new("nfsd")), Some(BStr::new("127.0.0.1")))
    );
    let (domain, expiry) = (Some(BStr::new("friends")), Some(soon()));
    let answer = [IpMap { domain, expiry, ..wanted }];
    let requests = List::new(&answer);
    netlink.request(&IpMapSetReqs { requests, ..IpMapSetReqs::default() }).unwrap();
}

#[test]
fn a_server_asks_for_the_domain_of_a_client_that_calls() {
    if !inside() {
        return;
    }
    let mut netlink = Netlink::new();
    rpc::start_server(&mut netlink);
    let mut events = netlink.events(&["exportd"]).unwrap();
    assert!(whole::dumped(&mut netlink, &IpMapGetReqsDump::default()).is_empty());
    // A call that is refused as malformed once it is known who calls.
    let mut client = rpc::call(1, 7, 1000, &rpc::words(&[0]));
    introduce(&mut netlink, &mut events);
    let answer = rpc::record(&mut client).expect("an answer");
    // `GARBAGE_ARGS`.
    assert_eq!(answer, rpc::words(&[7, 1, 0, 0, 0, 4]));
    assert!(whole::dumped(&mut netlink, &IpMapGetReqsDump::default()).is_empty());

    // What was told is forgotten, so that the server asks anew.
    netlink.request(&CacheFlushRequest::default()).unwrap();
    let mut client = rpc::call(1, 8, 1001, &rpc::words(&[0]));
    introduce(&mut netlink, &mut events);
    assert_eq!(rpc::record(&mut client).expect("an answer")[..4], rpc::words(&[8]));
}

/// The server looks groups up only for the users of its daemon, so that nobody asks here.
#[test]
fn groups_of_a_user_are_taken_with_the_time_that_they_hold() {
    if !inside() {
        return;
    }
    let mut netlink = Netlink::new();
    assert!(whole::dumped(&mut netlink, &UnixGidGetReqsDump::default()).is_empty());
    let (uid, gids) = (Some(1000), List::new(&[10, 20]));
    for (expiry, errno) in [(Some(soon()), None), (None, Some(Errno::EINVAL))] {
        let answer = [UnixGid { uid, gids, expiry, ..UnixGid::default() }];
        let requests = List::new(&answer);
        let set = UnixGidSetReqs { requests, ..UnixGidSetReqs::default() };
        let result = netlink.request(&set);
        assert_eq!(result.err().and_then(|error| error.errno()), errno);
    }
}
