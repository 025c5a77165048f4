//! Messages as bytes.

use crate::wire::{MessageHeader, align};

/// Changes the header of each message of a datagram, up to one whose length lies.
pub(super) fn edit_headers(datagram: &mut [u8], mut edit: impl FnMut(&mut MessageHeader)) {
    let mut rest = datagram;
    while let Some(mut header) = MessageHeader::parse(rest) {
        edit(&mut header);
        rest[..MessageHeader::SIZE].copy_from_slice(&header.to_bytes());
        let length = usize::try_from(header.length).unwrap_or(usize::MAX);
        if length < MessageHeader::SIZE || length > rest.len() {
            break;
        }
        let next = align(length).min(rest.len());
        rest = &mut rest[next..];
    }
}
