//! `#[derive(NetlinkMessage)]` on nests and lists, owned and borrowed, and the errors within them.

mod support;

use netlink_runtime::NetlinkMessage;
use netlink_runtime::bstr::{BStr, BString};
use netlink_runtime::payload::{
    Array, BigEndian, Decode, DecodeFault, List, Nested, TypeValues, Unknown,
};
use support::{attribute, encoded};

/// `NLA_F_NESTED`.
const NEST: u16 = 0x8000;

#[derive(NetlinkMessage, Clone, Debug, Default, PartialEq)]
#[netlink(name = "tree-attrs")]
struct Tree {
    #[netlink(id = 1)]
    leaf: u32,
    #[netlink(id = 2)]
    child: Option<Box<Self>>,
    #[netlink(id = 3, multi)]
    children: Vec<Tree>,
    #[netlink(id = 4, indexed)]
    indexed: Option<Vec<Tree>>,
}

fn leaf(leaf: u32) -> Tree {
    Tree { leaf, ..Tree::default() }
}

#[test]
fn owned_nests_may_hold_their_own_kind_in_a_box_and_in_lists() {
    let value = Tree {
        leaf: 1,
        child: Some(leaf(2).into()),
        children: vec![leaf(3), leaf(4)],
        indexed: Some(vec![leaf(5)]),
    };
    let nest = |leaf: u32| attribute(1, &leaf.to_ne_bytes());
    let bytes = [
        nest(1),
        attribute(NEST | 2, &nest(2)),
        attribute(NEST | 3, &nest(3)),
        attribute(NEST | 3, &nest(4)),
        attribute(NEST | 4, &attribute(NEST, &nest(5))),
    ]
    .concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Tree::decode(&bytes).unwrap(), value);
}

#[test]
fn nests_that_never_end_are_an_error_and_no_overflow_of_the_stack() {
    for (id, wrap) in [(2, false), (3, false), (4, true)] {
        let mut bytes = Vec::new();
        while bytes.len() < 65_000 {
            bytes = attribute(NEST | id, &if wrap { attribute(0, &bytes) } else { bytes });
        }
        let error = Tree::decode(&bytes).unwrap_err();
        assert!(error.to_string().contains("nests are deeper than 64"), "{error}");
    }
}

#[test]
fn a_missing_or_malformed_attribute_is_named_with_the_nests_around_it() {
    let missing = Tree::decode(&[]).unwrap_err();
    assert_eq!(missing.to_string(), "tree-attrs.leaf: required, but absent");
    assert_eq!(*missing.fault(), DecodeFault::Missing);
    let inner = attribute(1, &[1, 2]);
    let bytes = [attribute(1, &[0; 4]), attribute(NEST | 2, &inner)].concat();
    let malformed = Tree::decode(&bytes).unwrap_err();
    assert_eq!(malformed.to_string(), "tree-attrs.child.leaf: 2 bytes where at least 4 are needed");
}

#[derive(NetlinkMessage, Clone, Copy, Debug)]
struct Lazy<'a> {
    #[netlink(id = 1)]
    nest: Option<Nested<'a, Lazy<'a>>>,
    #[netlink(id = 2, multi)]
    names: List<'a, &'a BStr>,
    #[netlink(id = 3, multi)]
    ports: List<'a, u16, BigEndian>,
    #[netlink(id = 4, indexed)]
    indexed: Option<List<'a, u16, BigEndian>>,
    #[netlink(id = 5)]
    packed: Option<Array<'a, u16, BigEndian>>,
    #[netlink(id = 6)]
    policies: Option<TypeValues<'a, u32, 2>>,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[test]
fn lists_and_nests_that_borrow_are_read_when_asked_and_written_as_values() {
    let bytes = [
        attribute(2, b"a\0"),
        attribute(NEST | 1, &attribute(2, b"inner\0")),
        attribute(3, &[0, 80]),
        attribute(2, b"b\0"),
        attribute(3, &[1, 187]),
        attribute(NEST | 4, &[attribute(0, &[0, 1]), attribute(1, &[0, 2])].concat()),
        attribute(5, &[0, 3, 0, 4]),
        attribute(NEST | 6, &attribute(NEST | 7, &attribute(8, &9u32.to_ne_bytes()))),
    ]
    .concat();
    let view = Lazy::decode(&bytes).unwrap();
    assert_eq!(view.names.to_vec().unwrap(), ["a", "b"]);
    assert_eq!(view.nest.unwrap().get().unwrap().names.to_vec().unwrap(), ["inner"]);
    assert_eq!(view.ports.to_vec().unwrap(), [80, 443]);
    assert_eq!(view.indexed.unwrap().to_vec().unwrap(), [1, 2]);
    assert_eq!(view.packed.unwrap().iter().collect::<Vec<_>>(), [3, 4]);
    let policies: Vec<_> = view.policies.unwrap().iter().map(Result::unwrap).collect();
    assert_eq!(policies, [([7, 8], 9)]);

    let names: [&BStr; 3] = ["inner".into(), "a".into(), "b".into()];
    let inner = Lazy { names: List::new(&names[..1]), ..Lazy::decode(&[]).unwrap() };
    let value = Lazy {
        nest: Some(Nested::Value(&inner)),
        names: List::new(&names[1..]),
        ports: List::new(&[80, 443]),
        indexed: Some(List::new(&[1, 2])),
        packed: Some(Array::new(&[3, 4])),
        policies: Some(TypeValues::new(&[([7, 8], 9)])),
        rest: Unknown::default(),
    };
    assert_eq!(encoded(&value), encoded(&view));
}

#[derive(NetlinkMessage, Debug, PartialEq)]
struct Lists {
    #[netlink(id = 1, multi, be)]
    many: Vec<u16>,
    #[netlink(id = 2, indexed, be)]
    indexed: Option<Vec<u16>>,
    #[netlink(id = 3, packed, le)]
    packed: Vec<u32>,
    #[netlink(id = 4, multi)]
    names: Vec<BString>,
    #[netlink(id = 5)]
    policies: Option<Vec<([u16; 1], u32)>>,
}

#[test]
fn owned_lists_have_the_bytes_of_the_way_in_which_they_travel() {
    let value = Lists {
        many: vec![80, 443],
        indexed: Some(vec![1, 2]),
        packed: vec![5, 6],
        names: vec!["a".into()],
        policies: Some(vec![([7], 8)]),
    };
    let bytes = [
        attribute(1, &[0, 80]),
        attribute(1, &[1, 187]),
        attribute(NEST | 2, &[attribute(0, &[0, 1]), attribute(1, &[0, 2])].concat()),
        attribute(3, &[5, 0, 0, 0, 6, 0, 0, 0]),
        attribute(4, b"a\0"),
        attribute(NEST | 5, &attribute(7, &8u32.to_ne_bytes())),
    ]
    .concat();
    assert_eq!(encoded(&value), bytes);
    assert_eq!(Lists::decode(&bytes).unwrap(), value);
    let error = Lists::decode(&attribute(1, &[1])).unwrap_err();
    assert_eq!(error.to_string(), "lists.many: 1 bytes where at least 2 are needed");
}
