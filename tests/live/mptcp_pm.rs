//! Endpoints and limits of MPTCP, each test in a network namespace of its own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_families::mptcp_pm::{
    AddAddr, AddrFlag, Address, DelAddr, FlushAddrs, GetAddr, GetAddrDump, GetLimits, SetFlags,
    SetLimits,
};
use netlink_runtime::bitflags::Flags as _;
use netlink_runtime::payload::Nested;
use netlink_runtime::{Errno, Error, Netlink};

use crate::dumped::dumped;
use crate::namespace::in_namespace;
use crate::tool;
use crate::user_namespace::as_root_of_user_namespace;

const FIRST: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const SECOND: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 2);
const THIRD: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

/// Runs a test in a namespace, unless the kernel has no MPTCP.
fn with_mptcp(body: impl FnOnce(&mut Netlink)) {
    let mut netlink = Netlink::new();
    match netlink.generic_family("mptcp_pm") {
        Err(error) => crate::namespace::skip(&error.to_string()),
        Ok(_) => body(&mut netlink),
    }
}

fn v4(address: Ipv4Addr) -> Address<'static> {
    Address { family: Some(2), addr4: Some(address), ..Address::default() }
}

fn v6(address: Ipv6Addr) -> Address<'static> {
    Address { family: Some(10), addr6: Some(address), ..Address::default() }
}

fn by_id(id: u8) -> Address<'static> {
    Address { id: Some(id), ..Address::default() }
}

fn add(netlink: &mut Netlink, address: &Address<'_>) -> Result<(), Error> {
    let addr = Some(Nested::from(address));
    netlink.request(&AddAddr { addr, ..AddAddr::default() })
}

/// The endpoints as `ip mptcp endpoint show` prints them, a line each.
fn ours(netlink: &mut Netlink) -> Vec<String> {
    let dump = dumped(netlink, &GetAddrDump::default());
    let line = |address: Address<'_>| {
        assert!(address.unknown().is_empty());
        let shown = address.addr4.map(IpAddr::from).or(address.addr6.map(IpAddr::from)).unwrap();
        let mut line = shown.to_string();
        if let Some(port @ 1..) = address.port {
            line.push_str(&format!(" port {port}"));
        }
        line.push_str(&format!(" id {}", address.id.unwrap()));
        for flag in address.flags.unwrap().iter_names() {
            line.push_str(&format!(" {}", flag.0.to_lowercase()));
        }
        if address.if_idx == Some(1) {
            line.push_str(" dev lo");
        }
        line
    };
    dump.iter().map(|message| line(message.get().unwrap().addr.unwrap().get().unwrap())).collect()
}

/// What `ip` prints, without spaces at the ends.
fn theirs() -> Option<Vec<String>> {
    let text = tool::output("ip mptcp endpoint show")?;
    Some(text.lines().map(|line| line.trim().to_owned()).collect())
}

#[test]
fn endpoints_that_we_add_are_those_that_ip_shows() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            let signal = AddrFlag::SIGNAL;
            let backup = Some(AddrFlag::SIGNAL | AddrFlag::BACKUP);
            add(netlink, &Address { id: Some(7), flags: backup, ..v4(FIRST) }).unwrap();
            let port = Some(8080);
            add(netlink, &Address { port, flags: Some(signal), ..v4(SECOND) }).unwrap();
            let flags = Some(AddrFlag::SUBFLOW | AddrFlag::FULLMESH);
            add(netlink, &Address { flags, if_idx: Some(1), ..v6(THIRD) }).unwrap();

            let ours = ours(netlink);
            assert_eq!(ours.len(), 3);
            assert_eq!(ours[0], "192.0.2.1 id 7 signal backup");
            if let Some(theirs) = theirs() {
                assert_eq!(ours, theirs);
            }
        });
    });
}

#[test]
fn endpoints_that_ip_adds_are_those_that_we_dump() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            for arguments in ["192.0.2.1 id 3 signal", "2001:db8::1 dev lo subflow backup"] {
                if tool::output(&format!("ip mptcp endpoint add {arguments}")).is_none() {
                    return;
                }
            }
            assert_eq!(ours(netlink), theirs().unwrap());
            assert_eq!(ours(netlink).len(), 2);
        });
    });
}

