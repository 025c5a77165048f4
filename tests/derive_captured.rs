//! Structs against bytes that the kernel and `ip` made: what is decoded is encoded to the same
//! bytes, and is what the generated family reads from them.

#[path = "support/byte_order.rs"]
mod byte_order;
#[path = "support/fixture.rs"]
mod fixture;
mod support;

use std::net::{IpAddr, Ipv6Addr};

use fixture::load;
use netlink_families::{mptcp_pm, netdev, nlctrl};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Decode, Encode, List, Nested, TypeValues, Unknown};
use netlink_runtime::schema::Family;
use netlink_runtime::wire::{GenericHeader, MessageHeader, kinds};
use netlink_runtime::{MessageSet, NetlinkEnum, NetlinkMessage};
use support::{attribute, encoded};

/// The bodies of a file's messages, with the command of each: what follows the generic header.
fn bodies(name: &str, family: &Family) -> Vec<(u16, Vec<u8>)> {
    let messages = load(name, family);
    let data = |message: &Vec<u8>| {
        MessageHeader::parse(message).is_some_and(|header| header.kind > kinds::DONE)
    };
    let start = MessageHeader::SIZE + GenericHeader::SIZE;
    let body = |message: Vec<u8>| (message[MessageHeader::SIZE].into(), message[start..].to_vec());
    messages.into_iter().filter(data).map(body).collect()
}

/// Decodes, and proves that encoding gives the same bytes.
fn both_ways<'a, T: Decode<'a> + Encode>(bytes: &'a [u8]) -> T {
    let value = T::decode(bytes).unwrap_or_else(|error| panic!("{error}: {bytes:02x?}"));
    assert_eq!(encoded(&value), bytes);
    value
}

#[derive(NetlinkMessage)]
struct Controlled<'a> {
    #[netlink(id = 2)]
    name: &'a BStr,
    #[netlink(id = 1)]
    id: u16,
    #[netlink(id = 3)]
    version: u32,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

/// The indices of the lists start at 1 in the kernel, so that only borrowed lists keep them.
#[derive(NetlinkMessage)]
struct Lists<'a> {
    #[netlink(id = 6, indexed)]
    operations: Option<List<'a, Operation>>,
    #[netlink(id = 7, indexed)]
    groups: Option<List<'a, Group<'a>>>,
}

#[derive(NetlinkMessage, Clone)]
struct Operation {
    #[netlink(id = 1)]
    id: u32,
    #[netlink(id = 2)]
    flags: Flags,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
struct Group<'a> {
    #[netlink(id = 2)]
    id: u32,
    #[netlink(id = 1)]
    name: &'a BStr,
}

netlink_runtime::flags! {
    /// `GENL_*` of an operation.
    struct Flags: u32 {
        /// `GENL_CMD_CAP_DO`
        const DO = 2;
        /// `GENL_CMD_CAP_DUMP`
        const DUMP = 4;
    }
}

#[test]
fn a_family_of_the_controller_is_read_and_written_with_what_the_struct_does_not_know() {
    let [(command, body)] = &bodies("nlctrl_getfamily_reply", &nlctrl::FAMILY)[..] else {
        panic!()
    };
    assert_eq!(*command, 1);
    let family: Controlled<'_> = both_ways(body);
    assert_eq!((family.name, family.id, family.version), (BStr::new("mptcp_pm"), 0x1c, 1));
    assert_eq!(family.rest.iter().map(|one| one.id()).collect::<Vec<_>>(), [4, 5, 6, 7]);

    let lists = Lists::decode(body).unwrap();
    let operations = lists.operations.unwrap().to_vec().unwrap();
    assert_eq!(operations.iter().map(|one| one.id).collect::<Vec<_>>(), Vec::from_iter(1..=11));
    assert!(operations[2].flags.contains(Flags::DO | Flags::DUMP));
    let groups = lists.groups.unwrap().to_vec().unwrap();
    assert_eq!(groups[1], Group { id: 9, name: BStr::new("mptcp_pm_events") });
    // The kernel marks no nest here, and we do.
    let theirs: Vec<_> = family.rest.iter().filter(|one| one.id() >= 6).collect();
    let expected = theirs.iter().map(|one| attribute(0x8000 | one.id(), one.payload()));
    assert_eq!(encoded(&lists), expected.collect::<Vec<_>>().concat());
}

#[derive(NetlinkMessage)]
struct Policies<'a> {
    #[netlink(id = 1)]
    family: u16,
    #[netlink(id = 8)]
    rules: Option<TypeValues<'a, Rule, 2>>,
    #[netlink(id = 9)]
    operations: Option<Vec<([u16; 1], Ways)>>,
}

