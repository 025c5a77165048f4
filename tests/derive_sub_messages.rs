//! Sub-messages of structs: the format that another attribute chooses, kept or decoded at once,
//! by a text or by an enum, and the same bytes as those of the family from YAML.

mod support;

use netlink_families::rt_link;
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Decode, Formats, List, Nested, SubMessage};
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct, Owned, WithHeader};
use support::{attribute, encoded};

/// `NLA_F_NESTED`.
const NEST: u16 = 0x8000;

/// `struct ifla_vlan_flags`.
#[derive(NetlinkStruct, Clone, Copy, Debug, PartialEq)]
struct VlanFlags {
    flags: u32,
    mask: u32,
}

#[derive(NetlinkMessage, Clone, Copy, Debug, PartialEq)]
struct Vlan {
    #[netlink(id = 1)]
    id: Option<u16>,
    #[netlink(id = 2)]
    flags: Option<VlanFlags>,
    #[netlink(id = 5, be)]
    protocol: Option<u16>,
}

#[derive(NetlinkMessage, Clone, Copy, Debug, PartialEq)]
#[netlink(sub_message)]
enum Data<'a> {
    #[netlink(format = "vlan")]
    Vlan(Vlan),
    #[netlink(format = "dummy")]
    Dummy,
    #[netlink(other)]
    Other(&'a [u8]),
}

/// Kept as bytes, and decoded when asked.
#[derive(NetlinkMessage, Clone, Copy, Debug)]
#[netlink(name = "linkinfo-attrs")]
struct Linkinfo<'a> {
    #[netlink(id = 1)]
    kind: Option<&'a BStr>,
    #[netlink(id = 2, selector = kind)]
    data: Option<SubMessage<'a, Data<'a>>>,
}

