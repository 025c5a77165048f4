//! A request that was sent, without its type.

use super::{Event, Mode, Progress, report};
use crate::error::{Errno, Error, ExtendedAck, KernelError, OperationRef, Sent, Warning};
use crate::payload::DecodeError;
use crate::schema::Protocol;
use crate::wire::{GenericHeader, MessageHeader, flags};

/// What is known of a request under way: enough to tell its answers and to word its errors.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) operation: OperationRef,
    pub(crate) mode: Mode,
    pub(crate) sequence: u32,
    /// The message type that it was sent with.
    pub(crate) kind: u16,
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
        let reply = self.operation.operation().reply;
        if !self.is_generic() {
            return match reply {
                Some(reply) if reply != header.kind => Err(self.unexpected(header.kind, None)),
                _ => Ok(payload),
            };
        }
        if header.kind != self.kind {
            return Err(self.unexpected(header.kind, None));
        }
        let Some((generic, body)) = GenericHeader::split(payload) else {
            return Err(self.malformed(DecodeError::too_short(GenericHeader::SIZE, payload.len())));
        };
        match reply {
            Some(reply) if reply != generic.command.into() => {
                Err(self.unexpected(header.kind, Some(generic.command)))
            }
            _ => Ok(body),
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
            Event::Malformed => Err(self.malformed(DecodeError::too_short(4, payload.len()))),
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
        Error::UnexpectedReply { operation: self.operation, kind, command }
    }

    #[cold]
    pub(crate) fn overrun(&self) -> Error {
        Error::Overrun { operation: Some(self.operation) }
    }

    #[cold]
    pub(crate) fn timeout(&self) -> Error {
        Error::Timeout { operation: self.operation }
    }

    #[cold]
    pub(crate) fn malformed(&self, source: DecodeError) -> Error {
        Error::Decode { operation: Some(self.operation), source }
    }
}
