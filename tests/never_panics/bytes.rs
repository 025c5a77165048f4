//! Bytes to decode.

use netlink_families::{mptcp_pm, netdev, nlctrl};
use netlink_runtime::wire::{GenericHeader, MessageHeader, Writer};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::fixture::load;

/// Any bytes at all.
pub(crate) fn arbitrary() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..200)
}

/// Attributes with right lengths, small ids and any content, nested up to six levels.
pub(crate) fn attributes() -> impl Strategy<Value = Vec<u8>> {
    let leaf = vec(any::<u8>(), 0..20);
    leaf.prop_recursive(6, 60, 6, |inner| {
        vec((0u16..20, any::<bool>(), inner), 0..6).prop_map(|attributes| {
            let mut writer = Writer::new();
            for (id, marked, payload) in attributes {
                let mark = if marked { writer.begin_nest(id) } else { writer.begin_attribute(id) };
                writer.extend(&payload);
                writer.end(mark);
            }
            writer.take_bytes()
        })
    })
}

/// A captured message with up to four things broken, or none.
pub(crate) fn broken_message() -> impl Strategy<Value = Vec<u8>> {
    let messages = captured();
    let damage = vec((any::<Index>(), damage()), 0..5);
    (any::<Index>(), damage).prop_map(move |(index, damages)| {
        let mut bytes = index.get(&messages).clone();
        for (place, damage) in damages {
            damage.inflict(&mut bytes, &place);
        }
        bytes
    })
}

/// The body of such a message.
pub(crate) fn broken_body() -> impl Strategy<Value = Vec<u8>> {
    broken_message().prop_map(|message| message.get(HEADERS..).unwrap_or_default().to_vec())
}

const HEADERS: usize = MessageHeader::SIZE + GenericHeader::SIZE;

/// All bytes that are worth decoding.
pub(crate) fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![1 => arbitrary(), 2 => attributes(), 4 => broken_body()]
}

pub(crate) fn captured() -> Vec<Vec<u8>> {
    [
        load("nlctrl_getfamily_reply", &nlctrl::FAMILY),
        load("nlctrl_getpolicy_reply", &nlctrl::FAMILY),
        load("netdev_dev_get_reply", &netdev::FAMILY),
        load("netdev_dev_get_error_range_uncapped", &netdev::FAMILY),
        load("mptcp_get_addr_dump_reply", &mptcp_pm::FAMILY),
        load("mptcp_add_addr6_request", &mptcp_pm::FAMILY),
    ]
    .concat()
}

/// Something that is done to bytes.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    Flip(u8),
    Truncate,
    /// A length or a type, most likely.
    Overwrite(u16),
    Repeat,
    Remove,
}

fn damage() -> impl Strategy<Value = Damage> {
    let length =
        prop_oneof![Just(0), Just(1), Just(3), Just(4), Just(5), Just(u16::MAX), any::<u16>()];
    prop_oneof![
        any::<u8>().prop_map(Damage::Flip),
        Just(Damage::Truncate),
        length.prop_map(Damage::Overwrite),
        Just(Damage::Repeat),
        Just(Damage::Remove),
    ]
}

impl Damage {
    fn inflict(&self, bytes: &mut Vec<u8>, place: &Index) {
        let at = place.index(bytes.len() + 1);
        let aligned = at & !3;
        match self {
            Self::Flip(bits) => bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= bits),
            Self::Truncate => bytes.truncate(at),
            Self::Overwrite(value) => {
                if let Some(field) = bytes.get_mut(aligned..aligned + 2) {
                    field.copy_from_slice(&value.to_ne_bytes());
                }
            }
            Self::Repeat => bytes.extend_from_within(aligned..),
            Self::Remove => drop(bytes.drain(aligned..(aligned + 4).min(bytes.len()))),
        }
    }
}
