//! A dump under way.

use super::Socket;
use super::transfer::{Received, Wait, io_error};
use crate::connection::{Asked, Progress};
use crate::error::Error;
use crate::payload::DecodeError;

impl Socket {
    /// Whether the last object of a dump was not marked as one of many: then no `NLMSG_DONE` need
    /// come.
    fn lacks_end(&self, asked: &Asked) -> bool {
        self.session.connection.may_lack_end(asked.sequence)
    }

    /// Makes the kernel go on with a dump that it had no memory for: it tries again when
    /// something is received, so something must come.
    #[cold]
    fn restart_dump(&mut self, asked: &Asked) -> Result<(), Error> {
        let nothing = self.session.nothing();
        self.send_bytes(&nothing).map_err(|source| io_error(asked, "send", source))
    }
}

/// What is known of a dump's end. The kernel writes the next part of a dump while one is
/// received, so that an empty queue says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// `NLMSG_DONE` will come.
    Ahead,
    /// `NLMSG_DONE` may have been lost: if nothing is queued the dump is over.
    Doubtful,
    /// The kernel may have had no memory for the next part: if nothing is queued it must be made
    /// to try again.
    Stalled,
}

/// A dump without the type of its objects.
#[derive(Debug)]
pub(super) struct Running<'s> {
    socket: &'s mut Socket,
    asked: Asked,
    /// Nothing was received yet.
    fresh: bool,
    end: End,
    over: bool,
    interrupted: bool,
}

impl<'s> Running<'s> {
    pub(super) fn new(socket: &'s mut Socket, asked: Asked) -> Self {
        let (end, fresh, over, interrupted) = (End::Ahead, true, false, false);
        Self { socket, asked, end, fresh, over, interrupted }
    }

    /// What follows the netlink headers of the object at hand.
    #[inline]
    pub(super) fn body(&self) -> Result<&[u8], Error> {
        let inbox = &self.socket.session.inbox;
        self.asked.body(&inbox.current().header, inbox.payload(inbox.current()))
    }

    pub(super) fn malformed(&self, error: DecodeError) -> Error {
        self.asked.malformed(error)
    }

    pub(super) fn is_interrupted(&self) -> bool {
        let connection = &self.socket.session.connection;
        self.interrupted || connection.is_interrupted(self.asked.sequence)
    }

    /// Goes to the end of an abandoned dump, whose objects are no events.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        self.fresh = false;
        while !self.over {
            // How it went is nobody's concern any more, but without its end there is no going on.
            if let Err(error @ (Error::Timeout { .. } | Error::Io { .. })) = self.next() {
                return Err(error);
            }
        }
        self.socket.session.connection.withdraw(self.asked.sequence);
        Ok(())
    }

    /// Goes to the next object, if there is one.
    #[inline]
    pub(super) fn next(&mut self) -> Result<bool, Error> {
        while !self.over {
            match self.socket.session.advance(&self.asked) {
                Ok(Progress::Object) => {
                    self.fresh = false;
                    return Ok(true);
                }
                Ok(Progress::Starved) => self.receive()?,
                Ok(Progress::Acknowledged) => self.over = true,
                Ok(Progress::Done { interrupted }) => return self.finish(interrupted),
                Err(error) => self.survive(error)?,
            }
        }
        Ok(false)
    }

    fn receive(&mut self) -> Result<(), Error> {
        if self.end == End::Ahead && self.socket.lacks_end(&self.asked) {
            self.end = End::Doubtful;
        }
        let wait = match self.end {
            End::Ahead => Wait::limit(self.socket.timeout),
            End::Doubtful | End::Stalled => Wait::Never,
        };
        match (self.socket.receive(&self.asked, false, wait), self.end) {
            (Ok(Received::Datagram), _) => Ok(()),
            (Ok(Received::Nothing), End::Stalled) => {
                self.end = End::Doubtful;
                self.socket.restart_dump(&self.asked)
            }
            (Ok(Received::Nothing), End::Doubtful) => {
                self.over = true;
                self.socket.session.connection.withdraw(self.asked.sequence);
                Ok(())
            }
            (Ok(Received::Nothing), End::Ahead) => {
                self.over = true;
                Err(self.asked.timeout())
            }
            (Err(error), _) => self.survive(error),
        }
    }

    #[cold]
    fn finish(&mut self, interrupted: bool) -> Result<bool, Error> {
        self.over = true;
        self.interrupted = interrupted;
        if interrupted {
            return Err(Error::DumpInterrupted { operation: self.asked.operation });
        }
        Ok(false)
    }

    /// Prepares to go on after an error, if one can.
    #[cold]
    fn survive(&mut self, error: Error) -> Result<(), Error> {
        match error {
            Error::Overrun { .. } => self.end = End::Stalled,
            // The end may have been in what was dropped.
            Error::Decode { .. } | Error::Truncated { .. } if self.end == End::Ahead => {
                self.end = End::Doubtful;
            }
            Error::Decode { .. } | Error::Truncated { .. } => {}
            _ => {
                self.over = true;
                if core::mem::take(&mut self.fresh)
                    && self.socket.ask_again(&mut self.asked, &error)?
                {
                    self.over = false;
                    return Ok(());
                }
            }
        }
        Err(error)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.socket.session.connection.abandon(self.asked.sequence);
    }
}
