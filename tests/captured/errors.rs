//! Refusals of the kernel, with the request repeated in them and without.

use netlink_families::{mptcp_pm, netdev};
use netlink_runtime::schema::{Described, Family, locate, locate_missing};
use netlink_runtime::wire::{Attribute, Attributes, MessageHeader, flags, kinds};

use super::load_one;
use crate::byte_order::EXTENDED_ACK;

const HEADERS: usize = 20;

/// A captured `NLMSG_ERROR`.
struct Refusal {
    errno: i32,
    /// The request without its headers, as far as it is repeated.
    body: Vec<u8>,
    attributes: Vec<u8>,
}

impl Refusal {
    fn load(name: &str, family: &Family) -> Self {
        let message = load_one(name, family);
        let header = MessageHeader::parse(&message).unwrap();
        assert_eq!(header.kind, kinds::ERROR);
        assert_ne!(header.flags & flags::ACK_ATTRIBUTES, 0);
        let (code, rest) = message[MessageHeader::SIZE..].split_first_chunk().unwrap();
        let request = MessageHeader::parse(rest).unwrap();
        let repeated = if header.flags & flags::CAPPED == 0 {
            request.length as usize
        } else {
            MessageHeader::SIZE
        };
        let body = rest[..repeated].get(HEADERS..).unwrap_or_default().to_vec();
        Self { errno: -i32::from_ne_bytes(*code), body, attributes: rest[repeated..].to_vec() }
    }

    fn attribute(&self, id: u16) -> Attribute<'_> {
        let mut attributes = Attributes::new(&self.attributes).map(Result::unwrap);
        attributes.find(|attribute| attribute.id() == id).unwrap()
    }

    fn number(&self, id: u16) -> usize {
        self.attribute(id).get::<u32>().unwrap() as usize
    }
}

const ERANGE: i32 = 34;
const EINVAL: i32 = 22;
const EBUSY: i32 = 16;

const RANGE: &str = "extended-ack { msg: \"integer out of range\", offs: 20, \
                     policy: policy { min-value-u: 1, max-value-u: 4294967295, type: 4 } }";

#[test]
fn the_offset_of_a_refused_attribute_is_its_path() {
    let layout = &netdev::FAMILY.request(1).unwrap().layout;
    let refusal = Refusal::load("netdev_dev_get_error_range_uncapped", &netdev::FAMILY);
    assert_eq!(refusal.errno, ERANGE);
    let kind = netlink_runtime::schema::Kind::Nest(&EXTENDED_ACK);
    assert_eq!(format!("{:?}", Described::new(&kind, &refusal.attributes)), RANGE);
    let path = locate(&refusal.body, layout, refusal.number(2) - HEADERS).unwrap();
    assert_eq!(path.to_string(), "dev.ifindex");
}

/// `NETLINK_CAP_ACK` leaves the request out and the attributes as they are.
#[test]
fn a_capped_refusal_says_the_same() {
    for fault in ["range", "missing"] {
        let name = |kind| format!("netdev_dev_get_error_{fault}_{kind}");
        let capped = Refusal::load(&name("capped"), &netdev::FAMILY);
        let uncapped = Refusal::load(&name("uncapped"), &netdev::FAMILY);
        assert_eq!(capped.errno, uncapped.errno);
        assert_eq!(capped.attributes, uncapped.attributes);
        assert_eq!(capped.body, []);
    }
}

#[test]
fn a_missing_attribute_is_named() {
    let layout = &netdev::FAMILY.request(1).unwrap().layout;
    let refusal = Refusal::load("netdev_dev_get_error_missing_uncapped", &netdev::FAMILY);
    assert_eq!((refusal.errno, refusal.body.len()), (EINVAL, 0));
    let id = u16::try_from(refusal.number(5)).unwrap();
    let path = locate_missing(&refusal.body, layout, None, id).unwrap();
    assert_eq!(path.to_string(), "dev.ifindex");
}

/// Offsets into each attribute of the request that the kernel repeats.
#[test]
fn every_offset_of_a_nested_request_leads_to_its_attribute() {
    let layout = &mptcp_pm::FAMILY.request(1).unwrap().layout;
    let refusal = Refusal::load("mptcp_add_addr_error_uncapped", &mptcp_pm::FAMILY);
    assert_eq!(refusal.errno, EBUSY);
    let text = refusal.attribute(1).get::<String>().unwrap();
    assert_eq!(text, "too many addresses or duplicate one: -16");

    let path = |offset| locate(&refusal.body, layout, offset).map(|path| path.to_string());
    let at = |starts: core::ops::Range<usize>, name: &str| {
        for offset in starts {
            assert_eq!(path(offset).as_deref(), Some(name), "{offset}");
        }
    };
    at(0..4, "endpoint.addr");
    at(4..9, "endpoint.addr.id");
    at(12..20, "endpoint.addr.flags");
    at(20..26, "endpoint.addr.family");
    at(28..36, "endpoint.addr.addr4");
    assert_eq!(path(36), None);
}