#[derive(NetlinkMessage, Clone, Debug, Default, PartialEq)]
struct Rule {
    #[netlink(id = 1)]
    kind: u32,
    #[netlink(id = 11, pad)]
    pad: (),
    #[netlink(id = 4)]
    min: Option<u64>,
    #[netlink(id = 5)]
    max: Option<u64>,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
struct Ways {
    #[netlink(id = 1)]
    single: Option<u32>,
    #[netlink(id = 2)]
    dump: Option<u32>,
}

#[test]
fn values_in_the_types_of_nests_are_read_and_written() {
    let bodies = bodies("nlctrl_getpolicy_reply", &nlctrl::FAMILY);
    let policies: Vec<Policies<'_>> =
        bodies.iter().map(|(_, body)| Decode::decode(body).unwrap()).collect();
    assert_eq!((policies.len(), policies[0].family), (30, 0x14));
    for (policy, (_, body)) in policies.iter().zip(&bodies).take(8) {
        assert_eq!(&encoded(policy), body);
    }
    let first = policies[0].operations.as_ref().unwrap();
    assert_eq!(first[..], [([1], Ways { single: Some(0), dump: Some(1) })]);
    let rules = policies.iter().flat_map(|one| one.rules.iter().flat_map(TypeValues::iter));
    let ours: Vec<_> = rules.map(Result::unwrap).collect();
    let views = bodies.iter().map(|(_, body)| nlctrl::CtrlAttrs::decode(body).unwrap());
    let theirs: Vec<_> = views
        .flat_map(|view| view.policy.iter().flat_map(TypeValues::iter).collect::<Vec<_>>())
        .map(Result::unwrap)
        .collect();
    assert_eq!(ours.len(), theirs.len());
    for ((way, rule), (expected_way, expected)) in ours.iter().zip(&theirs) {
        assert_eq!(
            (way, rule.min, rule.max),
            (expected_way, expected.min_value_u, expected.max_value_u)
        );
    }
    assert!(ours.iter().any(|(_, rule)| rule.max == Some(i32::MAX as u64)), "{ours:?}");
}

#[derive(NetlinkMessage)]
struct Endpoint<'a> {
    #[netlink(id = 1)]
    address: Nested<'a, Address>,
}

#[derive(NetlinkMessage)]
struct OwnedEndpoint {
    #[netlink(id = 1)]
    address: Address,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
struct Address {
    #[netlink(id = 1)]
    family: Af,
    #[netlink(id = 2)]
    id: u8,
    #[netlink(id = 6)]
    flags: Option<u32>,
    #[netlink(id = 7)]
    interface: Option<i32>,
    #[netlink(id = 3)]
    v4: Option<IpAddr>,
    #[netlink(id = 4)]
    v6: Option<Ipv6Addr>,
    #[netlink(id = 5)]
    port: Option<u16>,
}

#[derive(NetlinkEnum, Clone, Copy, Debug, PartialEq)]
#[repr(u16)]
enum Af {
    Inet = 2,
    Inet6 = 10,
}

#[test]
fn endpoints_of_mptcp_are_read_and_written_as_nests_kept_or_owned() {
    let bodies = bodies("mptcp_get_addr_dump_reply", &mptcp_pm::FAMILY);
    assert!(bodies.len() > 1, "{}", bodies.len());
    let mut families = Vec::new();
    for (_, body) in &bodies {
        let kept: Endpoint<'_> = both_ways(body);
        let owned = OwnedEndpoint::decode(body).unwrap();
        assert_eq!(kept.address.get().unwrap(), owned.address);
        let theirs = mptcp_pm::Endpoint::decode(body).unwrap().addr.unwrap().get().unwrap();
        assert_eq!((Some(owned.address.id), owned.address.v6), (theirs.id, theirs.addr6));
        assert_eq!(owned.address.v4, theirs.addr4.map(IpAddr::from));
        families.push(owned.address.family);
    }
    assert!(families.contains(&Af::Inet) && families.contains(&Af::Inet6), "{families:?}");
}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    index: u32,
    #[netlink(id = 2, pad)]
    _pad: (),
    #[netlink(id = 3, display = hex)]
    features: u64,
    #[netlink(id = 4)]
    zero_copy: Option<u32>,
    #[netlink(id = 5)]
    metadata: u64,
    #[netlink(id = 6)]
    sockets: u64,
}

#[derive(NetlinkMessage)]
#[netlink(family = "netdev")]
enum Received<'a> {
    #[netlink(cmd = 1)]
    Device(Device),
    #[netlink(other)]
    Other(u16, &'a [u8]),
}

#[test]
fn a_device_of_netdev_is_received_by_an_enum_and_others_are_kept() {
    let messages = bodies("netdev_dev_get_reply", &netdev::FAMILY);
    let (command, body) = &messages[0];
    let Received::Device(device) = Received::decode(*command, 0, body).unwrap() else { panic!() };
    let theirs = netdev::Dev::decode(body).unwrap();
    assert_eq!(Some(device.index), theirs.ifindex);
    assert_eq!(Some(device.features), theirs.xdp_features.map(|features| features.bits()));
    let other = Received::decode(*command + 1, 0, body).unwrap();
    assert!(matches!(other, Received::Other(command, bytes) if command == 2 && bytes == body));
}
