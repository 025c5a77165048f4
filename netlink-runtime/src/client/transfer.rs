//! Datagrams in and out.

use std::io;

use super::Client;
use crate::connection::{Asked, Loss};
use crate::error::{Errno, Error, OperationRef};
use crate::socket::Sender;
use crate::trace::{self, Span};
use crate::transport::{Transport, Wait, is_closed};

/// Why nothing was received.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// Messages were lost before what comes next.
    Overrun,
    /// The end of a datagram of this length was lost.
    Truncated(usize),
    /// A system call failed.
    Io(io::Error),
}

impl Trouble {
    /// The error, of an operation if one is under way.
    #[cold]
    pub(crate) fn into_error(self, operation: Option<OperationRef>) -> Error {
        let error = match self {
            Self::Overrun => Error::Overrun { operation },
            Self::Truncated(length) => Error::Truncated { operation, length },
            Self::Io(error) if is_closed(&error) => Error::Closed { operation },
            Self::Io(source) => Error::Io { operation, call: "recvfrom", source },
        };
        trace::failed(&Span::none(), &error);
        error
    }
}

/// So many datagrams of strangers are dropped when the time is over already: more than what was
/// queued then, so that who keeps sending cannot keep a socket waiting.
const STRANGERS: u32 = 1000;

/// What came of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Received {
    Datagram,
    /// Nothing came in time.
    Nothing,
}

impl<T: Transport> Client<T> {
    /// Sends the request that was prepared last, when there is room for its answer.
    pub(super) async fn send(&mut self, asked: &Asked) -> Result<(), Error> {
        self.relieve(asked).await?;
        self.transmit(asked)
    }

    /// Sends the request that was prepared last.
    pub(super) fn transmit(&mut self, asked: &Asked) -> Result<(), Error> {
        self.transport.endpoint().send(self.session.outgoing()).map_err(|source| {
            self.session.connection.withdraw(asked.sequence);
            io_error(asked, "send", source)
        })?;
        trace::sent(&asked.span, core::iter::once(asked.operation), self.session.outgoing());
        Ok(())
    }

    /// Receives all that is queued, if messages were lost: the kernel drops answers then until
    /// the queue has been empty once (`NETLINK_S_CONGESTED`); and if answers to requests in flight
    /// may fill it.
    #[inline]
    pub(super) async fn relieve(&mut self, asked: &Asked) -> Result<(), Error> {
        if self.session.is_queue_clear() { Ok(()) } else { self.take_in(asked.operation).await }
    }

    /// Receives all that is queued: answers to requests in flight, the end of an abandoned dump.
    #[cold]
    pub(super) async fn take_in(&mut self, operation: OperationRef) -> Result<(), Error> {
        loop {
            self.session.gather();
            match self.receive(false, Wait::Never).await {
                Ok(Received::Nothing) => return Ok(()),
                Ok(Received::Datagram) | Err(Trouble::Overrun | Trouble::Truncated(_)) => {}
                Err(trouble) => return Err(trouble.into_error(Some(operation))),
            }
        }
    }

    /// Receives the next datagram of the kernel. With `keep`, the one at hand stays.
    pub(crate) async fn receive(&mut self, keep: bool, wait: Wait) -> Result<Received, Trouble> {
        let (mut strangers, mut sender) = (0, Sender::default());
        loop {
            let senders = self.session.connection.senders;
            let inbox = &mut self.session.inbox;
            let received = self.transport.receive(wait, |endpoint, how| {
                if inbox.may_truncate(keep) {
                    let (length, stranger) = endpoint.peek(how)?;
                    // No memory for strangers.
                    if senders.admit(&stranger) {
                        inbox.reserve(keep, length)?;
                    }
                }
                let (length, told) = endpoint.receive(inbox.room(keep), how)?;
                sender = told;
                Ok(length)
            });
            match received.await {
                Ok(None) => {
                    self.session.note_empty();
                    return Ok(Received::Nothing);
                }
                Ok(Some(length)) => {
                    if !self.session.connection.datagram_from(sender) {
                        trace::foreign(self.protocol, self.port, &sender, length);
                        strangers += 1;
                        if strangers > STRANGERS && wait.is_over() {
                            return Ok(Received::Nothing);
                        }
                        continue;
                    }
                    if length > self.session.inbox.room(keep).len() {
                        self.session.note_loss(Loss::Truncated(length));
                        return Err(Trouble::Truncated(length));
                    }
                    self.session.inbox.fill(keep, length);
                    return Ok(Received::Datagram);
                }
                Err(error) if is(&error, Errno::ENOBUFS) => {
                    self.session.note_overrun();
                    trace::overrun(self.protocol);
                    return Err(Trouble::Overrun);
                }
                Err(source) => return Err(Trouble::Io(source)),
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
    asked.failed(Error::Io { operation: Some(asked.operation), call, source })
}
