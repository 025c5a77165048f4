//! Ending what waits in another thread.

use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

use crate::sys;

/// Closes sockets from another thread: whatever waits on one of them returns
/// [`Error::Closed`](crate::Error::Closed), and so does everything that would receive after that.
/// Messages that were queued already are not read any more.
///
/// A closer is made first and handed to any number of sockets by
/// [`SocketOptions::closer`](crate::SocketOptions::closer); its clones close the same sockets. The
/// descriptors are closed when the sockets are dropped. netlink knows no `shutdown(2)`, so a
/// waiting socket polls an `eventfd(2)` besides its own descriptor; that costs one `poll(2)` for
/// each datagram that is not there yet.
///
/// ```
/// use netlink_runtime::{Closer, Error, SocketOptions};
/// use netlink_runtime::protocols;
///
/// let closer = Closer::new()?;
/// let options = SocketOptions::new().closer(&closer);
/// let mut socket = options.open_peer(protocols::USERSOCK)?;
/// let waiting = std::thread::spawn(move || socket.receive().map(drop));
/// closer.close();
/// assert!(matches!(waiting.join().unwrap(), Err(Error::Closed { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Closer(Arc<Shared>);

struct Shared {
    event: File,
    closed: AtomicBool,
}

impl Closer {
    /// A closer of no socket yet.
    ///
    /// # Errors
    /// Those of `eventfd(2)`.
    pub fn new() -> io::Result<Self> {
        let (event, closed) = (File::from(sys::event()?), AtomicBool::new(false));
        Ok(Self(Arc::new(Shared { event, closed })))
    }

    /// Closes the sockets, also those that are opened later. It never waits.
    pub fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        // Cannot fail: nobody reads, and the counter holds more than there can be closers.
        let _ = (&self.0.event).write(&1u64.to_ne_bytes());
    }

    /// Whether [`close`](Self::close) was called.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::SeqCst)
    }
}

/// Readable once closed.
impl AsFd for Closer {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.event.as_fd()
    }
}

impl fmt::Debug for Closer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closer").field("closed", &self.is_closed()).finish()
    }
}

/// The error of a call that a closer ended, inside of an `io::Error`.
#[derive(Debug)]
struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the socket was closed")
    }
}

impl std::error::Error for Closed {}

/// The error of a receive that a closer ended.
#[cold]
pub(crate) fn closed() -> io::Error {
    io::Error::other(Closed)
}

/// Whether an error is [`closed`]'s.
pub(crate) fn is_closed(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Closed>())
}
