#![deny(warnings)]
#![allow(dead_code)]

use netlink_runtime::payload;

type Port = u16;
type Name<'a> = &'a netlink_runtime::bstr::BStr;

#[derive(netlink_runtime::NetlinkMessage)]
pub struct Device<'a> {
    #[netlink(id = 1, be)]
    port: ::core::option::Option<Port>,
    #[netlink(id = 2)]
    name: std::option::Option<Name<'a>>,
    #[netlink(id = 3, multi)]
    list: std::vec::Vec<::core::primitive::u32>,
    #[netlink(id = 4)]
    nest: Option<payload::Nested<'a, self::inner::Inner<'a>>>,
    #[netlink(id = 5, multi)]
    borrowed: payload::List<'a, Port, payload::BigEndian>,
    #[netlink(id = 6)]
    r#async: Option<u8>,
    #[netlink(id = 7)]
    address: std::net::IpAddr,
    #[netlink(id = 8)]
    boxed: Option<std::boxed::Box<Self>>,
}

mod inner {
    #[derive(netlink_runtime::NetlinkMessage, Clone)]
    pub struct Inner<'a> {
        #[netlink(id = 1)]
        pub(super) bytes: &'a [u8],
        #[netlink(id = 2)]
        pub(in crate::inner) outer: Option<super::payload::Nested<'a, Inner<'a>>>,
    }
}

fn main() {}
