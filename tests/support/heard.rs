//! What the kernel tells unasked.

use core::time::Duration;

use netlink_runtime::{Event, Events, Messages};

/// The next notification.
///
/// Panics if none comes in ten seconds.
pub(crate) fn heard<M: Messages>(events: &mut Events<M>) -> M::At<'_> {
    match events.next_within(Duration::from_secs(10)).unwrap_or_else(|error| panic!("{error}")) {
        Some(Event::Message(message)) => message,
        Some(_) => panic!("messages were lost"),
        None => panic!("nothing was heard"),
    }
}
