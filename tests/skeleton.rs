//! The test of a family, to be copied for a new one. Write your family's module, messages and
//! numbers where this has those of `mptcp_pm`; keep the three steps.
//!
//! 1. Capture an answer of the kernel, and what another program sends, as files
//!    (`tests/fixtures/README.md` says how), and assert on the values that you know are in them.
//! 2. Encode the same request and compare it with the capture. A round trip through our own code
//!    alone proves little: both directions can share a mistake.
//! 3. Ask the running kernel, in a network namespace of its own if anything changes.
//!
//! Add the family's views to `tests/never_panics/views.rs`, so that they are fed with broken
//! bytes, too.

#[path = "support/agreement.rs"]
mod agreement;
#[path = "support/byte_order.rs"]
mod byte_order;
#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tree.rs"]
mod tree;

use netlink_families::mptcp_pm::{Attr, FAMILY, GetLimits, SetLimits};
use netlink_runtime::payload::{AttributeSet, Encode};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Netlink, Request};

use agreement::agree;
use namespace::{in_namespace, skip};
use tree::tree;

/// What the netlink header and the generic header take; attributes start behind them.
const HEADERS: usize = 20;

#[test]
fn an_answer_of_the_kernel_is_read() {
    let message = fixture::load("mptcp_get_limits_reply", &FAMILY).remove(0);
    // Nothing unknown in it, printed by name, and the same when encoded again.
    let limits: Attr<'_> = agree(&message[HEADERS..]);
    assert_eq!((limits.rcv_add_addrs, limits.subflows), (Some(0), Some(2)));
}

#[test]
fn a_request_is_what_another_program_sends() {
    let theirs = fixture::load("mptcp_set_limits_request", &FAMILY).remove(0);
    let request = SetLimits { rcv_add_addrs: Some(2), subflows: Some(3), ..SetLimits::default() };
    let mut ours = Writer::new();
    request.encode(&mut ours);
    // As trees, since the order of attributes is each program's own.
    let set = SetLimits::SCHEMA;
    assert_eq!(tree(ours.bytes(), set), tree(&theirs[HEADERS..], set));
    assert_eq!(u16::from(theirs[16]), SetLimits::COMMAND);
}

#[test]
fn the_running_kernel_takes_the_request_and_answers() {
    in_namespace(|| {
        let mut netlink = Netlink::new();
        if let Err(error) = netlink.generic_family(FAMILY.name) {
            return skip(&error.to_string());
        }
        let request = SetLimits { subflows: Some(5), ..SetLimits::default() };
        netlink.request(&request).unwrap();
        let limits = netlink.request(&GetLimits::default()).unwrap();
        assert_eq!(limits.subflows, Some(5));
    });
}
