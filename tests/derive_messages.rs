//! Fixed headers, enums, flags, requests and enums of messages.

mod support;

use netlink_runtime::payload::{AttributeSet, Decode, Enumeration};
use netlink_runtime::schema::Protocol;
use netlink_runtime::wire::Writer;
use netlink_runtime::{
    Dump, MessageSet, NetlinkEnum, NetlinkMessage, NetlinkStruct, Owned, Request, Single,
};
use support::{attribute, encoded};

#[derive(NetlinkMessage, Debug, PartialEq)]
struct WithHeader {
    #[netlink(header)]
    header: Odd,
    #[netlink(id = 1)]
    mtu: Option<u32>,
}

/// Five bytes: the attributes start at the eighth.
#[derive(NetlinkStruct, Clone, Copy, Debug, PartialEq)]
#[netlink(packed)]
struct Odd {
    family: u8,
    #[netlink(be)]
    index: u32,
}

#[test]
fn a_fixed_header_comes_first_and_is_aligned() {
    let value = WithHeader { header: Odd { family: 2, index: 3 }, mtu: Some(1500) };
    let bytes = [&[2, 0, 0, 0, 3, 0, 0, 0][..], &attribute(1, &1500u32.to_ne_bytes())].concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(WithHeader::decode(&bytes).unwrap(), value);
    assert!(WithHeader::decode(&[2, 0, 0, 0]).is_err(), "half a header is no header");
}

#[derive(NetlinkEnum, Clone, Copy, Debug, PartialEq)]
#[repr(u32)]
enum Mode {
    Off,
    FullDuplex = 5,
    After,
    #[netlink(rename = "any-mode")]
    Any = 1 << 8,
    #[netlink(other)]
    Other(u32),
}

#[derive(NetlinkEnum, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
#[netlink(name = "levels")]
enum Level {
    Low = -1,
    Zero,
}

netlink_runtime::flags! {
    /// What is allowed.
    pub struct Rights: u32 {
        /// Reading.
        const READ = 1;
        /// Writing.
        const WRITE_ALL = 4;
    }
}

#[derive(NetlinkMessage, PartialEq)]
#[netlink(debug)]
struct Values {
    #[netlink(id = 1)]
    mode: Option<Mode>,
    #[netlink(id = 2, be)]
    ordered: Option<Mode>,
    #[netlink(id = 3, as = u8)]
    narrow: Option<Mode>,
    #[netlink(id = 4, le)]
    level: Option<Level>,
    #[netlink(id = 5, be)]
    rights: Option<Rights>,
    #[netlink(id = 6, uint)]
    wide: Option<Mode>,
    #[netlink(id = 7, multi, as = u16, be)]
    many: Vec<Mode>,
}

#[test]
fn an_enum_travels_as_its_integer_in_every_form() {
    let value = Values {
        mode: Some(Mode::FullDuplex),
        ordered: Some(Mode::After),
        narrow: Some(Mode::FullDuplex),
        level: Some(Level::Low),
        rights: Some(Rights::READ | Rights::WRITE_ALL),
        wide: Some(Mode::Any),
        many: vec![Mode::Off, Mode::Any],
    };
    let bytes = [
        attribute(1, &5u32.to_ne_bytes()),
        attribute(2, &[0, 0, 0, 6]),
        attribute(3, &[5]),
        attribute(4, &[0xff, 0xff]),
        attribute(5, &[0, 0, 0, 5]),
        attribute(6, &256u32.to_ne_bytes()),
        attribute(7, &[0, 0]),
        attribute(7, &[1, 0]),
    ]
    .concat();
    assert_eq!(encoded(&value), bytes);
    assert!(Values::decode(&bytes).unwrap() == value);
}

#[test]
fn a_value_that_an_enum_does_not_name_is_kept_if_it_is_open_and_else_an_error() {
    let open = Values::decode(&attribute(1, &77u32.to_ne_bytes())).unwrap();
    assert_eq!(open.mode, Some(Mode::Other(77)));
    assert_eq!(encoded(&open), attribute(1, &77u32.to_ne_bytes()));
    let error = Values::decode(&attribute(4, &[9, 0])).unwrap_err();
    assert_eq!(error.to_string(), "values.level: 9 is none of the enum's values");
    let rights = Values::decode(&attribute(5, &[0x80, 0, 0, 1])).unwrap().rights.unwrap();
    assert_eq!(rights.bits(), 0x8000_0001);
}

#[test]
fn values_count_as_rust_counts_and_tables_name_them() {
    let mode = Mode::TABLE;
    let names: Vec<_> = mode.entries.iter().map(|entry| (entry.value, entry.name)).collect();
    assert_eq!(mode.name, "mode");
    assert_eq!(names, [(0, "off"), (5, "full-duplex"), (6, "after"), (256, "any-mode")]);
    assert_eq!(Level::TABLE.name, "levels");
    assert_eq!(Level::TABLE.name_of(u64::MAX), Some("low"));
    assert_eq!(Level::from_repr(0), Some(Level::Zero));
    assert_eq!(Mode::from(5), Mode::FullDuplex);
    assert_eq!(Rights::TABLE.name_of(4), Some("write-all"));
    let value = Values::decode(&attribute(1, &5u32.to_ne_bytes())).unwrap();
    assert!(format!("{value:?}").contains("full-duplex"), "{value:?}");
}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Device<'a> {
    #[netlink(id = 1)]
    name: &'a str,
}

