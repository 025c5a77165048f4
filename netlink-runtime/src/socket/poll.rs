//! Waiting for several sockets.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use crate::sys;

/// Waits until one of the descriptors is readable, at most so long, and says of each whether it
/// is: `poll(2)` for programs that have no other event loop. After `limit` none is.
///
/// A readable socket may have several messages: receive until there is none.
///
/// # Errors
/// Those of `poll(2)`; a signal is none.
pub fn poll(descriptors: &[BorrowedFd<'_>], limit: Option<Duration>) -> io::Result<Vec<bool>> {
    let end = limit.and_then(|limit| Instant::now().checked_add(limit));
    loop {
        let rest = end.map(|end| end.saturating_duration_since(Instant::now()));
        match sys::poll(descriptors, rest) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // What poll takes at once may be less than the limit.
            Ok(readable) if end.is_none_or(|end| Instant::now() < end) => {
                if readable.contains(&true) {
                    return Ok(readable);
                }
            }
            other => return other,
        }
    }
}
