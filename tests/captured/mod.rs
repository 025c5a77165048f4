//! One module per family, and what they share.

mod errors;
mod files;
mod mptcp_pm;
mod netdev;
mod nlctrl;

use core::fmt::Debug;

use netlink_runtime::Request;
use netlink_runtime::payload::{AttributeSet, Decode};
use netlink_runtime::wire::Writer;

use crate::agreement::agree;
use crate::byte_order::split;
use crate::tree::tree;

/// A request's attributes as we write them.
fn encoded(request: &impl Request) -> Vec<u8> {
    let mut writer = Writer::new();
    request.encode(&mut writer);
    assert_eq!(writer.take_fault(), None);
    writer.take_bytes()
}

/// The command of a request.
fn command<R: Request>(_: &R) -> u16 {
    R::COMMAND
}

/// Asserts that a program sent just what we would: the command, the version and the attributes,
/// whose order may differ. Sequence number and port are each program's own. Returns the
/// `NLM_F_*` flags that were sent.
fn same_request<'a, R: Request + AttributeSet + Decode<'a> + Debug>(
    ours: &R,
    captured: &'a [u8],
) -> u16 {
    let (header, generic, body) = split(captured);
    let theirs: R = agree(body);
    assert_eq!(tree(body, R::SCHEMA), tree(&encoded(ours), R::SCHEMA), "{theirs:?} {ours:?}");
    assert_eq!(u16::from(generic.command), R::COMMAND);
    assert_eq!(
        R::FAMILY.protocol,
        netlink_runtime::schema::Protocol::Generic { version: generic.version },
    );
    header.flags
}