/// Decoded with the rest, owned.
#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
#[netlink(name = "linkinfo-attrs")]
struct OwnedLinkinfo {
    #[netlink(id = 2, selector = kind)]
    data: Option<OwnedData>,
    #[netlink(id = 1)]
    kind: Option<String>,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
#[netlink(sub_message, name = "linkinfo-data")]
enum OwnedData {
    #[netlink(format = "vlan")]
    Vlan(Vlan),
    #[netlink(format = "group")]
    Group(Box<OwnedLinkinfo>),
    #[netlink(other)]
    Other(Vec<u8>),
}

const VLAN: Vlan =
    Vlan { id: Some(7), flags: Some(VlanFlags { flags: 1, mask: 3 }), protocol: Some(0x88a8) };

/// The bytes that the family from YAML writes.
fn vlan_by_the_family() -> Vec<u8> {
    let flags = rt_link::IflaVlanFlags { flags: rt_link::VlanFlags::from_bits_retain(1), mask: 3 };
    let vlan = rt_link::LinkinfoVlanAttrs {
        id: Some(7),
        flags: Some(flags),
        protocol: Some(rt_link::VlanProtocols::from(0x88a8)),
        ..Default::default()
    };
    let data = rt_link::LinkinfoDataMsg::Vlan(vlan);
    let info = rt_link::LinkinfoAttrs { data: Some((&data).into()), ..Default::default() };
    encoded(&info)
}

#[test]
fn a_format_and_the_selector_it_fills_have_the_bytes_of_the_generated_family() {
    let expected = vlan_by_the_family();
    let data = Data::Vlan(VLAN);
    let view = Linkinfo { kind: None, data: Some(SubMessage::from(&data)) };
    assert_eq!(encoded(&view), expected);

    // The fields of the owned one are in the other order, and so its attributes.
    let owned = OwnedLinkinfo { kind: None, data: Some(OwnedData::Vlan(VLAN)) };
    let (kind, data) = expected.split_at(12);
    assert_eq!(encoded(&owned), [data, kind].concat());
}

#[test]
fn a_format_is_read_by_the_text_that_selects_it_in_any_order() {
    let bytes = vlan_by_the_family();
    let view = Linkinfo::decode(&bytes).unwrap();
    assert_eq!(view.data.unwrap().get(view.kind).unwrap(), Data::Vlan(VLAN));
    let (kind, data) = bytes.split_at(12);
    for order in [[kind, data], [data, kind]] {
        let owned = OwnedLinkinfo::decode(&order.concat()).unwrap();
        assert_eq!(owned.data, Some(OwnedData::Vlan(VLAN)));
        assert_eq!(owned.kind.as_deref(), Some("vlan"));
    }
}

#[test]
fn a_format_without_content_is_an_empty_payload() {
    let view = Linkinfo { kind: None, data: Some(SubMessage::Value(&Data::Dummy)) };
    let bytes = [attribute(1, b"dummy\0"), attribute(2, &[])].concat();
    assert_eq!(encoded(&view), bytes);
    let view = Linkinfo::decode(&bytes).unwrap();
    assert_eq!(view.data.unwrap().get(view.kind).unwrap(), Data::Dummy);
    let odd = SubMessage::<Data<'_>>::decode(&[1, 2]).unwrap();
    assert_eq!(odd.get("dummy").unwrap(), Data::Other(&[1, 2]));
}

#[test]
fn a_kind_that_nobody_knows_keeps_its_bytes_and_its_mark() {
    let inner = attribute(1, &[1, 2, 3, 4]);
    let bytes = [attribute(1, b"netkit\0"), attribute(NEST | 2, &inner)].concat();
    let view = Linkinfo::decode(&bytes).unwrap();
    assert_eq!(view.data.unwrap().get(view.kind).unwrap(), Data::Other(&inner));
    assert_eq!(encoded(&view), bytes);
    let owned = OwnedLinkinfo::decode(&bytes).unwrap();
    assert_eq!(owned.data, Some(OwnedData::Other(inner)));
    let absent = OwnedLinkinfo::decode(&attribute(2, &[9])).unwrap();
    assert_eq!(absent.data, Some(OwnedData::Other(vec![9])), "no selector selects nothing");
}

#[test]
fn a_sub_message_may_hold_its_own_kind_and_is_bounded() {
    let inner = OwnedLinkinfo { kind: Some("vlan".into()), data: Some(OwnedData::Vlan(VLAN)) };
    let outer = OwnedLinkinfo { kind: None, data: Some(OwnedData::Group(inner.clone().into())) };
    let bytes = encoded(&outer);
    let expected = [attribute(NEST | 2, &encoded(&inner)), attribute(1, b"group\0")].concat();
    assert_eq!(bytes, expected);
    let back = OwnedLinkinfo::decode(&bytes).unwrap();
    assert_eq!(back.data, outer.data);

    let mut deep = bytes;
    while deep.len() < 60_000 {
        deep = [attribute(1, b"group\0"), attribute(NEST | 2, &deep)].concat();
    }
    let error = OwnedLinkinfo::decode(&deep).unwrap_err();
    assert!(error.to_string().contains("nests are deeper than 64"), "{error}");
}

#[test]
fn an_error_within_a_format_is_told_with_the_way_to_it() {
    let wrong = attribute(NEST | 2, &attribute(1, &[1]));
    let bytes = [attribute(1, b"vlan\0"), wrong].concat();
    let error = OwnedLinkinfo::decode(&bytes).unwrap_err();
    assert_eq!(error.to_string(), "linkinfo-attrs.data.id: 1 bytes where at least 2 are needed");
}

#[derive(NetlinkEnum, Clone, Copy, Debug, PartialEq)]
#[repr(u32)]
enum ObjectType {
    Counter = 1,
    Quota = 2,
    #[netlink(other)]
    Other(u32),
}

#[derive(NetlinkStruct, Clone, Copy, Debug, PartialEq)]
struct Limits {
    #[netlink(be)]
    rate: u32,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
struct Counter {
    #[netlink(id = 1, be)]
    bytes: u64,
}

#[derive(NetlinkMessage, Clone, Debug)]
#[netlink(sub_message)]
enum Object<'a> {
    #[netlink(format = "counter")]
    Counter(Counter),
    #[netlink(format = "quota")]
    Quota(WithHeader<Limits, Counter>),
    #[netlink(other)]
    Unknown(&'a [u8]),
}

/// The selector is an enum in network byte order that must be there, and so must the object.
#[derive(NetlinkMessage, Clone, Debug)]
struct Required<'a> {
    #[netlink(id = 3, be)]
    r#type: ObjectType,
    #[netlink(id = 4, selector = r#type)]
    object: Object<'a>,
}

#[derive(NetlinkMessage, Clone, Debug)]
struct Optional<'a> {
    #[netlink(id = 3, be)]
    kind: Option<ObjectType>,
    #[netlink(id = 4, selector = kind)]
    object: SubMessage<'a, Object<'a>>,
}

