//! One request and its answer.

use super::transfer::{Received, Trouble};
use super::{Client, ReplyOf};
use crate::connection::{Asked, Message, Mode, Progress};
use crate::error::{Error, OperationRef};
use crate::message::{Request, Single};
use crate::payload::Decode;
use crate::trace::Span;
use crate::transport::{Transport, Wait};

impl<T: Transport> Client<T> {
    /// Sends a request and waits for the answer, or the acknowledgement.
    #[inline]
    pub(crate) async fn request<R: Single>(
        &mut self,
        request: &R,
    ) -> Result<ReplyOf<'_, R>, Error> {
        let mode = if R::HAS_REPLY { Mode::Reply } else { Mode::Ack };
        let (asked, message) = self.exchange(request, mode).await?;
        let body = match message {
            Some(message) => asked.body(&message.header, self.session.inbox.payload(&message))?,
            None if R::HAS_REPLY => return Err(asked.no_reply()),
            None => &[],
        };
        <ReplyOf<'_, R>>::decode(body).map_err(|error| asked.malformed(error))
    }

    /// Sends a request to which the kernel may or may not answer, and waits for the
    /// acknowledgement.
    pub(crate) async fn request_optional<R: Single>(
        &mut self,
        request: &R,
    ) -> Result<Option<ReplyOf<'_, R>>, Error> {
        let (asked, message) = self.exchange(request, Mode::ReplyAndAck).await?;
        let Some(message) = message else {
            return Ok(None);
        };
        let body = asked.body(&message.header, self.session.inbox.payload(&message))?;
        <ReplyOf<'_, R>>::decode(body).map(Some).map_err(|error| asked.malformed(error))
    }

    #[inline]
    async fn exchange<R: Request>(
        &mut self,
        request: &R,
        mode: Mode,
    ) -> Result<(Asked, Option<Message>), Error> {
        let kind = self.kind_of(OperationRef::of::<R>(), R::COMMAND).await?;
        let mut asked = self.ask(request, mode, kind).await?;
        let answer = match asked.span.within(self.answer(&asked)).await {
            Err(error) if self.ask_again(&mut asked, &error).await? => {
                asked.span.within(self.answer(&asked)).await
            }
            answer => answer,
        };
        // Every other end is noticed as it comes.
        if mode == Mode::ReplyAndAck || answer.is_err() {
            self.session.connection.abandon(asked.sequence);
        }
        Ok((asked, answer?))
    }

    /// Sends a request, as a message of type `kind`.
    pub(super) async fn ask<R: Request>(
        &mut self,
        request: &R,
        mode: Mode,
        kind: u16,
    ) -> Result<Asked, Error> {
        let mut asked = self.session.prepare(request, mode, kind)?;
        asked.span = Span::request(&asked, self.protocol, self.port);
        self.send(&asked).await?;
        Ok(asked)
    }

    /// Waits for the answer to a request.
    pub(super) async fn answer(&mut self, asked: &Asked) -> Result<Option<Message>, Error> {
        let mut wait = Wait::limit(self.timeout);
        let (mut acknowledged, mut overrun) = (false, false);
        let mut reply = None;
        loop {
            match self.session.advance(asked)? {
                Progress::Object => {
                    let message = self.session.inbox.current();
                    if asked.mode == Mode::Reply || acknowledged {
                        return Ok(Some(message.clone()));
                    }
                    reply.get_or_insert_with(|| message.clone());
                }
                Progress::Acknowledged if asked.mode == Mode::ReplyAndAck && reply.is_none() => {
                    acknowledged = true;
                    wait = Wait::limit(Some(self.late_reply));
                }
                Progress::Acknowledged | Progress::Done { .. } => return Ok(reply),
                Progress::Starved => match self.receive(reply.is_some(), wait).await {
                    Ok(Received::Datagram) => {}
                    // The answer came before the overrun, or never will.
                    Err(Trouble::Overrun) => (overrun, wait) = (true, Wait::Never),
                    Ok(Received::Nothing) if overrun => return Err(asked.overrun()),
                    Ok(Received::Nothing) if acknowledged => return Ok(None),
                    Ok(Received::Nothing) => return Err(asked.timeout()),
                    Err(trouble) => return Err(trouble.into_error(Some(asked.operation))),
                },
            }
        }
    }
}
