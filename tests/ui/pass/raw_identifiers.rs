//! Raw identifiers are names like others, and lose their mark on the way to the tables.
use netlink_runtime::payload::AttributeSet;
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u8)]
#[allow(non_camel_case_types)]
enum r#enum {
    r#if,
    r#loop,
}

#[derive(Clone, Copy, NetlinkStruct)]
struct Member {
    r#type: u32,
}

mod r#mod {
    pub(super) const r#ID: u16 = 3;
}

#[derive(NetlinkMessage)]
struct Device {
    #[netlink(id = 1)]
    r#type: u32,
    #[netlink(id = 2)]
    r#match: Option<r#enum>,
    #[netlink(id = r#mod::r#ID)]
    member: Member,
}

fn main() {
    assert_eq!(Device::SCHEMA.attribute(1).unwrap().name, "type");
    assert_eq!(Device::SCHEMA.attribute(2).unwrap().name, "match");
}