const GET: i32 = 3;
const EXCL: i32 = 0x200;

#[derive(NetlinkMessage)]
#[netlink(family = "demo", version = 2, cmd = GET)]
#[netlink(reply = Device<'_>, reply_cmd = 1, flags = EXCL | 0x100)]
struct GetDevice {
    #[netlink(id = 1)]
    index: u32,
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 3, reply = Device<'_>, dump)]
struct ListDevices {}

#[derive(NetlinkMessage)]
#[netlink(protocol = route, ty = 16)]
struct SetLink {
    #[netlink(header)]
    header: Odd,
}

fn single<R: Single>() -> (&'static str, Protocol, u16, u16, bool) {
    (R::FAMILY.name, R::FAMILY.protocol, R::COMMAND, R::FLAGS, R::HAS_REPLY)
}

fn dump<R: Dump>() -> (&'static str, Protocol, u16, u16, bool) {
    (R::FAMILY.name, R::FAMILY.protocol, R::COMMAND, R::FLAGS, R::HAS_REPLY)
}

#[test]
fn a_request_says_where_it_goes_and_what_comes_back() {
    let version = |version| Protocol::Generic { version };
    assert_eq!(single::<GetDevice>(), ("demo", version(2), 3, 0x300, true));
    assert_eq!(dump::<ListDevices>(), ("demo", version(1), 3, 0, true));
    assert_eq!(single::<SetLink>(), ("route", Protocol::Raw(0), 16, 0, false));
    let reply: Owned<<GetDevice as Request>::Reply> = Owned::new(&attribute(1, b"lo\0")).unwrap();
    assert_eq!(reply.get().unwrap(), Device { name: "lo" });
}

#[test]
fn the_tables_of_a_request_know_its_header_and_attributes() {
    let operation = GetDevice::OPERATION;
    assert_eq!(
        (operation.name, operation.request, operation.reply),
        ("get-device", Some(3), Some(1))
    );
    assert_eq!(operation.layout.set, Some(GetDevice::SCHEMA));
    assert!(operation.layout.header.is_none());
    assert!(core::ptr::eq(GetDevice::FAMILY.request(3).unwrap(), operation));
    let header = SetLink::OPERATION.layout.header.unwrap();
    assert_eq!((header.name, header.size), ("odd", 5));
    let offsets: Vec<_> = header.members.iter().map(|member| member.offset).collect();
    assert_eq!(offsets, [0, 1]);
    assert_eq!(ListDevices::OPERATION.reply, None, "any answer is taken where none is said");
    assert!(ListDevices::OPERATION.modes.dump && !ListDevices::OPERATION.modes.request);
}

const DELETE: u8 = 7;

#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(family = "demo")]
enum Messages<'a> {
    #[netlink(cmd = 1)]
    Added(Device<'a>),
    #[netlink(cmd = 2)]
    One(Device<'a>),
    #[netlink(cmd = 2, dump)]
    All(Nothing),
    #[netlink(cmd = DELETE)]
    Deleted(Device<'a>),
    #[netlink(other)]
    Other(u16, &'a [u8]),
}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Nothing {}

#[derive(NetlinkMessage, Debug, PartialEq)]
#[netlink(protocol = 16, family = "closed")]
enum Closed {
    #[netlink(ty = 20)]
    Only(Nothing),
}

#[test]
fn a_message_is_the_variant_of_its_command_and_kind() {
    let lo = attribute(1, b"lo\0");
    let device = || Device { name: "lo" };
    const DUMP: u16 = 0x300;
    assert_eq!(Messages::decode(1, 0, &lo).unwrap(), Messages::Added(device()));
    assert_eq!(Messages::decode(1, DUMP, &lo).unwrap(), Messages::Added(device()));
    assert_eq!(Messages::decode(2, 0x100, &lo).unwrap(), Messages::One(device()));
    assert_eq!(Messages::decode(2, DUMP, &[]).unwrap(), Messages::All(Nothing {}));
    assert_eq!(Messages::decode(7, 0, &lo).unwrap(), Messages::Deleted(device()));
    assert_eq!(Messages::decode(9, 0, &lo).unwrap(), Messages::Other(9, &lo));
    assert_eq!(Messages::FAMILY.name, "demo");
}

#[test]
fn a_message_of_an_enum_has_its_command_and_bytes() {
    for (message, command) in [
        (Messages::Added(Device { name: "lo" }), 1),
        (Messages::Deleted(Device { name: "lo" }), 7),
        (Messages::Other(9, &attribute(1, b"lo\0")), 9),
    ] {
        let mut writer = Writer::new();
        message.encode(&mut writer);
        assert_eq!((message.command(), writer.bytes()), (command, &attribute(1, b"lo\0")[..]));
    }
}

#[test]
fn an_enum_without_a_variant_for_the_rest_refuses_what_it_does_not_know() {
    let error = Closed::decode(21, 0, &[]).unwrap_err();
    assert_eq!(error.to_string(), "command 21 is none of the enum's messages");
    assert_eq!(Closed::FAMILY.protocol, Protocol::Raw(16));
}
