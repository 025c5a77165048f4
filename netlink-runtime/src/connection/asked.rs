//! A request that was sent, without its type.

use super::{Event, Mode, Progress, report};
use crate::error::{Errno, Error, ExtendedAck, KernelError, OperationRef, Sent, Warning};
use crate::payload::DecodeError;
use crate::schema::Protocol;
use crate::trace::{self, Span};
use crate::wire::{GenericHeader, MessageHeader, flags};

/// What is known of a request under way: enough to tell its answers and to word its errors.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) operation: OperationRef,
    pub(crate) mode: Mode,
    pub(crate) sequence: u32,
    /// The message type that it was sent with.
    pub(crate) kind: u16,
    pub(crate) span: Span,
}

impl Asked {
    pub(crate) const fn is_generic(&self) -> bool {
        matches!(self.operation.family().protocol, Protocol::Generic { .. })
    }

    /// The size of the netlink headers of its messages.
    pub(crate) const fn headers(&self) -> usize {
        MessageHeader::SIZE + if self.is_generic() { GenericHeader::SIZE } else { 0 }
    }

    /// What follows the netlink headers of an answer.
    ///
    /// # Errors
    /// If the message is none of the operation's answers.
    #[inline]
    pub(crate) fn body<'a>(
        &self,
        header: &MessageHeader,
        payload: &'a [u8],
    ) -> Result<&'a [u8], Error> {
        self.answer(header, payload).ok_or_else(|| self.no_answer(header, payload))
    }

    #[inline]
    fn answer<'a>(&self, header: &MessageHeader, payload: &'a [u8]) -> Option<&'a [u8]> {
        let reply = self.operation.operation().reply;
        if !self.is_generic() {
            return reply.is_none_or(|reply| reply == header.kind).then_some(payload);
        }
        let (generic, body) = GenericHeader::split(payload).filter(|_| header.kind == self.kind)?;
        reply.is_none_or(|reply| reply == generic.command.into()).then_some(body)
    }

    #[cold]
    fn no_answer(&self, header: &MessageHeader, payload: &[u8]) -> Error {
        if !self.is_generic() || header.kind != self.kind {
            return self.unexpected(header.kind, None);
        }
        match GenericHeader::split(payload) {
            Some((generic, _)) => self.unexpected(header.kind, Some(generic.command)),
            None => self.malformed(DecodeError::too_short(GenericHeader::SIZE, payload.len())),
        }
    }

    /// What an event means that is no object, of the request that was sent with these bytes, and
    /// what the kernel remarked.
    ///
    /// # Errors
    /// If the request failed, or its acknowledgement is malformed.
    #[cold]
    pub(crate) fn conclude(
        &self,
        event: Event,
        header: &MessageHeader,
        payload: &[u8],
        sent: &[u8],
    ) -> Result<(Progress, Option<Box<Warning>>), Error> {
        let ack = || self.extended_ack(header, payload, sent);
        match event {
            Event::Malformed => {
                let source = DecodeError::too_short(4, payload.len());
                Err(Error::Decode { operation: Some(self.operation), source })
            }
            Event::Failed(errno) => {
                Err(KernelError::new(self.operation, Errno(errno), ack()).into())
            }
            _ => {
                let remarked = header.flags & flags::ACK_ATTRIBUTES != 0;
                let warning =
                    remarked.then(|| Box::new(Warning { operation: self.operation, ack: ack() }));
                let progress = match event {
                    Event::Done { interrupted } => Progress::Done { interrupted },
                    _ => Progress::Acknowledged,
                };
                Ok((progress, warning))
            }
        }
    }

    fn extended_ack(&self, header: &MessageHeader, payload: &[u8], sent: &[u8]) -> ExtendedAck {
        let headers = self.headers();
        let body = sent.get(headers..).unwrap_or_default();
        let attributes = report::attributes(header, payload);
        ExtendedAck::read(attributes, self.operation, Sent { body, headers })
    }

    #[cold]
    fn unexpected(&self, kind: u16, command: Option<u8>) -> Error {
        self.failed(Error::UnexpectedReply { operation: self.operation, kind, command })
    }

    #[cold]
    pub(crate) fn overrun(&self) -> Error {
        self.failed(Error::Overrun { operation: Some(self.operation) })
    }

    #[cold]
    pub(crate) fn timeout(&self) -> Error {
        self.failed(Error::Timeout { operation: self.operation })
    }

    #[cold]
    pub(crate) fn no_reply(&self) -> Error {
        self.failed(Error::NoReply { operation: self.operation })
    }

    #[cold]
    pub(crate) fn malformed(&self, source: DecodeError) -> Error {
        self.failed(Error::Decode { operation: Some(self.operation), source })
    }

    /// An error of this request, which subscribers hear of.
    #[cold]
    pub(crate) fn failed(&self, error: impl Into<Error>) -> Error {
        let error = error.into();
        trace::failed(&self.span, &error);
        error
    }
}