#[test]
fn an_enum_selects_by_the_names_of_its_values() {
    let counter = attribute(1, &5u64.to_be_bytes());
    let bytes = [attribute(3, &[0, 0, 0, 1]), attribute(NEST | 4, &counter)].concat();
    let value =
        Required { r#type: ObjectType::Counter, object: Object::Counter(Counter { bytes: 5 }) };
    assert_eq!(encoded(&value), bytes);
    let read = Required::decode(&bytes).unwrap();
    assert!(matches!(read.object, Object::Counter(Counter { bytes: 5 })), "{read:?}");
    assert_eq!(encoded(&Optional { kind: None, object: (&value.object).into() }), bytes);

    let quota = [&[0, 0, 0, 9][..], &counter].concat();
    let bytes = [attribute(3, &[0, 0, 0, 2]), attribute(NEST | 4, &quota)].concat();
    let read = Required::decode(&bytes).unwrap();
    let Object::Quota(quota) = &read.object else { panic!("{read:?}") };
    assert_eq!((quota.header.rate, quota.bytes), (9, 5));
    assert_eq!(encoded(&read), bytes);

    let unknown = [attribute(3, &[0, 0, 0, 77]), attribute(4, &[1])].concat();
    let read = Required::decode(&unknown).unwrap();
    assert_eq!(read.r#type, ObjectType::Other(77));
    assert!(matches!(read.object, Object::Unknown([1])));
    assert_eq!(encoded(&read), unknown);
}

#[test]
fn a_sub_message_that_must_be_there_and_is_not_is_missing() {
    let kind = attribute(3, &[0, 0, 0, 1]);
    assert_eq!(
        Required::decode(&kind).unwrap_err().to_string(),
        "required.object: required, but absent"
    );
    assert_eq!(
        Optional::decode(&kind).unwrap_err().to_string(),
        "optional.object: required, but absent"
    );
}

/// The selector is in the set around, as in the expressions of nftables.
#[derive(NetlinkMessage, Clone, Copy, Debug)]
struct Inner<'a> {
    #[netlink(id = 1, selector = "kind")]
    data: Option<SubMessage<'a, Data<'a>>>,
}

#[derive(NetlinkMessage, Clone, Copy)]
#[netlink(debug)]
struct Outer<'a> {
    #[netlink(id = 1)]
    kind: Option<&'a BStr>,
    #[netlink(id = 2, multi)]
    all: List<'a, Inner<'a>>,
    #[netlink(id = 3)]
    one: Option<Nested<'a, Inner<'a>>>,
}

#[test]
fn a_selector_in_a_set_around_is_known_to_the_tables() {
    let data = Data::Vlan(VLAN);
    let inner = Inner { data: Some(SubMessage::from(&data)) };
    let all = [inner];
    let value =
        Outer { kind: Some("vlan".into()), all: List::new(&all), one: Some((&inner).into()) };
    let bytes = encoded(&value);
    let view = Outer::decode(&bytes).unwrap();
    let read = view.one.unwrap().get().unwrap().data.unwrap().get(view.kind).unwrap();
    assert_eq!(read, data);
    let text = format!("{view:?}");
    assert_eq!(text.matches("vlan { id: 7").count(), 2, "{text}");
}

#[derive(NetlinkMessage, Debug)]
#[netlink(sub_message)]
enum Closed {
    #[netlink(format = "only")]
    Only(u32),
}

#[derive(NetlinkMessage, Debug)]
struct Strict {
    #[netlink(id = 1)]
    kind: String,
    #[netlink(id = 2, selector = kind)]
    data: Option<Closed>,
}

#[test]
fn formats_without_a_variant_for_the_rest_refuse_what_they_do_not_know() {
    let bytes = |kind: &[u8]| [attribute(1, kind), attribute(2, &7u32.to_ne_bytes())].concat();
    let read = Strict::decode(&bytes(b"only\0")).unwrap();
    assert!(matches!(read.data, Some(Closed::Only(7))));
    assert_eq!(encoded(&read), bytes(b"only\0"), "a number is no nest");
    let error = Strict::decode(&bytes(b"else\0")).unwrap_err();
    assert_eq!(error.to_string(), "strict.data: \"else\" selects none of the formats");
}

#[test]
fn the_table_of_the_formats_has_their_names_and_a_view_can_be_kept() {
    let table = <Data<'_> as Formats<'_>>::TABLE;
    let names: Vec<_> = table.formats.iter().map(|format| format.selector).collect();
    assert_eq!((table.name, names), ("data", vec!["vlan", "dummy"]));
    assert_eq!(<OwnedData as Formats<'_>>::TABLE.name, "linkinfo-data");
    let kept: Owned<Linkinfo<'static>> = Owned::new(&vlan_by_the_family()).unwrap();
    let view = kept.get().unwrap();
    assert_eq!(view.data.unwrap().get(view.kind).unwrap(), Data::Vlan(VLAN));
    let kept: Owned<OwnedLinkinfo> = Owned::new(&vlan_by_the_family()).unwrap();
    assert_eq!(kept.get().unwrap().data, Some(OwnedData::Vlan(VLAN)));
}
