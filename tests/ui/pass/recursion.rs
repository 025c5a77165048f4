#![deny(warnings)]
#![allow(dead_code)]

use netlink_runtime::NetlinkMessage;
use netlink_runtime::payload::{List, Nested, SubMessage, TypeValues};

#[derive(NetlinkMessage, Clone)]
struct One {
    #[netlink(id = 1)]
    other: Option<Box<Other>>,
    #[netlink(id = 2)]
    by_type: Option<Vec<([u16; 2], One)>>,
    #[netlink(id = 3)]
    kind: Option<String>,
    #[netlink(id = 4, selector = kind)]
    data: Option<Data>,
}

#[derive(NetlinkMessage, Clone)]
struct Other {
    #[netlink(id = 1, multi)]
    ones: Vec<One>,
    #[netlink(id = 2, indexed)]
    more: Option<Vec<Self>>,
}

#[derive(NetlinkMessage, Clone)]
#[netlink(sub_message)]
enum Data {
    #[netlink(format = "one")]
    One(Box<One>),
    #[netlink(format = "other")]
    Other(Other),
}

#[derive(NetlinkMessage, Clone, Copy)]
#[netlink(debug)]
struct View<'a> {
    #[netlink(id = 1)]
    nest: Option<Nested<'a, Self>>,
    #[netlink(id = 2, multi)]
    list: List<'a, View<'a>>,
    #[netlink(id = 3)]
    by_type: Option<TypeValues<'a, Self, 1>>,
    #[netlink(id = 4, selector = "kind")]
    data: Option<SubMessage<'a, ViewData<'a>>>,
}

#[derive(NetlinkMessage, Clone, Copy)]
#[netlink(sub_message)]
enum ViewData<'a> {
    #[netlink(format = "view")]
    View(View<'a>),
    #[netlink(format = "kept")]
    Kept(Nested<'a, View<'a>>),
}

fn main() {}
