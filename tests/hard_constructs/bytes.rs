//! Bytes that the project did not make, and what they are compared with.

use netlink_runtime::payload::{AttributeSet, Decode, Encode};
use netlink_runtime::wire::Writer;

use crate::tree::tree;

/// The body of a captured message: what follows the netlink header. In the byte order of the
/// machine it was captured on; on others there is none.
pub(crate) fn captured(text: &str) -> Option<Vec<u8>> {
    if cfg!(target_endian = "big") {
        crate::namespace::skip("captured on a little-endian machine");
        return None;
    }
    let digits = text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let byte = |pair: &str| u8::from_str_radix(pair, 16).expect("two hexadecimal digits");
    Some(digits.map(byte).skip(16).collect())
}

/// The bytes of one attribute: its header, and the payload with padding.
pub(crate) fn attribute(kind: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(4 + payload.len()).unwrap();
    let mut bytes = [length.to_ne_bytes(), kind.to_ne_bytes()].concat();
    bytes.extend(payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// An attribute that holds attributes, marked as a nest.
pub(crate) fn nest(kind: u16, attributes: &[Vec<u8>]) -> Vec<u8> {
    attribute(kind | 0x8000, &attributes.concat())
}

/// The bytes that a value is written as.
pub(crate) fn encoded<F>(value: &impl Encode<F>) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    assert_eq!(writer.take_fault(), None);
    writer.take_bytes()
}

/// Decodes attributes, and proves that encoding the view gives exactly these bytes again.
pub(crate) fn both_ways<'a, T: Decode<'a> + Encode>(bytes: &'a [u8]) -> T {
    let view = T::decode(bytes).unwrap_or_else(|error| panic!("{error}: {bytes:02x?}"));
    assert_eq!(encoded(&view), bytes);
    view
}

/// Proves that a value of ours is written as the same attributes as these bytes; their order and
/// whether nests are marked is each program's own.
pub(crate) fn same_attributes<T: Encode + AttributeSet>(ours: &T, theirs: &[u8]) {
    assert_eq!(tree(&encoded(ours), T::SCHEMA), tree(theirs, T::SCHEMA));
}
