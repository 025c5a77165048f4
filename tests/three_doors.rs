//! The same protocol through the derive, the macro and the build script gives the same bytes and
//! the same tables.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use netlink_families::mptcp_pm as built;
use netlink_runtime::payload::{AttributeSet, Decode, Encode, Nested};
use netlink_runtime::schema::{Attribute, Set};
use netlink_runtime::wire::Writer;
use netlink_runtime::{NetlinkMessage, Request};

netlink_runtime::netlink_family!(mod expanded = "specs/mptcp_pm.yaml");

/// The part of the protocol that adds an endpoint, as structs.
mod derived {
    use super::*;

    #[derive(NetlinkMessage)]
    #[netlink(family = "mptcp_pm", version = 1, cmd = 1, name = "endpoint")]
    pub(super) struct AddAddr<'a> {
        #[netlink(id = 1)]
        pub(super) addr: Option<Nested<'a, Address>>,
    }

    #[derive(Clone, NetlinkMessage)]
    #[netlink(name = "address")]
    pub(super) struct Address {
        #[netlink(id = 1)]
        pub(super) family: Option<u16>,
        #[netlink(id = 2)]
        pub(super) id: Option<u8>,
        #[netlink(id = 3)]
        pub(super) addr4: Option<Ipv4Addr>,
        #[netlink(id = 4)]
        pub(super) addr6: Option<Ipv6Addr>,
        #[netlink(id = 5)]
        pub(super) port: Option<u16>,
        #[netlink(id = 6)]
        pub(super) flags: Option<built::AddrFlag>,
        #[netlink(id = 7)]
        pub(super) if_idx: Option<i32>,
    }
}

/// The request that adds an endpoint, by the types of a module from YAML.
macro_rules! add_by {
    ($module:ident, $flags:expr) => {{
        let address = $module::Address {
            family: Some(2),
            id: Some(7),
            addr4: Some(Ipv4Addr::new(192, 0, 2, 1)),
            port: Some(0x1234),
            flags: Some($flags),
            if_idx: Some(-1),
            ..$module::Address::default()
        };
        let addr = Some(Nested::from(&address));
        bytes(&$module::AddAddr { addr, ..$module::AddAddr::default() })
    }};
}

fn bytes(message: &impl Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    message.encode(&mut writer);
    assert_eq!(writer.take_fault(), None);
    writer.take_bytes()
}

fn add_by_struct() -> Vec<u8> {
    let address = derived::Address {
        family: Some(2),
        id: Some(7),
        addr4: Some(Ipv4Addr::new(192, 0, 2, 1)),
        addr6: None,
        port: Some(0x1234),
        flags: Some(built::AddrFlag::SIGNAL),
        if_idx: Some(-1),
    };
    bytes(&derived::AddAddr { addr: Some(Nested::from(&address)) })
}

/// Every attribute of a set and of the sets nested in it, by its place.
fn rows(set: &'static Set) -> BTreeMap<String, Attribute> {
    let mut found = BTreeMap::new();
    for attribute in set.attributes {
        found.insert(format!("{}.{}", set.name, attribute.name), *attribute);
        if let Some(inner) = attribute.kind.set() {
            found.extend(rows(inner));
        }
    }
    found
}

fn table<T: AttributeSet>() -> String {
    format!("{:#?}", rows(T::SCHEMA))
}

#[test]
fn all_doors_write_the_same_bytes() {
    let expected = add_by!(built, built::AddrFlag::SIGNAL);
    // One nest, then seven attributes less the address that is not there.
    assert_eq!(expected.len(), 4 + 6 * 8);
    assert_eq!(add_by!(expanded, expanded::AddrFlag::SIGNAL), expected);
    assert_eq!(add_by_struct(), expected);
}

#[test]
fn all_doors_read_the_same_values() {
    let wire = add_by_struct();
    let built = built::AddAddr::decode(&wire).unwrap().addr.unwrap().get().unwrap();
    let expanded = expanded::AddAddr::decode(&wire).unwrap().addr.unwrap().get().unwrap();
    let derived = derived::AddAddr::decode(&wire).unwrap().addr.unwrap().get().unwrap();
    assert_eq!(built.if_idx, Some(-1));
    assert_eq!((expanded.port, expanded.addr4), (built.port, built.addr4));
    assert_eq!(
        (derived.port, derived.addr4, derived.flags),
        (built.port, built.addr4, built.flags)
    );
}

#[test]
fn all_doors_have_the_same_tables() {
    let expected = table::<built::AddAddr<'_>>();
    assert!(expected.contains("\"address.if-idx\""), "{expected}");
    assert_eq!(table::<expanded::AddAddr<'_>>(), expected);
    assert_eq!(table::<derived::AddAddr<'_>>(), expected);
}

#[test]
fn all_doors_address_the_same_operation() {
    fn address<R: Request>() -> (&'static str, u16, Option<u16>) {
        (R::FAMILY.name, R::COMMAND, R::OPERATION.request)
    }
    let expected = ("mptcp_pm", 1, Some(1));
    assert_eq!(address::<built::AddAddr<'_>>(), expected);
    assert_eq!(address::<expanded::AddAddr<'_>>(), expected);
    assert_eq!(address::<derived::AddAddr<'_>>(), expected);
}
