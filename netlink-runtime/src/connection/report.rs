//! The payloads of `NLMSG_ERROR` and `NLMSG_DONE`.
//!
//! ```text
//! NLMSG_ERROR                                   NLMSG_DONE
//! 0       4                    20     n         0       4
//! +-------+--------------------+ - - -+ - - -+  +-------+ - - -+
//! | -errno| header of request  | body | attrs|  | -errno| attrs|
//! +-------+--------------------+ - - -+ - - -+  +-------+ - - -+
//! ```
//! The body of the request is left out under `NLM_F_CAPPED`; there are attributes only under
//! `NLM_F_ACK_TLVS`.

use crate::wire::{MessageHeader, align, array_at, flags, kinds};

const CODE_SIZE: usize = 4;

/// The code at the start, as it came: 0, or an `errno` with a minus.
pub(crate) fn code(payload: &[u8]) -> Option<i32> {
    array_at(payload, 0).map(i32::from_ne_bytes)
}

/// The `errno` of a code.
pub(crate) fn errno_of(code: i32) -> i32 {
    code.checked_abs().unwrap_or(i32::MAX)
}

/// The `errno` at the start; 0 is success.
pub(crate) fn errno(payload: &[u8]) -> Option<i32> {
    code(payload).map(errno_of)
}

/// The attributes of extended acknowledgement, `NLMSGERR_ATTR_*`; empty if there are none.
pub(crate) fn attributes<'a>(header: &MessageHeader, payload: &'a [u8]) -> &'a [u8] {
    if header.flags & flags::ACK_ATTRIBUTES == 0 {
        return &[];
    }
    let start = match header.kind {
        kinds::ERROR if header.flags & flags::CAPPED != 0 => CODE_SIZE + MessageHeader::SIZE,
        kinds::ERROR => match payload.get(CODE_SIZE..).and_then(MessageHeader::parse) {
            Some(request) => {
                let length = usize::try_from(request.length).unwrap_or(usize::MAX);
                align(length.max(MessageHeader::SIZE)).saturating_add(CODE_SIZE)
            }
            None => return &[],
        },
        _ => CODE_SIZE,
    };
    payload.get(start..).unwrap_or_default()
}
