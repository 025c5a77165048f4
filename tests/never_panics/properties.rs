//! The properties, each for many bytes.

use netlink_families::netdev::XskInfo;
use netlink_families::rt_route::{RouteAttrs, Rtnexthop};
use netlink_runtime::WithHeader;
use netlink_runtime::payload::{Decode, Encode, Records};
use netlink_runtime::schema::{locate, locate_missing};
use netlink_runtime::wire::{Attributes, GenericHeader, MessageHeader, Messages, Writer};
use proptest::prelude::*;

use crate::bytes::{any_body, arbitrary, attributes, broken_message, captured};
use crate::views::{FAMILIES, all_message_sets_survive, all_survive};

/// Whether the lengths of all attributes, their padding included, are right.
fn is_framed(bytes: &[u8]) -> bool {
    bytes.len().is_multiple_of(4) && Attributes::new(bytes).all(|attribute| attribute.is_ok())
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_view_survives_any_bytes(body in any_body()) {
        all_survive(&body);
    }

    #[test]
    fn every_enum_of_messages_survives_any_bytes(
        command in prop_oneof![0u16..20, any::<u16>()],
        flags in any::<u16>(),
        body in any_body(),
    ) {
        all_message_sets_survive(command, flags, &body);
    }

    #[test]
    fn any_offset_of_any_request_has_a_path_or_none(
        body in any_body(),
        offset in prop_oneof![0usize..200, any::<usize>()],
        id in any::<u16>(),
    ) {
        for operation in FAMILIES.iter().flat_map(|family| family.operations) {
            let set = operation.layout.set.unwrap().whole_name();
            if let Some(path) = locate(&body, &operation.layout, offset) {
                let text = path.to_string();
                prop_assert!(text.starts_with(set), "{} {}", set, text);
                prop_assert!(offset < body.len());
            }
            let missing = locate_missing(&body, &operation.layout, Some(offset), id);
            if let Some(path) = missing {
                prop_assert!(!path.is_empty() && path.to_string().starts_with(set));
            }
        }
    }

    /// `xsk-info` has no attributes, so all are unknown: they go back as they came, marks
    /// included.
    #[test]
    fn attributes_that_a_view_does_not_know_are_sent_back_as_they_came(
        bytes in attributes().prop_filter("attributes", |bytes| is_framed(bytes)),
    ) {
        let view = XskInfo::decode(&bytes).unwrap();
        let mut writer = Writer::new();
        view.encode(&mut writer);
        prop_assert_eq!(writer.bytes(), bytes);
    }

    #[test]
    fn the_messages_of_any_datagram_come_to_an_end(
        datagram in prop_oneof![arbitrary(), broken_message()],
    ) {
        let mut messages = Messages::new(&datagram);
        let found: Vec<_> = messages.by_ref().collect();
        prop_assert!(messages.next().is_none());
        prop_assert!(found.iter().rev().skip(1).all(Result::is_ok), "an error is the last");
        let read = found.iter().flatten().map(|message| MessageHeader::SIZE + message.payload.len());
        prop_assert!(read.sum::<usize>() <= datagram.len());
        for message in found.into_iter().flatten() {
            prop_assert_eq!(MessageHeader::parse(&message.header.to_bytes()), Some(message.header));
            if let Some((header, rest)) = GenericHeader::split(message.payload) {
                prop_assert_eq!(rest.len() + GenericHeader::SIZE, message.payload.len());
                prop_assert_eq!(&header.to_bytes()[..2], &message.payload[..2]);
            }
        }
    }

    #[test]
    fn the_records_of_any_bytes_come_to_an_end_and_go_back_as_they_came(bytes in any_body()) {
        let records = Records::<WithHeader<Rtnexthop, RouteAttrs<'_>>>::decode(&bytes).unwrap();
        let mut iter = records.iter();
        let found = iter.by_ref().count();
        prop_assert!(iter.next().is_none() && found <= bytes.len().div_ceil(4));
        let printed = format!("{records:?}");
        prop_assert!(printed.starts_with('['));
        let mut writer = Writer::new();
        records.encode(&mut writer);
        prop_assert_eq!(writer.bytes(), bytes);
    }

    #[test]
    fn the_attributes_of_any_bytes_come_to_an_end(bytes in any_body()) {
        let mut attributes = Attributes::new(&bytes);
        let found: Vec<_> = attributes.by_ref().collect();
        prop_assert!(attributes.next().is_none());
        prop_assert!(found.iter().rev().skip(1).all(Result::is_ok), "an error is the last");
        prop_assert!(found.len() <= bytes.len().div_ceil(4));
    }
}

/// The properties would hold of bytes that are all refused, too; those captured are not.
#[test]
fn captured_messages_are_decoded_before_anything_is_broken() {
    let bodies: Vec<_> = captured().iter().map(|message| message[20..].to_vec()).collect();
    let decoded = |body: &&Vec<u8>| {
        netlink_families::nlctrl::CtrlAttrs::decode(body).is_ok()
            || netlink_families::mptcp_pm::Attr::decode(body).is_ok()
    };
    assert!(bodies.iter().filter(decoded).count() > bodies.len() * 9 / 10);
}
