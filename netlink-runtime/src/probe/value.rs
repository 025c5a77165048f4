//! A payload against the kernel's policy for it, checked as `validate_nla()` does.

use super::Fault;
use crate::error::{Policy, PolicyKind};
use crate::payload::{Bitfield32, Decode};
use crate::schema::{Excess, Kind, Limits, Scalar, Width};
use crate::wire::Attribute;

/// What is wrong about a payload; what is in a nest is not looked at.
pub(super) fn fault(policy: &Policy, payload: &[u8]) -> Option<Fault> {
    let number = |width: Width| number_fault(policy, width, payload);
    match policy.kind? {
        PolicyKind::Flag => size_fault(0, payload),
        PolicyKind::U8 => number(Width::U8),
        PolicyKind::U16 => number(Width::U16),
        PolicyKind::U32 => number(Width::U32),
        PolicyKind::U64 => number(Width::U64),
        PolicyKind::S8 => number(Width::S8),
        PolicyKind::S16 => number(Width::S16),
        PolicyKind::S32 => number(Width::S32),
        PolicyKind::S64 => number(Width::S64),
        PolicyKind::Uint => number(Width::Uint),
        PolicyKind::Sint => number(Width::Sint),
        PolicyKind::Binary => length_fault(policy, payload.len()),
        PolicyKind::String => text_fault(policy, payload),
        PolicyKind::NulString => text_fault(policy, payload)
            .or_else(|| (!payload.contains(&0)).then_some(Fault::Malformed)),
        PolicyKind::Bitfield32 => bitfield_fault(policy, payload),
        PolicyKind::Nested | PolicyKind::NestedArray => {
            (1..Attribute::HEADER_SIZE).contains(&payload.len()).then_some(Fault::Malformed)
        }
        PolicyKind::Invalid | PolicyKind::Other(_) => None,
    }
}

fn number_fault(policy: &Policy, width: Width, payload: &[u8]) -> Option<Fault> {
    match width.size() {
        Some(size) if payload.len() != size => return size_fault(size, payload),
        None if !matches!(payload.len(), 4 | 8) => return Some(Fault::Malformed),
        _ => {}
    }
    let (min, max, mask) = (policy.min, policy.max, policy.mask);
    let limits = Limits { min, max, mask, ..Limits::new() };
    limits.excess(&Kind::Scalar(Scalar::new(width)), payload).map(Fault::Beyond)
}

/// What is wrong about a length that must be this one.
fn size_fault(size: usize, payload: &[u8]) -> Option<Fault> {
    let length = payload.len();
    match length {
        _ if length < size => Some(Fault::Beyond(Excess::Short { length, min: size })),
        _ if length > size => Some(Fault::Beyond(Excess::Long { length, max: size })),
        _ => None,
    }
}

fn length_fault(policy: &Policy, length: usize) -> Option<Fault> {
    let bytes = |limit: Option<u32>| limit.and_then(|limit| usize::try_from(limit).ok());
    if let Some(min) = bytes(policy.min_length).filter(|min| length < *min) {
        return Some(Fault::Beyond(Excess::Short { length, min }));
    }
    let max = bytes(policy.max_length).filter(|max| length > *max)?;
    Some(Fault::Beyond(Excess::Long { length, max }))
}

/// A text has at least its NUL or a byte; one NUL at its end is not counted.
fn text_fault(policy: &Policy, payload: &[u8]) -> Option<Fault> {
    if payload.is_empty() {
        return Some(Fault::Beyond(Excess::Short { length: 0, min: 1 }));
    }
    length_fault(policy, payload.strip_suffix(&[0]).unwrap_or(payload).len())
}

