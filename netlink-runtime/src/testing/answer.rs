//! What a handler answers with.

use core::marker::PhantomData;

use bstr::BString;

use super::Refusal;
use super::exchange::Exchange;
use crate::client::{Group, ReplyOf};
use crate::error::{Errno, Error};
use crate::message::{MessageSet, Messages, Request};
use crate::payload::Encode;
use crate::schema::{AttributePath, Kind, Protocol};
use crate::wire::{GenericHeader, MessageHeader, Writer, align, flags};

/// The answer to a request of the type `R`, as a handler gives it: any number of messages, and
/// what is remarked on the success.
///
/// The acknowledgement, or the end of a dump, is sent when the handler returns.
pub struct Answer<'a, R> {
    exchange: &'a mut Exchange,
    request: PhantomData<fn() -> R>,
}

impl<'a, R: Request> Answer<'a, R> {
    pub(super) fn new(exchange: &'a mut Exchange) -> Self {
        Self { exchange, request: PhantomData }
    }

    /// Adds a message: the reply, or of a dump the next object. It is written at once, so it may
    /// borrow from what the handler has locked.
    ///
    /// # Errors
    /// `EMSGSIZE`, with the attribute in the text, if a value does not fit the wire. Handlers pass
    /// it on, so that a test sees it as the kernel's refusal.
    pub fn send<'r>(&mut self, reply: &ReplyOf<'r, R>) -> Result<(), Refusal>
    where
        ReplyOf<'r, R>: Encode,
    {
        self.send_bytes(&encoded(reply)?);
        Ok(())
    }

    /// Adds a message of which only the netlink headers are right: `body` is what follows them.
    pub fn send_bytes(&mut self, body: &[u8]) {
        let command = R::OPERATION.reply.unwrap_or(R::COMMAND);
        let (kind, generic) = match R::FAMILY.protocol {
            Protocol::Raw(_) => (command, None),
            Protocol::Generic { version } => {
                let command = command.to_le_bytes()[0];
                (self.exchange.header.kind, Some(GenericHeader { command, version }))
            }
        };
        self.exchange.reply(kind, generic, body);
    }

    /// Tells a multicast group what the request has changed, and under `NLM_F_ECHO` also the
    /// asker, as a part of the answer.
    ///
    /// # Errors
    /// `EMSGSIZE` as [`send`](Self::send), `ENOENT` if the family has no group of that name.
    pub fn notify<'g, M: Messages>(
        &mut self,
        group: impl Into<Group<'g>>,
        message: &M::At<'_>,
    ) -> Result<(), Refusal> {
        let Exchange { kernel, asker, header, .. } = &*self.exchange;
        let (sequence, port) = (header.sequence, asker.port);
        let cause = MessageHeader { sequence, port, ..MessageHeader::default() };
        let echo = header.flags & flags::ECHO != 0;
        let excluded = echo.then_some(port);
        let prepared = kernel.prepare::<M>(group.into(), message, cause);
        let (message, group) = prepared.map_err(|error| {
            let unfit = matches!(error, Error::Encode(_));
            let errno = if unfit { Errno::EMSGSIZE } else { Errno::ENOENT };
            Refusal::new(errno).message(error.to_string())
        })?;
        let protocol = <M::At<'static> as MessageSet<'static>>::FAMILY.protocol.number();
        kernel.spread(protocol, group, &message, excluded);
        if echo {
            self.exchange.echo(message, group);
        }
        Ok(())
    }

    /// Remarks something although the request succeeds: the text of the extended acknowledgement,
    /// or of a dump's end. It is sent only if the request asks to be acknowledged.
    pub fn warn(&mut self, text: impl Into<BString>) {
        self.exchange.warning = Some(text.into());
    }

    /// Adds bytes whose meaning is the operation's to the acknowledgement.
    pub fn cookie(&mut self, bytes: impl Into<Vec<u8>>) {
        self.exchange.cookie = Some(bytes.into());
    }

    /// The netlink header of the request: its `NLM_F_*` flags, for instance.
    #[must_use]
    pub fn request_header(&self) -> MessageHeader {
        self.exchange.header
    }
}

/// A message's body.
fn encoded<T: Encode>(reply: &T) -> Result<Vec<u8>, Refusal> {
    let mut out = Writer::new();
    reply.encode(&mut out);
    let Some(fault) = out.take_fault() else { return Ok(out.take_bytes()) };
    let (header, set) = match T::KIND {
        Kind::Nest(set) => (0, Some(set)),
        Kind::NestOf(set) => (0, Some(set())),
        Kind::Message(header, set) => (align(header.size), Some(set)),
        _ => (0, None),
    };
    let path = AttributePath::of_fault(set, &fault, out.bytes(), header);
    let text = format!("the fake kernel cannot answer: attribute {path} {}", fault.reason);
    Err(Refusal::new(Errno::EMSGSIZE).message(text))
}
