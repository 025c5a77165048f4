//! A dump under way.

use super::Client;
use super::transfer::{Received, io_error};
use crate::connection::{Asked, Progress};
use crate::error::Error;
use crate::payload::DecodeError;
use crate::transport::{Transport, Wait};

impl<T: Transport> Client<T> {
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
        self.transport.endpoint().send(&nothing).map_err(|source| io_error(asked, "send", source))
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

/// How far a dump is.
#[derive(Debug)]
pub(crate) struct DumpState {
    asked: Asked,
    /// Nothing was received yet.
    fresh: bool,
    end: End,
    over: bool,
    interrupted: bool,
    /// That it was interrupted is no error.
    tolerant: bool,
    /// What came next when an object was looked for.
    ahead: Option<Result<Progress, Error>>,
}

impl DumpState {
    pub(super) fn new(asked: Asked) -> Self {
        let (end, fresh, over) = (End::Ahead, true, false);
        Self { asked, end, fresh, over, interrupted: false, tolerant: false, ahead: None }
    }

    /// What follows the netlink headers of the object at hand.
    #[inline]
    pub(crate) fn body<'c, T: Transport>(&self, client: &'c Client<T>) -> Result<&'c [u8], Error> {
        let inbox = &client.session.inbox;
        self.asked.body(&inbox.current().header, inbox.payload(inbox.current()))
    }

    pub(crate) fn malformed(&self, error: DecodeError) -> Error {
        self.asked.malformed(error)
    }

    /// Gives up what was not received yet.
    pub(crate) fn abandon<T: Transport>(&self, client: &mut Client<T>) {
        client.session.connection.abandon(self.asked.sequence);
    }

    /// Goes to the next object, if there is one.
    #[inline]
    pub(crate) async fn next<T: Transport>(
        &mut self,
        client: &mut Client<T>,
    ) -> Result<bool, Error> {
        while !self.over {
            match self.advance(client) {
                Ok(Progress::Object) => {
                    self.fresh = false;
                    return Ok(true);
                }
                Ok(Progress::Starved) => {
                    let span = self.asked.span.clone();
                    span.within(self.receive(client)).await?;
                }
                Ok(Progress::Acknowledged) => self.over = true,
                Ok(Progress::Done { interrupted }) => return self.finish(interrupted),
                Err(error) => self.survive(client, error).await?,
            }
        }
        Ok(false)
    }

    /// What is next of what was received.
    #[inline]
    fn advance<T: Transport>(&mut self, client: &mut Client<T>) -> Result<Progress, Error> {
        match self.ahead.take() {
            Some(ahead) => ahead,
            None => client.session.advance(&self.asked),
        }
    }

    /// Goes to the next object if it was received already; what else is next is kept for
    /// [`next`](Self::next).
    #[inline]
    fn has_object<T: Transport>(&mut self, client: &mut Client<T>) -> bool {
        if self.over || self.ahead.is_some() {
            return false;
        }
        match client.session.advance(&self.asked) {
            Ok(Progress::Object) => {
                self.fresh = false;
                true
            }
            other => {
                self.ahead = Some(other);
                false
            }
        }
    }

    async fn receive<T: Transport>(&mut self, client: &mut Client<T>) -> Result<(), Error> {
        if self.end == End::Ahead && client.lacks_end(&self.asked) {
            self.end = End::Doubtful;
        }
        let wait = match self.end {
            End::Ahead => Wait::limit(client.timeout),
            End::Doubtful | End::Stalled => Wait::Never,
        };
        match (client.receive(false, wait).await, self.end) {
            (Ok(Received::Datagram), _) => Ok(()),
            (Ok(Received::Nothing), End::Stalled) => {
                self.end = End::Doubtful;
                client.restart_dump(&self.asked)
            }
            (Ok(Received::Nothing), End::Doubtful) => {
                self.over = true;
                client.session.connection.withdraw(self.asked.sequence);
                Ok(())
            }
            (Ok(Received::Nothing), End::Ahead) => {
                self.over = true;
                Err(self.asked.timeout())
            }
            (Err(trouble), _) => {
                let error = trouble.into_error(Some(self.asked.operation));
                self.survive(client, error).await
            }
        }
    }

    #[cold]
    fn finish(&mut self, interrupted: bool) -> Result<bool, Error> {
        self.over = true;
        self.interrupted = interrupted;
        if interrupted && !self.tolerant {
            let operation = self.asked.operation;
            return Err(self.asked.failed(Error::DumpInterrupted { operation }));
        }
        Ok(false)
    }

    /// Prepares to go on after an error, if one can.
    #[cold]
    async fn survive<T: Transport>(
        &mut self,
        client: &mut Client<T>,
        error: Error,
    ) -> Result<(), Error> {
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
                    && client.ask_again(&mut self.asked, &error).await?
                {
                    self.over = false;
                    return Ok(());
                }
            }
        }
        Err(error)
    }
}

/// A dump under way, without the type of its objects.
#[derive(Debug)]
pub(crate) struct Running<'s, T: Transport> {
    client: &'s mut Client<T>,
    state: DumpState,
}

impl<'s, T: Transport> Running<'s, T> {
    pub(super) fn new(client: &'s mut Client<T>, asked: Asked) -> Self {
        Self { client, state: DumpState::new(asked) }
    }

    /// What follows the netlink headers of the object at hand.
    #[inline]
    pub(crate) fn body(&self) -> Result<&[u8], Error> {
        self.state.body(self.client)
    }

    pub(crate) fn malformed(&self, error: DecodeError) -> Error {
        self.state.malformed(error)
    }

    pub(crate) fn is_interrupted(&self) -> bool {
        let connection = &self.client.session.connection;
        self.state.interrupted || connection.is_interrupted(self.state.asked.sequence)
    }

    /// That it is interrupted shall be no error.
    pub(crate) fn tolerate_interruption(&mut self) {
        self.state.tolerant = true;
    }

    /// Goes to the next object, if there is one.
    #[inline]
    pub(crate) async fn next(&mut self) -> Result<bool, Error> {
        self.state.next(self.client).await
    }

    /// Goes to the next object if it was received already, without a future.
    #[inline]
    pub(crate) fn has_object(&mut self) -> bool {
        self.state.has_object(self.client)
    }

    /// Goes to the end of an abandoned dump, whose objects are no events.
    pub(super) async fn skip(&mut self) -> Result<(), Error> {
        self.state.fresh = false;
        while !self.state.over {
            // How it went is nobody's concern any more, but without its end there is no going on.
            if let Err(error @ (Error::Timeout { .. } | Error::Io { .. })) = self.next().await {
                return Err(error);
            }
        }
        self.client.session.connection.withdraw(self.state.asked.sequence);
        Ok(())
    }
}

impl<T: Transport> Drop for Running<'_, T> {
    fn drop(&mut self) {
        self.state.abandon(self.client);
    }
}
