//! Datagrams in and out.

use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use super::Socket;
use crate::connection::{Asked, Progress};
use crate::error::{Errno, Error};
use crate::sys::{self, Receive, Sender};

/// How long to wait for a datagram.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wait {
    Forever,
    Until(Instant),
    /// Not at all.
    Never,
}

impl Wait {
    /// From now on so long.
    pub(super) fn limit(timeout: Option<Duration>) -> Self {
        // What is beyond the clock's range is forever.
        timeout
            .and_then(|timeout| Instant::now().checked_add(timeout))
            .map_or(Self::Forever, Self::Until)
    }
}

/// What came of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Received {
    Datagram,
    /// Nothing came in time.
    Nothing,
}

impl Socket {
    /// Sends the request that was prepared last.
    pub(super) fn send(&mut self, asked: &Asked) -> Result<(), Error> {
        if self.congested {
            self.drain(asked)?;
        }
        self.send_bytes(self.session.outgoing()).map_err(|source| {
            self.session.connection.withdraw(asked.sequence);
            io_error(asked, "send", source)
        })
    }

    /// Receives all that is queued. After an overrun the kernel drops answers until the queue has
    /// been empty once (`NETLINK_S_CONGESTED`).
    #[cold]
    fn drain(&mut self, asked: &Asked) -> Result<(), Error> {
        while self.congested {
            // The end of an abandoned dump may be among it; nothing else is awaited.
            while !matches!(self.session.advance(asked), Ok(Progress::Starved)) {}
            match self.receive(asked, false, Wait::Never) {
                Ok(_) | Err(Error::Overrun { .. } | Error::Truncated { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    pub(super) fn send_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        loop {
            match sys::send(self.fd.as_fd(), bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => return other.map(drop),
            }
        }
    }

    /// Receives the next datagram of the kernel. With `keep`, the one at hand stays.
    ///
    /// # Errors
    /// `Overrun` if messages were lost before it.
    pub(super) fn receive(
        &mut self,
        asked: &Asked,
        keep: bool,
        wait: Wait,
    ) -> Result<Received, Error> {
        loop {
            match self.receive_any(keep, wait) {
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

    /// Receives a datagram of whatever sender.
    fn receive_any(&mut self, keep: bool, wait: Wait) -> io::Result<Option<(usize, Sender)>> {
        let how = if matches!(wait, Wait::Forever) { Receive::Wait } else { Receive::Now };
        loop {
            match self.try_receive(keep, how) {
                Ok(received) => return Ok(Some(received)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !self.is_readable(wait)? {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    #[inline]
    fn try_receive(&mut self, keep: bool, how: Receive) -> io::Result<(usize, Sender)> {
        if self.session.inbox.may_truncate(keep) {
            let (length, sender) = sys::peek(self.fd.as_fd(), how)?;
            // No memory for strangers.
            if sender.port == 0 {
                self.session.inbox.reserve(keep, length)?;
            }
        }
        sys::receive(self.fd.as_fd(), self.session.inbox.room(keep), how)
    }

    /// Waits for something to receive.
    fn is_readable(&self, wait: Wait) -> io::Result<bool> {
        let limit = match wait {
            Wait::Never => return Ok(false),
            Wait::Forever => None,
            Wait::Until(end) => match end.checked_duration_since(Instant::now()) {
                None | Some(Duration::ZERO) => return Ok(false),
                limit => limit,
            },
        };
        match sys::wait(self.fd.as_fd(), limit) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(true),
            // A limit beyond what poll takes is waited for in several turns.
            Ok(false) => Ok(limit.is_some_and(|limit| limit > POLL_LIMIT)),
            other => other,
        }
    }
}

/// More than `poll(2)` waits at once is at least this.
const POLL_LIMIT: Duration = Duration::from_millis(i32::MAX as u64);

fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.0)
}

/// The error of a system call made for a request.
#[cold]
pub(super) fn io_error(asked: &Asked, call: &'static str, source: io::Error) -> Error {
    Error::Io { operation: Some(asked.operation), call, source }
}