#[test]
fn an_endpoint_is_found_deleted_and_then_not_found_by_its_id() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            add(netlink, &Address { id: Some(3), ..v4(FIRST) }).unwrap();
            add(netlink, &Address { id: Some(4), ..v4(SECOND) }).unwrap();
            let address = by_id(3);
            let addr = Some(Nested::from(&address));
            let get = GetAddr { addr, ..GetAddr::default() };
            let found = netlink.request(&get).unwrap().addr.unwrap().get().unwrap();
            assert_eq!((found.id, found.addr4), (Some(3), Some(FIRST)));

            netlink.request(&DelAddr { addr, ..DelAddr::default() }).unwrap();
            let error = netlink.request(&get).unwrap_err();
            assert!(error.kernel().is_some(), "{error}");
            assert_eq!(ours(netlink), ["192.0.2.2 id 4"]);
        });
    });
}

#[test]
fn flushing_leaves_no_endpoint() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            add(netlink, &v4(FIRST)).unwrap();
            add(netlink, &v4(SECOND)).unwrap();
            assert_eq!(ours(netlink).len(), 2);
            netlink.request(&FlushAddrs::default()).unwrap();
            assert_eq!(ours(netlink).len(), 0);
        });
    });
}

#[test]
fn an_address_that_is_there_already_exists() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            add(netlink, &Address { id: Some(1), ..v4(FIRST) }).unwrap();
            let error = add(netlink, &Address { id: Some(2), ..v4(FIRST) }).unwrap_err();
            assert_eq!(error.errno(), Some(Errno::EEXIST), "{error}");
            assert!(error.errno().unwrap().already_exists());
            assert_eq!(error.operation().unwrap().to_string(), "mptcp_pm add-addr");
            assert_eq!(ours(netlink).len(), 1);
        });
    });
}

#[test]
fn an_endpoint_without_an_address_is_refused_with_a_reason() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            let error = netlink.request(&AddAddr::default()).unwrap_err();
            let kernel = error.kernel().unwrap();
            assert!(kernel.errno().is_invalid(), "{error}");
            assert_eq!(kernel.path().unwrap().to_string(), "endpoint.addr", "{error}");
            let error = add(netlink, &by_id(1)).unwrap_err();
            assert!(error.kernel().unwrap().path().is_some(), "{error}");
        });
    });
}

#[test]
fn flags_of_an_endpoint_can_be_changed() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            let flags = Some(AddrFlag::SUBFLOW);
            add(netlink, &Address { id: Some(5), flags, ..v4(FIRST) }).unwrap();
            let address = Address { flags: Some(AddrFlag::BACKUP), ..by_id(5) };
            let addr = Some(Nested::from(&address));
            netlink.request(&SetFlags { addr, ..SetFlags::default() }).unwrap();
            assert_eq!(ours(netlink), ["192.0.2.1 id 5 subflow backup"]);
            if let Some(theirs) = theirs() {
                assert_eq!(ours(netlink), theirs);
            }
        });
    });
}

#[test]
fn limits_that_we_set_are_those_that_ip_shows() {
    in_namespace(|| {
        with_mptcp(|netlink| {
            let limits =
                SetLimits { rcv_add_addrs: Some(2), subflows: Some(3), ..SetLimits::default() };
            netlink.request(&limits).unwrap();
            let ours = netlink.request(&GetLimits::default()).unwrap();
            assert_eq!((ours.rcv_add_addrs, ours.subflows), (Some(2), Some(3)));
            assert!(ours.unknown().is_empty());
            if let Some(theirs) = tool::output("ip mptcp limits show") {
                assert_eq!(theirs.trim(), "add_addr_accepted 2 subflows 3");
            }
        });
    });
}

/// What asks for rights to the namespace only is granted to its root, unlike `napi-set`.
#[test]
fn endpoints_can_be_added_by_the_root_of_a_user_namespace() {
    as_root_of_user_namespace(|| {
        with_mptcp(|netlink| {
            add(netlink, &v4(FIRST)).unwrap();
            assert_eq!(ours(netlink), ["192.0.2.1 id 1"]);
        });
    });
}
