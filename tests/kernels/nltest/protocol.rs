//! Protocol 31, which no header names.

use core::time::Duration;

use netlink_runtime::bstr::BStr;
use netlink_runtime::{Error, Netlink, NetlinkMessage, SocketOptions};

use crate::inside;

/// A greeting, which is answered with a greeting.
#[derive(NetlinkMessage, Debug)]
#[netlink(protocol = 31, ty = 50, reply = Greeting<'_>, reply_ty = 50)]
struct Greeting<'a> {
    #[netlink(id = 1)]
    text: &'a BStr,
}

/// The kernel side sends a copy of the message back that still names the asking socket as its
/// sender.
#[test]
fn an_answer_that_does_not_name_the_kernel_as_its_sender_is_dropped_and_counted() {
    if !inside() {
        return;
    }
    let timeout = Duration::from_millis(200);
    let mut netlink = Netlink::with_options(SocketOptions::new().timeout(timeout));
    for count in 1..=2 {
        let error = netlink.request(&Greeting { text: BStr::new("hello") }).unwrap_err();
        assert!(matches!(error, Error::Timeout { .. }), "{error}");
        assert_eq!(netlink.foreign_messages(), count);
    }
}
