//! Nests that go as deep as bytes can.

use netlink_families::{mptcp_pm, netdev};
use netlink_runtime::schema::{
    Attribute, Described, Kind, Layout, Set, Struct, locate, locate_missing,
};
use netlink_runtime::wire::NESTED;

use crate::views::all_survive;

/// A set whose attributes hold the set itself, each in another way.
static ENDLESS: Set = Set::new(
    "endless",
    &[
        Attribute::new(1, "nest", Kind::Nest(&ENDLESS)),
        Attribute::new(2, "array", Kind::Indexed(&Kind::Nest(&ENDLESS))),
        Attribute::new(3, "value", Kind::TypeValue(2, &Kind::Nest(&ENDLESS))),
        Attribute::new(4, "list", Kind::Nest(&ENDLESS)).multi(),
        Attribute::new(5, "records", Kind::Records(&LENGTH, &ENDLESS)),
    ],
);

/// The header of a record that has nothing but its length.
static LENGTH: Struct = Struct::new("length", 4, &[]);

const LAYOUT: fn() -> Layout = || Layout { header: None, set: Some(&ENDLESS) };

/// Nothing but headers, each of which holds the rest: as many as the largest length can say.
fn headers(id: u16) -> Vec<u8> {
    let length = u16::MAX - 3;
    let header = |length: u16| [length.to_ne_bytes(), (id | NESTED).to_ne_bytes()].concat();
    (4..=length).step_by(4).rev().flat_map(header).collect()
}

#[test]
fn nests_within_nests_print_without_an_end_of_the_stack() {
    for id in 1..=5 {
        let bytes = headers(id);
        assert_eq!(bytes.len(), 65_532);
        let kind = Kind::Nest(&ENDLESS);
        let printed = Described::new(&kind, &bytes);
        let text = format!("{printed:?}");
        assert!(text.contains("0x"), "the innermost are bytes: {}", &text[..200]);
        assert!(!format!("{printed:#?}").is_empty());
        let json = serde_json::to_string(&printed).unwrap();
        assert!(json.contains("0x"), "the innermost are bytes: {}", &json[..200]);
    }
}

/// Also on a thread whose stack is a fraction of the usual one.
#[test]
fn the_innermost_of_16383_nests_is_located_on_a_small_stack() {
    let run = || {
        for id in 1..=5 {
            let bytes = headers(id);
            let path = locate(&bytes, &LAYOUT(), bytes.len() - 4).unwrap();
            assert_eq!(path.steps().count(), bytes.len() / 4, "{id}");
            assert!(path.to_string().len() > bytes.len() / 4);
            let missing = locate_missing(&bytes, &LAYOUT(), Some(bytes.len() - 4), 1);
            assert!(missing.is_some(), "{id}");
        }
    };
    std::thread::Builder::new().stack_size(128 * 1024).spawn(run).unwrap().join().unwrap();
}

#[test]
fn offsets_into_any_of_the_nests_are_located() {
    let bytes = headers(1);
    for offset in (0..bytes.len()).step_by(4001) {
        let path = locate(&bytes, &LAYOUT(), offset).unwrap();
        assert_eq!(path.steps().count(), offset / 4 + 1);
    }
}

#[test]
fn views_of_the_families_survive_nests_without_an_end() {
    for id in 1..=10 {
        all_survive(&headers(id));
    }
    let layout = &mptcp_pm::FAMILY.request(1).unwrap().layout;
    let path = locate(&headers(1), layout, 60_000).unwrap();
    assert_eq!(path.to_string(), "endpoint.addr.family");
    let layout = &netdev::FAMILY.request(10).unwrap().layout;
    let path = locate(&headers(8), layout, 60_000).unwrap();
    assert_eq!(path.to_string(), "queue.lease.#8");
}
