//! Generated code depends on nothing around it: no prelude, no name in scope, no name of the
//! runtime crate; and no legal name of a spec breaks it.
#![no_implicit_prelude]
#![allow(dead_code, reason = "the names are there to be in the way")]

/// Everything that generated code might be tempted to name, each meaning something else.
mod shadowed {
    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct Vec;
    pub(super) struct String;
    pub(super) struct Box;
    pub(super) trait Default {}
    pub(super) trait Clone {}
    pub(super) trait Debug {}
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod rt {}
    pub(super) mod netlink_runtime {}
}

/// The runtime under another name.
mod renamed {
    pub(super) use ::netlink_runtime::*;
}

mod family {
    #[allow(unused_imports, reason = "they are in the way, and nobody uses them")]
    use super::shadowed::*;

    ::netlink_runtime::netlink_family!(pub(super) mod hygiene = "tests/specs/hygiene.yaml", crate = crate::renamed);

    #[allow(non_upper_case_globals, reason = "named like locals of generated code")]
    const payload: u16 = 1;
    #[allow(non_upper_case_globals, reason = "named like locals of generated code")]
    const out: u16 = 2;

    #[derive(::netlink_runtime::NetlinkMessage)]
    #[netlink(crate = crate::renamed, debug)]
    pub(super) struct Derived<'buffer> {
        #[netlink(id = 1)]
        pub(super) r#type: u32,
        #[netlink(id = 2)]
        pub(super) name: ::core::option::Option<&'buffer crate::renamed::bstr::BStr>,
        #[netlink(id = 3, multi)]
        pub(super) list: ::std::vec::Vec<u16>,
        #[netlink(id = 4, be)]
        pub(super) port: ::core::option::Option<u16>,
        #[netlink(unknown)]
        pub(super) rest: crate::renamed::payload::Unknown<'buffer>,
    }
}

use ::core::assert_eq;
use ::core::convert::{From, Into};
use ::core::default::Default;
use ::core::option::Option::Some;
use ::netlink_runtime::payload::{Decode, Encode, Nested};
use ::netlink_runtime::wire::Writer;
use ::std::format;
use ::std::string::ToString;
use ::std::vec::Vec;
use family::hygiene;

fn bytes(message: &impl Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    message.encode(&mut writer);
    writer.take_bytes()
}

#[test]
fn a_spec_of_clashing_names_is_written_and_read() {
    let inner = hygiene::SelfAttrs { r#box: Some(3), ..Default::default() };
    let set = hygiene::OptionAttrs {
        self_: Some(hygiene::OptionEnum::_6rd),
        r#type: Some(hygiene::ResultFlags::SELF | hygiene::ResultFlags::ALL),
        _6rd: true,
        unknown: Some(Nested::from(&inner)),
        a_b: Some(1),
        a_b_: Some(2),
        ..Default::default()
    };
    let wire = bytes(&set);
    let read = hygiene::OptionAttrs::decode(&wire).unwrap();
    assert_eq!(read.self_, Some(hygiene::OptionEnum::_6rd));
    assert_eq!(read.unknown.unwrap().get().unwrap().r#box, Some(3));
    assert_eq!((read.a_b, read.a_b_, read._6rd), (Some(1), Some(2), true));
    let text = format!("{read:?}");
    assert_eq!(
        text,
        "option { self: 6rd, type: self | all, 6rd: true, unknown: self { box: 3 }, a-b: 1, \
         a--b: 2 }"
    );
}

#[test]
fn enums_keep_their_own_names_beside_the_catch_all() {
    assert_eq!(hygiene::OptionEnum::Other_.to_string(), "other");
    assert_eq!(hygiene::OptionEnum::Other(77).to_string(), "77");
    assert_eq!(hygiene::OptionEnum::Self_.to_string(), "self");
}

#[test]
fn a_derived_struct_needs_nothing_in_scope() {
    let derived = family::Derived {
        r#type: 5,
        name: Some("lo".into()),
        list: ::std::vec![1, 2],
        port: Some(0x1f90),
        rest: Default::default(),
    };
    let wire = bytes(&derived);
    let text = format!("{:?}", family::Derived::decode(&wire).unwrap());
    assert_eq!(text, r#"derived { type: 5, name: "lo", list: 1, list: 2, port: 8080 }"#);
}
