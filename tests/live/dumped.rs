//! All messages of a dump, each checked for what must hold of any message.

use core::fmt::Debug;

use netlink_runtime::payload::{AttributeSet, View};
use netlink_runtime::{Dump, Netlink, Owned};

use crate::agreement::agree;

/// The messages of a dump.
pub(crate) fn dumped<R: Dump>(netlink: &mut Netlink, request: &R) -> Vec<Owned<R::Reply>>
where
    R::Reply: for<'a> View<At<'a>: AttributeSet + Debug>,
{
    let messages = netlink.dump(request).expect("the kernel is asked").owned();
    let messages: Vec<_> = messages.collect::<Result<_, _>>().expect("the kernel answers");
    for message in &messages {
        agree::<<R::Reply as View>::At<'_>>(message.bytes());
    }
    messages
}
