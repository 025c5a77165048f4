//! The words that the other files of the derive leave out: flags of other crates, C structs within
//! C structs, arrays, hints, padding, and what a short or a long payload is read as.

mod support;

use netlink_runtime::payload::{
    AttributeSet, Bitfield32, Decode, Fixed, Records, TypeValues, Unknown,
};
use netlink_runtime::schema::{Hint, Kind};
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct, Owned, WithHeader};
use support::{attribute, encoded};

/// `NLA_F_NESTED`.
const NEST: u16 = 0x8000;

/// What another crate may define: it knows nothing of netlink.
mod foreign {
    netlink_runtime::bitflags::bitflags! {
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub(crate) struct Access: u16 {
            const READ = 1;
            const WRITE = 0x100;
        }
    }
}

use foreign::Access;

#[derive(NetlinkMessage, Debug, PartialEq)]
struct ForeignFlags {
    #[netlink(id = 1, bitflags)]
    native: Option<Access>,
    #[netlink(id = 2, bitflags, be)]
    ordered: Access,
    #[netlink(id = 3, bitflags, multi, le)]
    many: Vec<Access>,
    #[netlink(id = 4, bitflags, packed, be)]
    packed: Vec<Access>,
    #[netlink(id = 5)]
    member: Option<Member>,
    #[netlink(id = 6, bitflags, default)]
    absent: Access,
}

#[derive(NetlinkStruct, Clone, Copy, Debug, PartialEq)]
struct Member {
    #[netlink(bitflags)]
    native: Access,
    #[netlink(bitflags, be)]
    ordered: Access,
}

#[test]
fn flags_of_another_crate_are_their_integer_and_keep_every_bit() {
    let all = Access::from_bits_retain(0x4101);
    let value = ForeignFlags {
        native: Some(Access::WRITE),
        ordered: all,
        many: vec![Access::READ],
        packed: vec![Access::READ, Access::WRITE],
        member: Some(Member { native: Access::READ, ordered: Access::WRITE }),
        absent: Access::default(),
    };
    let bytes = [
        attribute(1, &0x100u16.to_ne_bytes()),
        attribute(2, &[0x41, 1]),
        attribute(3, &[1, 0]),
        attribute(4, &[0, 1, 1, 0]),
        attribute(5, &[&1u16.to_ne_bytes()[..], &[1, 0]].concat()),
    ]
    .concat();
    let read = ForeignFlags::decode(&bytes).unwrap();
    assert_eq!(read, value);
    assert_eq!(encoded(&value), [bytes, attribute(6, &[0, 0])].concat());
}

#[derive(NetlinkEnum, Clone, Copy, Debug, PartialEq)]
#[repr(u16)]
enum Color {
    Red,
    #[netlink(other)]
    Other(u16),
}

#[derive(NetlinkStruct, Clone, Copy, Debug, PartialEq)]
struct Inner {
    #[netlink(be)]
    color: Color,
    word: [u8; 2],
}

#[derive(NetlinkStruct, Clone, Copy, Debug, PartialEq)]
struct Layout {
    #[netlink(be)]
    ports: [u16; 2],
    inner: Inner,
    all: [Inner; 2],
    byte: u8,
    #[netlink(pad)]
    pad: [u8; 3],
    #[netlink(le)]
    last: u32,
    address: std::net::Ipv4Addr,
}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Layouts {
    #[netlink(id = 1)]
    one: Option<Layout>,
    #[netlink(id = 2, packed)]
    many: Vec<Inner>,
    #[netlink(id = 3)]
    fixed: Option<[Inner; 1]>,
    #[netlink(id = 4)]
    bits: Option<Bitfield32>,
    #[netlink(id = 5, indexed)]
    indexed: Option<Vec<Inner>>,
}

const INNER: Inner = Inner { color: Color::Other(0x102), word: [3, 4] };
const INNER_BYTES: [u8; 4] = [1, 2, 3, 4];

fn layout() -> (Layout, Vec<u8>) {
    let value = Layout {
        ports: [80, 443],
        inner: INNER,
        all: [INNER, Inner { color: Color::Red, word: [5, 6] }],
        byte: 7,
        pad: [0; 3],
        last: 8,
        address: [192, 0, 2, 1].into(),
    };
    let bytes = [
        &[0, 80, 1, 187][..],
        &INNER_BYTES,
        &INNER_BYTES,
        &[0, 0, 5, 6],
        &[7, 0, 0, 0],
        &[8, 0, 0, 0],
        &[192, 0, 2, 1],
    ]
    .concat();
    (value, bytes)
}

#[test]
fn structs_hold_structs_and_arrays_of_them_as_c_lays_them_out() {
    let (one, layout_bytes) = layout();
    let value = Layouts {
        one: Some(one),
        many: vec![INNER, INNER],
        fixed: Some([INNER]),
        bits: Some(Bitfield32 { value: 1, selector: 3 }),
        indexed: Some(vec![INNER]),
    };
    let bytes = [
        attribute(1, &layout_bytes),
        attribute(2, &[INNER_BYTES, INNER_BYTES].concat()),
        attribute(3, &INNER_BYTES),
        attribute(4, &[1u32.to_ne_bytes(), 3u32.to_ne_bytes()].concat()),
        attribute(NEST | 5, &attribute(0, &INNER_BYTES)),
    ]
    .concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Layouts::decode(&bytes).unwrap(), value);
    assert_eq!(<Layout as Fixed>::SIZE, 28);
}

