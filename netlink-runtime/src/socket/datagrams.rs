//! Datagrams of whoever may send them, and what is not an answer to a request.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use super::open::failed;
use super::{Sender, Senders};
use crate::connection::Inbox;
use crate::error::{Errno, Error, OperationRef};
use crate::sys;
use crate::transport::{Blocking, Endpoint, Transport, Wait, is_closed, now};

/// A socket that receives whole datagrams.
pub(crate) struct Datagrams {
    pub(super) transport: Blocking,
    pub(super) protocol: u16,
    /// 0 as long as the socket has none.
    pub(super) port: u32,
    pub(super) timeout: Option<Duration>,
    pub(super) inbox: Inbox,
    pub(super) senders: Senders,
    /// How many datagrams were dropped because of their sender.
    pub(super) refused: u64,
}

impl Datagrams {
    /// The datagram that was received last.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.inbox.datagram()
    }

    /// How many datagrams were dropped because of their sender.
    pub(crate) fn refused(&self) -> u64 {
        self.refused
    }

    pub(crate) fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
    }

    pub(super) fn port(&self) -> u32 {
        match self.port {
            0 => sys::port(self.as_fd()).unwrap_or_default(),
            port => port,
        }
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        self.transport.endpoint()
    }

    pub(crate) fn into_fd(self) -> OwnedFd {
        self.transport.into_endpoint().into_fd()
    }

    pub(crate) fn join(&self, group: u32) -> Result<(), Error> {
        sys::join(self.as_fd(), group).map_err(failed("setsockopt"))
    }

    pub(super) fn leave(&self, group: u32) -> Result<(), Error> {
        sys::leave(self.as_fd(), group).map_err(failed("setsockopt"))
    }

    /// Waits for the next datagram; who sent it.
    ///
    /// # Errors
    /// [`Error::Overrun`] if messages were lost before it; [`Error::Timeout`].
    pub(crate) fn receive(&mut self, operation: OperationRef) -> Result<Sender, Error> {
        let wait = Wait::limit(self.timeout);
        self.receive_in(operation, wait)?.ok_or(Error::Timeout { operation })
    }

    /// The next datagram if there is one.
    pub(crate) fn try_receive(&mut self, operation: OperationRef) -> Result<Option<Sender>, Error> {
        self.receive_in(operation, Wait::Never)
    }

    fn receive_in(&mut self, operation: OperationRef, wait: Wait) -> Result<Option<Sender>, Error> {
        loop {
            let (inbox, senders) = (&mut self.inbox, self.senders);
            inbox.fill(false, 0);
            let received = now(self.transport.receive(wait, |endpoint, how| {
                if inbox.may_truncate(false) {
                    let (length, sender) = endpoint.peek(how)?;
                    // No memory for strangers.
                    if senders.admit(&sender) {
                        inbox.reserve(false, length)?;
                    }
                }
                endpoint.receive(inbox.room(false), how)
            }));
            match received {
                Ok(None) => return Ok(None),
                Ok(Some((_, sender))) if !senders.admit(&sender) => self.refused += 1,
                Ok(Some((length, sender))) => {
                    if length > inbox.room(false).len() {
                        return Err(Error::Truncated { operation, length });
                    }
                    inbox.fill(false, length);
                    return Ok(Some(sender));
                }
                Err(error) if is_closed(&error) => return Err(Error::Closed { operation }),
                Err(error) if error.raw_os_error() == Some(Errno::ENOBUFS.0) => {
                    return Err(Error::Overrun { operation });
                }
                Err(source) => {
                    let operation = Some(operation);
                    return Err(Error::Io { operation, call: "recvmsg", source });
                }
            }
        }
    }
}

impl AsFd for Datagrams {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.endpoint().as_fd()
    }
}
