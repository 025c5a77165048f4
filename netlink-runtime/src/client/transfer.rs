//! Datagrams in and out.

use std::io;

use super::Client;
use crate::connection::{Asked, Progress};
use crate::error::{Errno, Error};
use crate::transport::{Transport, Wait, is_closed};

/// What came of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Received {
    Datagram,
    /// Nothing came in time.
    Nothing,
}

impl<T: Transport> Client<T> {
    /// Sends the request that was prepared last.
    pub(super) async fn send(&mut self, asked: &Asked) -> Result<(), Error> {
        self.relieve(asked).await?;
        self.transport.endpoint().send(self.session.outgoing()).map_err(|source| {
            self.session.connection.withdraw(asked.sequence);
            io_error(asked, "send", source)
        })
    }

    /// Receives all that is queued if messages were lost: the kernel drops answers then until the
    /// queue has been empty once (`NETLINK_S_CONGESTED`).
    #[inline]
    pub(super) async fn relieve(&mut self, asked: &Asked) -> Result<(), Error> {
        if self.congested { self.drain(asked).await } else { Ok(()) }
    }

    #[cold]
    async fn drain(&mut self, asked: &Asked) -> Result<(), Error> {
        while self.congested {
            // The end of an abandoned dump may be among it; nothing else is awaited.
            while !matches!(self.session.advance(asked), Ok(Progress::Starved)) {}
            match self.receive(asked, false, Wait::Never).await {
                Ok(_) | Err(Error::Overrun { .. } | Error::Truncated { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Receives the next datagram of the kernel. With `keep`, the one at hand stays.
    ///
    /// # Errors
    /// `Overrun` if messages were lost before it.
    pub(super) async fn receive(
        &mut self,
        asked: &Asked,
        keep: bool,
        wait: Wait,
    ) -> Result<Received, Error> {
        loop {
            let senders = self.session.connection.senders;
            let inbox = &mut self.session.inbox;
            let received = self.transport.receive(wait, |endpoint, how| {
                if inbox.may_truncate(keep) {
                    let (length, sender) = endpoint.peek(how)?;
                    // No memory for strangers.
                    if senders.admit(&sender) {
                        inbox.reserve(keep, length)?;
                    }
                }
                endpoint.receive(inbox.room(keep), how)
            });
            match received.await {
                Ok(None) => {
                    self.congested = false;
                    return Ok(Received::Nothing);
                }
                Ok(Some((length, sender))) => {
                    if !self.session.connection.datagram_from(sender) {
                        continue;
                    }
                    if length > self.session.inbox.room(keep).len() {
                        return Err(Error::Truncated { operation: asked.operation, length });
                    }
                    self.session.inbox.fill(keep, length);
                    return Ok(Received::Datagram);
                }
                Err(error) if is(&error, Errno::ENOBUFS) => {
                    self.congested = true;
                    return Err(asked.overrun());
                }
                Err(source) => return Err(io_error(asked, "recvfrom", source)),
            }
        }
    }
}

fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.0)
}

/// The error of a system call made for a request.
#[cold]
pub(super) fn io_error(asked: &Asked, call: &'static str, source: io::Error) -> Error {
    if is_closed(&source) {
        return Error::Closed { operation: asked.operation };
    }
    Error::Io { operation: Some(asked.operation), call, source }
}