#[test]
fn a_short_struct_is_filled_with_zeros_and_a_long_one_is_cut() {
    let (value, bytes) = layout();
    let long = [&bytes[..], &[9; 8]].concat();
    assert_eq!(Layout::decode(&long).unwrap(), value);
    let short = Layout::decode(&bytes[..6]).unwrap();
    assert_eq!((short.ports, short.inner.color), ([80, 443], Color::Other(0x102)));
    assert_eq!((short.inner.word, short.last), ([0, 0], 0));
    assert_eq!(short.address, std::net::Ipv4Addr::UNSPECIFIED);
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
struct Deep {
    #[netlink(id = 1)]
    three: Option<Vec<([u16; 3], Leaf)>>,
}

#[derive(NetlinkMessage, Clone, Debug, PartialEq)]
struct Leaf {
    #[netlink(id = 1)]
    value: u8,
}

#[derive(NetlinkMessage)]
struct Borrowed<'a> {
    #[netlink(id = 1)]
    three: Option<TypeValues<'a, Leaf, 3>>,
}

#[test]
fn nests_whose_types_are_values_go_as_deep_as_the_type_says() {
    let leaf = attribute(NEST | 9, &attribute(1, &[5]));
    let bytes = attribute(NEST | 1, &attribute(NEST | 7, &attribute(NEST | 8, &leaf)));
    let value = Deep { three: Some(vec![([7, 8, 9], Leaf { value: 5 })]) };
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Deep::decode(&bytes).unwrap(), value);
    let view = Borrowed::decode(&bytes).unwrap();
    let entries: Vec<_> = view.three.unwrap().iter().map(Result::unwrap).collect();
    assert_eq!(Some(entries), value.three);
    assert_eq!(encoded(&view), bytes);
}

/// `struct rtnexthop`
#[derive(NetlinkStruct, Clone, Copy, Debug, Default, PartialEq)]
struct NextHop {
    length: u16,
    flags: u8,
    hops: u8,
    interface: i32,
}

#[derive(NetlinkMessage)]
struct Multipath<'a> {
    #[netlink(id = 9)]
    hops: Records<'a, WithHeader<NextHop, Leaf>>,
}

#[test]
fn records_say_their_own_length_and_are_headers_and_attributes() {
    let hop = |interface: i32, attributes: &[u8]| {
        let length = u16::try_from(8 + attributes.len()).unwrap();
        [&length.to_ne_bytes()[..], &[0, 1], &interface.to_ne_bytes(), attributes].concat()
    };
    let leaf = attribute(1, &[5]);
    let bytes = attribute(9, &[hop(3, &leaf), hop(4, &leaf)].concat());
    let view = Multipath::decode(&bytes).unwrap();
    let hops = view.hops.to_vec().unwrap();
    assert_eq!(hops.iter().map(|hop| hop.header.interface).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(hops[1].value, 5);
    assert_eq!(encoded(&view), bytes);
    assert_eq!(encoded(&Multipath { hops: Records::new(&hops) }), bytes);
}

const PAD: u16 = 9;

#[derive(NetlinkMessage)]
#[netlink(debug)]
struct Shown<'a> {
    #[netlink(id = 1, display = hex)]
    mask: u32,
    #[netlink(id = 2, display = ipv4, be)]
    address: u32,
    #[netlink(id = 3, display = mac)]
    link: &'a [u8],
    #[netlink(id = 4, display = uuid)]
    uuid: [u8; 16],
    #[netlink(id = PAD, pad)]
    _pad: (),
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[test]
fn a_value_is_shown_as_its_hint_says_and_padding_is_no_unknown_attribute() {
    let uuid: [u8; 16] = core::array::from_fn(|index| index as u8);
    let bytes = [
        attribute(PAD, &[]),
        attribute(1, &0xff00u32.to_ne_bytes()),
        attribute(2, &[192, 0, 2, 1]),
        attribute(3, &[2, 0, 0, 0, 0, 1]),
        attribute(4, &uuid),
        attribute(10, &[1]),
    ]
    .concat();
    let view = Shown::decode(&bytes).unwrap();
    assert_eq!(view.rest.iter().map(|one| one.id()).collect::<Vec<_>>(), [10]);
    assert_eq!(encoded(&view), bytes[4..], "padding is not sent");
    let text = format!("{view:?}");
    for shown in
        ["0xff00", "192.0.2.1", "02:00:00:00:00:01", "00010203-0405-0607-0809-0a0b0c0d0e0f"]
    {
        assert!(text.contains(shown), "{text}");
    }
    let kind = Shown::SCHEMA.attribute(1).unwrap().kind;
    assert!(matches!(kind, Kind::Scalar(scalar) if scalar.hint == Hint::Hex));
    assert!(matches!(Shown::SCHEMA.attribute(PAD).unwrap().kind, Kind::Pad));
}

#[derive(NetlinkMessage, Debug)]
struct Mixed<'a> {
    #[netlink(id = 1)]
    borrowed: &'a str,
    #[netlink(id = 2)]
    owned: String,
    #[netlink(id = 3)]
    bytes: Vec<u8>,
    #[netlink(id = 4)]
    boxed: Option<Box<Leaf>>,
}

#[test]
fn owned_and_borrowed_fields_of_one_struct_are_kept_beyond_the_buffer() {
    let kept = {
        let buffer = [
            attribute(1, b"a\0"),
            attribute(2, b"b\0"),
            attribute(3, &[1, 2]),
            attribute(NEST | 4, &attribute(1, &[7])),
        ]
        .concat();
        Owned::<Mixed<'static>>::new(&buffer).unwrap()
    };
    let view = kept.get().unwrap();
    assert_eq!((view.borrowed, view.owned.as_str(), &view.bytes[..]), ("a", "b", &[1, 2][..]));
    assert_eq!(view.boxed.unwrap().value, 7);
}
