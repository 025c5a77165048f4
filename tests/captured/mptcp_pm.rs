//! Endpoints and limits of MPTCP: the kernel's answers, and our requests beside those of `ip`.

use std::net::{Ipv4Addr, Ipv6Addr};

use netlink_families::mptcp_pm::{
    AddAddr, AddrFlag, Address, Attr, DelAddr, FAMILY, FlushAddrs, GetAddr, GetLimits, Request,
    Response, SetFlags, SetLimits,
};
use netlink_runtime::MessageSet;
use netlink_runtime::payload::Nested;
use netlink_runtime::wire::{flags, kinds};

use super::{load_one, same_request, split};
use crate::agreement::agree;
use crate::fixture::load;

const V4: Option<u16> = Some(2);
const V6: Option<u16> = Some(10);
const DOCUMENTATION_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

/// What the requests of `ip` that change something carry.
const ACKNOWLEDGED: u16 = flags::REQUEST | flags::ACK;

fn by_id(id: u8) -> Address<'static> {
    Address { id: Some(id), ..Address::default() }
}

#[test]
fn a_dump_of_endpoints_is_read() {
    let messages = load("mptcp_get_addr_dump_reply", &FAMILY);
    let (done, answers) = messages.split_last().unwrap();
    assert_eq!(split(done).0.kind, kinds::DONE);
    let endpoints: Vec<Address<'_>> = answers
        .iter()
        .map(|answer| {
            let (header, generic, body) = split(answer);
            let response = Response::decode(generic.command.into(), header.flags, body).unwrap();
            assert!(matches!(response, Response::GetAddr(_)), "{response:?}");
            agree::<Attr<'_>>(body).addr.unwrap().get().unwrap()
        })
        .collect();
    let [signal, subflow, port] = endpoints.as_slice() else { panic!("{endpoints:?}") };

    assert_eq!((signal.family, signal.id, signal.port), (V4, Some(3), Some(0)));
    assert_eq!((signal.addr4, signal.addr6), (Some(Ipv4Addr::new(192, 0, 2, 1)), None));
    assert_eq!(signal.flags, Some(AddrFlag::SIGNAL | AddrFlag::BACKUP));
    assert_eq!(signal.if_idx, None);

    assert_eq!((subflow.family, subflow.id), (V6, Some(4)));
    assert_eq!((subflow.addr4, subflow.addr6), (None, Some(DOCUMENTATION_V6)));
    assert_eq!(subflow.flags, Some(AddrFlag::SUBFLOW | AddrFlag::FULLMESH));
    assert_eq!(subflow.if_idx, Some(1));

    assert_eq!((port.id, port.port), (Some(5), Some(8080)));
    let text = "address { family: 2, port: 8080, id: 5, flags: signal, addr4: 192.0.2.9 }";
    assert_eq!(format!("{:?}", agree::<Attr<'_>>(split(&answers[2]).2).addr.unwrap()), text);
}

#[test]
fn limits_are_read() {
    let message = load_one("mptcp_get_limits_reply", &FAMILY);
    let limits: Attr<'_> = agree(split(&message).2);
    assert_eq!((limits.rcv_add_addrs, limits.subflows), (Some(0), Some(2)));
}

#[test]
fn adding_an_endpoint_is_what_ip_sends() {
    let address = Address {
        family: V4,
        addr4: Some(Ipv4Addr::new(192, 0, 2, 1)),
        flags: Some(AddrFlag::SIGNAL | AddrFlag::BACKUP),
        ..by_id(3)
    };
    let ours = AddAddr { addr: Some(Nested::from(&address)), ..AddAddr::default() };
    let captured = load_one("mptcp_add_addr_request", &FAMILY);
    assert_eq!(same_request(&ours, &captured), ACKNOWLEDGED);
}

#[test]
fn adding_an_endpoint_with_ipv6_port_and_device_is_what_ip_sends() {
    let address = Address {
        family: V6,
        addr6: Some(DOCUMENTATION_V6),
        port: Some(8080),
        if_idx: Some(1),
        flags: Some(AddrFlag::SIGNAL),
        ..Address::default()
    };
    let ours = AddAddr { addr: Some(Nested::from(&address)), ..AddAddr::default() };
    let captured = load_one("mptcp_add_addr6_request", &FAMILY);
    assert_eq!(same_request(&ours, &captured), ACKNOWLEDGED);
}

#[test]
fn deleting_finding_and_changing_an_endpoint_is_what_ip_sends() {
    let address = by_id(3);
    let addr = Some(Nested::from(&address));
    let request = |name| load_one(name, &FAMILY);

    let delete = DelAddr { addr, ..DelAddr::default() };
    assert_eq!(same_request(&delete, &request("mptcp_del_addr_request")), ACKNOWLEDGED);
    let get = GetAddr { addr, ..GetAddr::default() };
    assert_eq!(same_request(&get, &request("mptcp_get_addr_request")), flags::REQUEST);
    let change = SetFlags { addr, ..SetFlags::default() };
    assert_eq!(same_request(&change, &request("mptcp_set_flags_request")), ACKNOWLEDGED);
}

#[test]
fn flushing_endpoints_is_what_ip_sends() {
    let captured = load_one("mptcp_flush_addrs_request", &FAMILY);
    assert_eq!(same_request(&FlushAddrs::default(), &captured), ACKNOWLEDGED);
}

#[test]
fn asking_for_limits_and_setting_them_is_what_ip_sends() {
    let captured = load_one("mptcp_get_limits_request", &FAMILY);
    assert_eq!(same_request(&GetLimits::default(), &captured), flags::REQUEST);
    let ours = SetLimits { rcv_add_addrs: Some(2), subflows: Some(3), ..SetLimits::default() };
    let captured = load_one("mptcp_set_limits_request", &FAMILY);
    assert_eq!(same_request(&ours, &captured), ACKNOWLEDGED);
}

#[test]
fn the_enum_of_requests_tells_what_ip_sent() {
    let captured = load_one("mptcp_del_addr_request", &FAMILY);
    let (header, generic, body) = split(&captured);
    let request = Request::decode(generic.command.into(), header.flags, body).unwrap();
    let Request::DelAddr(DelAddr { addr: Some(addr), .. }) = request else {
        panic!("{request:?}");
    };
    assert_eq!(addr.get().unwrap().id, Some(3));
}
