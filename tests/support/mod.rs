//! What the tests of the derives share.

use netlink_runtime::payload::Encode;
use netlink_runtime::wire::Writer;

/// The bytes of one attribute: its header, and the payload with padding.
pub(crate) fn attribute(kind: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(4 + payload.len()).unwrap();
    let mut bytes = [length.to_ne_bytes(), kind.to_ne_bytes()].concat();
    bytes.extend(payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// The bytes that a value is written as.
pub(crate) fn encoded(value: &impl Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    assert_eq!(writer.take_fault(), None);
    writer.take_bytes()
}
