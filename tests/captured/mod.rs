//! One module per family, and what they share.

mod errors;
mod files;
mod mptcp_pm;
mod netdev;
mod nlctrl;

use core::fmt::Debug;

use netlink_runtime::Request;
use netlink_runtime::payload::{AttributeSet, Decode};
use netlink_runtime::schema::Family;
use netlink_runtime::wire::{GenericHeader, MessageHeader, Writer};

use crate::agreement::agree;
use crate::fixture::load;
use crate::tree::tree;

/// The only message of a file.
fn load_one(name: &str, family: &Family) -> Vec<u8> {
    let mut messages = load(name, family);
    assert_eq!(messages.len(), 1, "{name}");
    messages.remove(0)
}

/// The headers of a message, and what follows them.
fn split(message: &[u8]) -> (MessageHeader, GenericHeader, &[u8]) {
    let header = MessageHeader::parse(message).expect("a header");
    let payload = &message[MessageHeader::SIZE..];
    let (generic, body) = GenericHeader::split(payload).expect("a generic header");
    (header, generic, body)
}

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
