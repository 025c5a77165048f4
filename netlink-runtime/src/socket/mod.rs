//! Blocking sockets.

mod dump;
mod exchange;
mod options;
mod resolve;
mod running;
#[cfg(test)]
mod tests;
mod transfer;

use core::fmt;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::time::Duration;

pub use dump::{DumpStream, OwnedDump};
pub use options::SocketOptions;

use crate::connection::Session;
use crate::error::{Error, Warning};
use crate::message::Request;
use crate::payload::View;
use crate::schema::Protocol;

/// The view of a request's answer, borrowed for `'a`.
pub type ReplyOf<'a, R> = <<R as Request>::Reply as View>::At<'a>;

/// A netlink socket: one descriptor, one protocol, one request at a time.
///
/// Programs that speak several protocols are better off with [`Netlink`](crate::Netlink), which
/// opens a socket for each. A socket stays in the network namespace that it was opened in.
pub struct Socket {
    fd: OwnedFd,
    protocol: u16,
    port: u32,
    timeout: Option<Duration>,
    late_reply: Duration,
    /// Messages were lost and the queue was not empty since.
    congested: bool,
    session: Session,
}

impl Socket {
    /// Opens a socket for a protocol: a [`Protocol`], or its number as of `NETLINK_*`.
    ///
    /// # Errors
    /// `EPROTONOSUPPORT` if the kernel has no such protocol, and those of `socket(2)` and
    /// `bind(2)`.
    pub fn open(protocol: impl Into<u16>) -> Result<Self, Error> {
        SocketOptions::new().open(protocol)
    }

    /// The number of the protocol.
    #[must_use]
    pub fn protocol(&self) -> u16 {
        self.protocol
    }

    /// The socket's address, which the kernel chose: `nl_pid`. It is no process id.
    #[must_use]
    pub fn port(&self) -> u32 {
        self.port
    }

    /// Sets how long to wait for an answer; `None` waits forever, as a new socket does.
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
    }

    /// What the kernel remarked on the last request or dump although it succeeded. Only requests
    /// that are acknowledged and dumps have remarks.
    #[must_use]
    pub fn last_warning(&self) -> Option<&Warning> {
        self.session.warning.as_deref()
    }

    /// How many datagrams were dropped because they came from another process and not from the
    /// kernel.
    #[must_use]
    pub fn foreign_messages(&self) -> u64 {
        self.session.connection.foreign()
    }

    /// How many messages of the kernel were skipped because no request waits for them: late
    /// answers, notifications.
    #[must_use]
    pub fn unclaimed_messages(&self) -> u64 {
        self.session.connection.unclaimed()
    }
}

/// Leaves out the messages, which may hold secrets.
impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket")
            .field("fd", &self.fd.as_raw_fd())
            .field("protocol", &self.protocol)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.fd.as_raw_fd()
    }
}

/// The number of the socket's protocol, `NETLINK_*`.
impl From<Protocol> for u16 {
    fn from(protocol: Protocol) -> Self {
        protocol.number()
    }
}
