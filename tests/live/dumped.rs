//! All messages of a dump, each checked for what must hold of any message.

use core::fmt::Debug;

use netlink_runtime::payload::{AttributeSet, Decode, Encode, Fixed, View};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Dump, Netlink, Owned, WithHeader};

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

/// The messages of a dump that have a fixed header.
pub(crate) fn dumped_with_header<R, H, A>(
    netlink: &mut Netlink,
    request: &R,
) -> Vec<Owned<R::Reply>>
where
    R: Dump<Reply = WithHeader<H, A>>,
    H: Fixed + Debug,
    A: for<'a> View<At<'a>: AttributeSet + Debug>,
{
    let messages = netlink.dump(request).expect("the kernel is asked").owned();
    let messages: Vec<_> = messages.collect::<Result<_, _>>().expect("the kernel answers");
    for message in &messages {
        agree_with_header::<H, A>(message.bytes());
    }
    messages
}

/// Proves of a message that it agrees behind its header, and that the header is written as it
/// came and printed.
fn agree_with_header<H, A>(body: &[u8])
where
    H: Fixed + Debug,
    A: for<'a> View<At<'a>: AttributeSet + Debug>,
{
    let (header, attributes) = body.split_at(H::SIZE.next_multiple_of(4));
    agree::<A::At<'_>>(attributes);
    let message = WithHeader::<H, A::At<'_>>::decode(body).expect("it was decoded");
    let mut writer = Writer::new();
    message.encode(&mut writer);
    assert_eq!(writer.bytes().get(..header.len()), Some(header), "{message:?}");
    assert!(format!("{message:?}").contains(&format!("{:?}", message.header)));
}
