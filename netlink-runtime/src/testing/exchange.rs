//! A request in the hands of the fake kernel, and what is answered.

use std::sync::Arc;

use bstr::BString;

use super::FakeKernel;
use super::mailbox::{Datagram, Mailbox};
use super::refusal::Outcome;
use crate::wire::{GenericHeader, MessageHeader, Writer, flags, kinds};

/// So many bytes of a dump go into one datagram, unless one object alone is longer.
const PART: usize = 8192;

/// A request under way.
pub(super) struct Exchange {
    pub(super) kernel: FakeKernel,
    pub(super) asker: Arc<Mailbox>,
    pub(super) header: MessageHeader,
    /// The request asks for all objects.
    pub(super) dump: bool,
    /// What was remarked on its success.
    pub(super) warning: Option<BString>,
    pub(super) cookie: Option<Vec<u8>>,
    /// The messages of the answer, each with the group if it is an echo.
    messages: Vec<(Vec<u8>, u32)>,
}

impl Exchange {
    pub(super) fn new(kernel: &FakeKernel, asker: &Arc<Mailbox>, header: MessageHeader) -> Self {
        let (kernel, asker) = (kernel.clone(), Arc::clone(asker));
        let (warning, cookie, messages) = (None, None, Vec::new());
        Self { kernel, asker, header, dump: false, warning, cookie, messages }
    }

    /// Adds a message to the answer.
    pub(super) fn reply(&mut self, kind: u16, generic: Option<GenericHeader>, body: &[u8]) {
        let flags = if self.dump { flags::MULTI } else { 0 };
        let message = message(self.reply_header(kind, flags), generic, body);
        self.messages.push((message, 0));
    }

    /// Adds a notification that the asker wants to have too.
    pub(super) fn echo(&mut self, message: Vec<u8>, group: u32) {
        self.messages.push((message, group));
    }

    fn reply_header(&self, kind: u16, flags: u16) -> MessageHeader {
        let (sequence, port) = (self.header.sequence, self.asker.port);
        MessageHeader { length: 0, kind, flags, sequence, port }
    }

    /// The success of the request, with what was remarked.
    pub(super) fn success(&self) -> Outcome {
        Outcome::success(self.warning.as_ref(), self.cookie.as_deref())
    }

    /// All that the asker is sent, in the end.
    pub(super) fn conclude(mut self, outcome: &Outcome) -> Vec<Datagram> {
        if self.dump {
            return self.conclude_dump(outcome);
        }
        let messages = core::mem::take(&mut self.messages).into_iter();
        let mut datagrams: Vec<_> =
            messages.map(|(bytes, group)| Datagram::new(bytes, group)).collect();
        if !outcome.is_success() || self.header.flags & flags::ACK != 0 {
            datagrams.push(Datagram::new(self.acknowledgement(outcome), 0));
        }
        datagrams
    }

    /// The objects, and behind them the end with the code.
    fn conclude_dump(mut self, outcome: &Outcome) -> Vec<Datagram> {
        let mut parts: Vec<Vec<u8>> = Vec::new();
        for (message, _) in core::mem::take(&mut self.messages) {
            match parts.last_mut() {
                Some(part) if part.len() + message.len() <= PART => part.extend(message),
                _ => parts.push(message),
            }
        }
        let end = self.reply_header(kinds::DONE, flags::MULTI | attribute_flag(outcome));
        let code = outcome.code().to_ne_bytes();
        parts.push(message(end, None, &[&code[..], &outcome.attributes].concat()));
        let paced = |bytes| Datagram { paced: true, ..Datagram::new(bytes, 0) };
        parts.into_iter().map(paced).collect()
    }

    /// An acknowledgement, or an error, that does not repeat the request (`NETLINK_CAP_ACK`).
    fn acknowledgement(&self, outcome: &Outcome) -> Vec<u8> {
        let header = self.reply_header(kinds::ERROR, flags::CAPPED | attribute_flag(outcome));
        let (code, request) = (outcome.code().to_ne_bytes(), self.header.to_bytes());
        message(header, None, &[&code[..], &request, &outcome.attributes].concat())
    }
}

fn attribute_flag(outcome: &Outcome) -> u16 {
    if outcome.attributes.is_empty() { 0 } else { flags::ACK_ATTRIBUTES }
}

/// A message, padded.
pub(super) fn message(
    header: MessageHeader,
    generic: Option<GenericHeader>,
    body: &[u8],
) -> Vec<u8> {
    let mut out = Writer::new();
    let mark = out.begin_message(header);
    if let Some(generic) = generic {
        out.extend(&generic.to_bytes());
    }
    out.extend(body);
    out.end_message(mark);
    out.take_bytes()
}