fn bitfield_fault(policy: &Policy, payload: &[u8]) -> Option<Fault> {
    let size = size_fault(8, payload);
    if size.is_some() {
        return size;
    }
    let Bitfield32 { value, selector } = <Bitfield32 as Decode>::decode(payload).ok()?;
    let mask = policy.mask.unwrap_or(u64::MAX);
    let bits = u64::from(value | selector) & !mask;
    if bits != 0 {
        return Some(Fault::Beyond(Excess::Bits { bits, mask }));
    }
    (value & !selector != 0).then_some(Fault::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: PolicyKind) -> Policy {
        Policy { kind: Some(kind), ..Policy::default() }
    }

    fn text(policy: &Policy, payload: &[u8]) -> String {
        fault(policy, payload).map_or_else(String::new, |fault| fault.to_string())
    }

    #[test]
    fn a_number_has_its_size_and_range() {
        let policy = Policy { min: Some(-2), max: Some(3), ..of(PolicyKind::S16) };
        assert_eq!(text(&policy, &(-2i16).to_ne_bytes()), "");
        assert_eq!(text(&policy, &(-3i16).to_ne_bytes()), "is -3, but the least is -2");
        assert_eq!(text(&policy, &4i16.to_ne_bytes()), "is 4, but the greatest is 3");
        assert_eq!(text(&policy, &[0]), "has 1 bytes, but the least is 2");
        assert_eq!(text(&policy, &[0; 4]), "has 4 bytes, but the most is 2");
        let policy = Policy { mask: Some(6), ..of(PolicyKind::U32) };
        assert_eq!(text(&policy, &6u32.to_ne_bytes()), "");
        let bits = "has the bits 0x1, but only those of 0x6 may be set";
        assert_eq!(text(&policy, &7u32.to_ne_bytes()), bits);
    }

    #[test]
    fn a_number_of_either_size_has_4_bytes_or_8() {
        let policy = Policy { max: Some(9), ..of(PolicyKind::Uint) };
        assert_eq!([4, 6, 8].map(|size| text(&policy, &vec![0; size])), ["", "is malformed", ""]);
        assert_eq!(text(&policy, &10u64.to_ne_bytes()), "is 10, but the greatest is 9");
    }

    #[test]
    fn one_nul_at_the_end_of_a_text_is_not_counted() {
        let text_of_3 = Policy { max_length: Some(3), ..of(PolicyKind::String) };
        assert_eq!([&b"abc"[..], b"abc\0"].map(|bytes| text(&text_of_3, bytes)), ["", ""]);
        assert_eq!(text(&text_of_3, b"abcd\0"), "has 4 bytes, but the most is 3");
        assert_eq!(text(&text_of_3, b""), "has 0 bytes, but the least is 1");
        let with_nul = Policy { max_length: Some(3), ..of(PolicyKind::NulString) };
        assert_eq!(text(&with_nul, b"abc\0"), "");
        assert_eq!(text(&with_nul, b"abc"), "is malformed");
    }

    #[test]
    fn bytes_have_a_least_and_a_greatest_length_and_flags_have_none() {
        let policy = Policy { min_length: Some(2), max_length: Some(3), ..of(PolicyKind::Binary) };
        assert_eq!([2, 3].map(|length| text(&policy, &vec![0; length])), ["", ""]);
        assert_eq!(text(&policy, &[0]), "has 1 bytes, but the least is 2");
        assert_eq!(text(&policy, &[0; 4]), "has 4 bytes, but the most is 3");
        assert_eq!(text(&of(PolicyKind::Flag), &[0]), "has 1 bytes, but the most is 0");
    }

    #[test]
    fn bits_must_be_allowed_and_selected() {
        let policy = Policy { mask: Some(3), ..of(PolicyKind::Bitfield32) };
        let bits = |value: u32, selector: u32| {
            text(&policy, &[value.to_ne_bytes(), selector.to_ne_bytes()].concat())
        };
        assert_eq!(bits(1, 3), "");
        assert_eq!(bits(1, 2), "is malformed");
        assert_eq!(bits(0, 5), "has the bits 0x4, but only those of 0x3 may be set");
        assert_eq!(text(&policy, &[0; 7]), "has 7 bytes, but the least is 8");
    }

    #[test]
    fn a_nest_is_empty_or_has_room_for_an_attribute() {
        let nest = of(PolicyKind::Nested);
        assert_eq!([0, 3, 4].map(|length| text(&nest, &vec![0; length])), ["", "is malformed", ""]);
    }
}
