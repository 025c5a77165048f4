//! Requests and dumps over a socket, however it waits: what blocking sockets and those of async
//! runtimes have in common.

mod batch;
mod dump;
mod exchange;
mod flight;
mod listener;
mod mirror;
mod peering;
mod probe;
mod register;
mod resolve;
mod running;
mod transfer;
mod uevents;

use core::fmt;
use std::os::fd::{AsFd, AsRawFd};
use std::time::Duration;

pub use listener::Group;
pub(crate) use listener::{Came, Listener, family_of};
pub(crate) use mirror::Mirroring;
pub(crate) use peering::Peering;
pub(crate) use probe::Probed;
pub(crate) use running::{DumpState, Running};
pub(crate) use uevents::Hearing;

use crate::connection::Session;
use crate::message::Request;
use crate::payload::View;
use crate::sys;
use crate::transport::Transport;

/// The view of a request's answer, borrowed for `'a`.
pub type ReplyOf<'a, R> = <<R as Request>::Reply as View>::At<'a>;

/// A socket: a way to wait for its descriptor, and what is under way.
pub(crate) struct Client<T: Transport> {
    pub(crate) transport: T,
    pub(crate) protocol: u16,
    /// 0 as long as it was not asked for, or there is none.
    pub(crate) port: u32,
    pub(crate) timeout: Option<Duration>,
    /// How long an answer may come after the acknowledgement.
    pub(crate) late_reply: Duration,
    pub(crate) session: Session,
}

impl<T: Transport> Client<T> {
    /// The socket's address; 0 before it has one.
    pub(crate) fn port(&self) -> u32 {
        match self.port {
            0 => sys::port(self.transport.endpoint().as_fd()).unwrap_or_default(),
            port => port,
        }
    }
}

/// Leaves out the messages, which may hold secrets.
impl<T: Transport> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket")
            .field("fd", &self.transport.endpoint().as_fd().as_raw_fd())
            .field("protocol", &self.protocol)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
