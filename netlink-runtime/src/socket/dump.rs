//! Dumps: a request and any number of objects.

use core::marker::PhantomData;

use super::Socket;
use super::transfer::{Received, Wait, io_error};
use crate::connection::{Asked, Message, Mode, Progress};
use crate::error::{Error, OperationRef};
use crate::message::{Dump, Owned};
use crate::payload::{Decode, View};

impl Socket {
    /// Asks for all objects. They are received as [`DumpStream::next`] is called; a dump that is
    /// dropped before its end costs the next one the reading of its rest.
    ///
    /// # Errors
    /// If the request cannot be sent. What the kernel says of it comes with the first object.
    pub fn dump<R: Dump>(&mut self, request: &R) -> Result<DumpStream<'_, R::Reply>, Error> {
        self.finish_abandoned_dump(OperationRef::of::<R>())?;
        let asked = self.ask(request, Mode::Dump)?;
        Ok(DumpStream { running: Running::new(self, asked), view: PhantomData })
    }

    /// Reads the rest of a dump that was dropped: the kernel runs one a socket (`EBUSY`).
    fn finish_abandoned_dump(&mut self, next: OperationRef) -> Result<(), Error> {
        while let Some(sequence) = self.session.connection.running_dump() {
            // Without a `Drop` that ran, as after `mem::forget`, it is not abandoned yet.
            self.session.connection.abandon(sequence);
            let asked = Asked { operation: next, mode: Mode::Dump, sequence, kind: 0 };
            let mut rest = Running::new(self, asked);
            rest.fresh = false;
            rest.skip()?;
        }
        Ok(())
    }

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

/// The objects of a dump, one by one.
///
/// An error that concerns one message only (it is [malformed](Error::Decode), say) does not end
/// the dump: [`next`](Self::next) goes on behind it.
#[derive(Debug)]
pub struct DumpStream<'s, V: View> {
    running: Running<'s>,
    view: PhantomData<fn() -> V>,
}

impl<'s, V: View> DumpStream<'s, V> {
    /// The next object, which borrows from the socket's buffer until the following call; `None`
    /// at the end.
    ///
    /// # Errors
    /// Those that concern one message, after which the dump goes on: [`Error::Decode`],
    /// [`Error::UnexpectedReply`], [`Error::Overrun`], [`Error::Truncated`]. Those that end it:
    /// [`Error::Kernel`], [`Error::Io`], [`Error::Timeout`], and [`Error::DumpInterrupted`],
    /// which takes the place of the first `None`.
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    #[inline]
    pub fn next(&mut self) -> Result<Option<V::At<'_>>, Error> {
        let Some(message) = self.running.next()? else {
            return Ok(None);
        };
        let asked = &self.running.asked;
        let body = self.running.body(&message)?;
        V::At::decode(body).map(Some).map_err(|error| asked.malformed(error))
    }

    /// The objects as an iterator of values that own their bytes.
    #[must_use]
    pub fn owned(self) -> OwnedDump<'s, V> {
        OwnedDump { dump: self }
    }

    /// Whether the kernel has said so far that what is dumped changed meanwhile
    /// (`NLM_F_DUMP_INTR`).
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.running.interrupted
            || self.running.socket.session.connection.is_interrupted(self.running.asked.sequence)
    }
}

/// The objects of a dump as an iterator; see [`DumpStream::owned`].
#[derive(Debug)]
pub struct OwnedDump<'s, V: View> {
    dump: DumpStream<'s, V>,
}

impl<V: View> Iterator for OwnedDump<'_, V> {
    type Item = Result<Owned<V>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let running = &mut self.dump.running;
        let message = match running.next() {
            Ok(message) => message?,
            Err(error) => return Some(Err(error)),
        };
        let object = running
            .body(&message)
            .and_then(|body| Owned::new(body).map_err(|error| running.asked.malformed(error)));
        Some(object)
    }
}

impl<V: View> core::iter::FusedIterator for OwnedDump<'_, V> {}

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
struct Running<'s> {
    socket: &'s mut Socket,
    asked: Asked,
    /// Nothing was received yet.
    fresh: bool,
    end: End,
    over: bool,
    interrupted: bool,
}

impl<'s> Running<'s> {
    fn new(socket: &'s mut Socket, asked: Asked) -> Self {
        let (end, fresh, over, interrupted) = (End::Ahead, true, false, false);
        Self { socket, asked, end, fresh, over, interrupted }
    }

    fn body(&self, message: &Message) -> Result<&[u8], Error> {
        self.asked.body(&message.header, self.socket.session.inbox.payload(message))
    }

    /// Goes to the end of an abandoned dump, whose objects are no events.
    fn skip(&mut self) -> Result<(), Error> {
        while !self.over {
            // How it went is nobody's concern any more, but without its end there is no going on.
            if let Err(error @ (Error::Timeout { .. } | Error::Io { .. })) = self.next() {
                return Err(error);
            }
        }
        self.socket.session.connection.withdraw(self.asked.sequence);
        Ok(())
    }

    #[inline]
    fn next(&mut self) -> Result<Option<Message>, Error> {
        while !self.over {
            match self.socket.session.advance(&self.asked) {
                Ok(Progress::Object(message)) => {
                    self.fresh = false;
                    return Ok(Some(message));
                }
                Ok(Progress::Starved) => self.receive()?,
                Ok(Progress::Acknowledged) => self.over = true,
                Ok(Progress::Done { interrupted }) => return self.finish(interrupted),
                Err(error) => self.survive(error)?,
            }
        }
        Ok(None)
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
    fn finish(&mut self, interrupted: bool) -> Result<Option<Message>, Error> {
        self.over = true;
        self.interrupted = interrupted;
        if interrupted {
            return Err(Error::DumpInterrupted { operation: self.asked.operation });
        }
        Ok(None)
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
                if core::mem::take(&mut self.fresh)
                    && self.socket.ask_again(&mut self.asked, &error)?
                {
                    return Ok(());
                }
                self.over = true;
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
