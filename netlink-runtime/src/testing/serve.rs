//! How a fake kernel goes through what it is sent.

use std::io;
use std::sync::{Arc, PoisonError};

use super::FakeKernel;
use super::controller;
use super::exchange::Exchange;
use super::fault::{Fault, Target, deliver};
use super::mailbox::{Datagram, Mailbox};
use super::refusal::{Outcome, Refusal};
use super::state::{Duty, Entry, Transaction};
use crate::error::Errno;
use crate::schema::Protocol;
use crate::socket::Sender;
use crate::wire::{GenericHeader, MessageHeader, Messages, RawMessage, flags, kinds};

/// A transaction under way, and whether one of its requests failed.
type Running = Option<(Transaction, bool)>;

impl FakeKernel {
    /// Carries out the requests of a datagram, one after the other, and queues the answers.
    pub(super) fn serve(&self, asker: &Arc<Mailbox>, datagram: &[u8]) -> io::Result<()> {
        if let Some(errno) = self.state().requests.take_of_sending() {
            return Err(errno.into());
        }
        let mut running = None;
        for message in Messages::new(datagram) {
            // The kernel too ignores what is behind a length that lies.
            let Ok(message) = message else { break };
            if !self.serve_message(asker, &message, &mut running) {
                break;
            }
        }
        if let Some((transaction, _)) = running {
            transaction.finish(false);
        }
        Ok(())
    }

    /// Carries out one request; whether those behind it are looked at.
    fn serve_message(
        &self,
        asker: &Arc<Mailbox>,
        message: &RawMessage<'_>,
        running: &mut Running,
    ) -> bool {
        let RawMessage { header, payload } = *message;
        let exchange = Exchange::new(self, asker, header);
        if header.flags & flags::REQUEST == 0 || header.kind < kinds::FIRST_OF_PROTOCOL {
            let outcome = exchange.success();
            deliver(asker, exchange.conclude(&outcome), None);
            return true;
        }
        if self.answer_as_recorded(asker, message) {
            return true;
        }
        let transaction = running.as_ref().map(|(transaction, _)| transaction);
        let duty = self.state().duty(asker.protocol, &header, payload, transaction);
        match duty {
            Duty::Handler(entry) => {
                let outcome = self.call(exchange, &entry, payload);
                if let Some((_, failed)) = running {
                    *failed |= outcome.is_some_and(|outcome| !outcome.is_success());
                }
            }
            Duty::Begin(transaction) => {
                let outcome = self.begin(exchange);
                if outcome.is_none_or(|outcome| !outcome.is_success()) {
                    return false;
                }
                *running = Some((transaction, false));
            }
            Duty::End => {
                let outcome = exchange.success();
                deliver(asker, exchange.conclude(&outcome), None);
                if let Some((transaction, failed)) = running.take() {
                    transaction.finish(!failed);
                }
            }
            Duty::Controller => self.control(exchange, payload),
            Duty::NoFamily => {
                deliver(asker, exchange.conclude(&Outcome::failure(Errno::ENOENT)), None);
            }
            Duty::Nobody(what) => {
                let text = format!("the fake kernel has no handler for {what}");
                let refusal = Refusal::new(Errno::EOPNOTSUPP).message(text);
                let outcome = refusal.bare_outcome();
                deliver(asker, exchange.conclude(&outcome), None);
            }
        }
        true
    }

    /// Has a handler answer a request, unless a fault is in the way; how it ended, if it was
    /// carried out or refused.
    fn call(&self, mut exchange: Exchange, entry: &Entry, payload: &[u8]) -> Option<Outcome> {
        exchange.dump = entry.dump;
        let target = if entry.dump { Target::Dump } else { Target::Single };
        let fault = self.state().requests.take(target);
        let asker = Arc::clone(&exchange.asker);
        let (headers, body) = match entry.family.protocol {
            Protocol::Raw(_) => (MessageHeader::SIZE, Some(payload)),
            Protocol::Generic { .. } => (
                MessageHeader::SIZE + GenericHeader::SIZE,
                GenericHeader::split(payload).map(|(_, body)| body),
            ),
        };
        let result = match (&fault, body) {
            (Some(Fault::Silence), _) => return None,
            (Some(Fault::Refuse(refusal)), _) => Err(refusal.clone()),
            (_, None) => Err(Errno::EINVAL.into()),
            (_, Some(body)) => {
                let mut handler = entry.handler.lock().unwrap_or_else(PoisonError::into_inner);
                handler(body, &mut exchange)
            }
        };
        let layout = &entry.operation.layout;
        let outcome = match result {
            Ok(()) => exchange.success(),
            Err(refusal) => refusal.outcome(body.unwrap_or_default(), layout, headers),
        };
        deliver(&asker, exchange.conclude(&outcome), fault);
        Some(outcome)
    }

    /// Begins a transaction, unless a fault is in the way.
    fn begin(&self, exchange: Exchange) -> Option<Outcome> {
        let fault = self.state().requests.take(Target::Single);
        let asker = Arc::clone(&exchange.asker);
        let outcome = match &fault {
            Some(Fault::Silence) => return None,
            Some(Fault::Refuse(refusal)) => refusal.bare_outcome(),
            _ => exchange.success(),
        };
        deliver(&asker, exchange.conclude(&outcome), fault);
        Some(outcome)
    }

    /// Answers for nlctrl.
    fn control(&self, mut exchange: Exchange, payload: &[u8]) {
        exchange.dump = exchange.header.flags & flags::DUMP == flags::DUMP;
        let asker = Arc::clone(&exchange.asker);
        let outcome = controller::answer(&mut exchange, &self.state().families, payload);
        exchange.dump &= outcome.is_success();
        deliver(&asker, exchange.conclude(&outcome), None);
    }

    /// Answers as in a recording, if the request is in it.
    fn answer_as_recorded(&self, asker: &Arc<Mailbox>, message: &RawMessage<'_>) -> bool {
        let mut state = self.state();
        let Some(answers) = state.replay.answer(asker.protocol, asker.port, message) else {
            return false;
        };
        let is_dump = message.header.flags & flags::DUMP == flags::DUMP;
        let fault = state.requests.take(if is_dump { Target::Dump } else { Target::Single });
        drop(state);
        let datagrams = match &fault {
            Some(Fault::Refuse(refusal)) => {
                Exchange::new(self, asker, message.header).conclude(&refusal.bare_outcome())
            }
            _ => answers.into_iter().map(|(bytes, groups)| recorded(bytes, groups)).collect(),
        };
        deliver(asker, datagrams, fault);
        self.replay_events();
        true
    }

    /// Tells the recorded notifications whose time has come.
    pub(super) fn replay_events(&self) {
        let mut state = self.state();
        let mut told = Vec::new();
        let mut replay = core::mem::take(&mut state.replay);
        replay.take_events(|protocol, groups, bytes| {
            let mailboxes = state.mailboxes(protocol).into_iter();
            let hearing = mailboxes.filter(|mailbox| mailbox.has_joined(|it| is_in(it, groups)));
            let before = told.len();
            told.extend(hearing.map(|mailbox| (mailbox, recorded(bytes.to_vec(), groups))));
            told.len() > before
        });
        state.replay = replay;
        drop(state);
        told.into_iter().for_each(|(mailbox, datagram)| mailbox.deliver(datagram));
    }
}

/// A datagram as it was recorded.
fn recorded(bytes: Vec<u8>, groups: u32) -> Datagram {
    let sender = Sender { groups, ..Sender::default() };
    Datagram { sender, paced: true, ..Datagram::new(bytes, 0) }
}

/// Whether a group is one of a mask; a mask of 0 is a group that no mask can tell.
fn is_in(group: u32, mask: u32) -> bool {
    let bit = group.checked_sub(1).and_then(|shift| 1u32.checked_shl(shift));
    mask == 0 || bit.is_some_and(|bit| mask & bit != 0)
}
