//! What a fake kernel knows.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::Refusal;
use super::exchange::Exchange;
use super::families::Known;
use super::fault::Faults;
use super::mailbox::Mailbox;
use super::replay::Replay;
use crate::generic::CONTROLLER;
use crate::schema::{Family, Operation, Protocol};
use crate::wire::{GenericHeader, MessageHeader, flags};

/// Everything behind a [`FakeKernel`](super::FakeKernel). It is locked only for a moment, and
/// never while a handler runs.
#[derive(Default)]
pub(super) struct State {
    entries: Vec<Entry>,
    pub(super) transactions: Vec<Transaction>,
    pub(super) families: Known,
    mailboxes: Vec<Weak<Mailbox>>,
    /// What goes wrong with requests, and with notifications.
    pub(super) requests: Faults,
    pub(super) notifications: Faults,
    pub(super) replay: Replay,
    opened: u32,
}

/// What is called for requests of one type: with the body, and the answer to be given.
pub(super) type Handler = Arc<Mutex<dyn FnMut(&[u8], &mut Exchange) -> Result<(), Refusal> + Send>>;

/// A handler, and what it is for.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) family: &'static Family,
    pub(super) operation: &'static Operation,
    pub(super) command: u16,
    pub(super) dump: bool,
    pub(super) handler: Handler,
}

/// The messages around requests that are carried out together or not at all.
#[derive(Clone)]
pub(super) struct Transaction {
    pub(super) protocol: u16,
    pub(super) begin: u16,
    pub(super) end: u16,
    pub(super) handler: Arc<Mutex<dyn FnMut(bool) + Send>>,
}

impl Transaction {
    /// Tells the handler that the transaction has ended, and how.
    pub(super) fn finish(&self, committed: bool) {
        (self.handler.lock().unwrap_or_else(PoisonError::into_inner))(committed);
    }
}

/// Who answers a request.
pub(super) enum Duty {
    Handler(Entry),
    /// nlctrl, built in.
    Controller,
    Begin(Transaction),
    End,
    /// There is no such family.
    NoFamily,
    /// There is no handler; in words what for.
    Nobody(String),
}

/// The first address of a socket.
const FIRST_PORT: u32 = 1001;

impl State {
    /// Adds a handler, in the place of one for the same requests.
    pub(super) fn register(&mut self, entry: Entry) {
        self.entries.retain(|known| {
            known.command != entry.command
                || known.dump != entry.dump
                || known.family.protocol.number() != entry.family.protocol.number()
                || is_generic(entry.family) && known.family.name != entry.family.name
        });
        let name = entry.family.name;
        self.entries.push(entry);
        self.tell_operations(name);
    }

    /// Has nlctrl tell the operations of a family that there are handlers for.
    pub(super) fn tell_operations(&mut self, family: &str) {
        for entry in self.entries.iter().filter(|entry| is_generic(entry.family)) {
            if entry.family.name == family {
                self.families.allow(family, entry.command, entry.dump);
            }
        }
    }

    /// Adds a socket.
    pub(super) fn add(
        &mut self,
        make: impl FnOnce(u32) -> std::io::Result<Mailbox>,
    ) -> std::io::Result<Arc<Mailbox>> {
        let mailbox = Arc::new(make(FIRST_PORT.saturating_add(self.opened))?);
        self.opened += 1;
        self.mailboxes.retain(|mailbox| mailbox.strong_count() > 0);
        self.mailboxes.push(Arc::downgrade(&mailbox));
        Ok(mailbox)
    }

    /// The open sockets of a protocol.
    pub(super) fn mailboxes(&self, protocol: u16) -> Vec<Arc<Mailbox>> {
        let open = self.mailboxes.iter().filter_map(Weak::upgrade);
        open.filter(|mailbox| mailbox.protocol == protocol).collect()
    }

    /// Who answers a message; `running` is the transaction that it is in.
    pub(super) fn duty(
        &self,
        protocol: u16,
        header: &MessageHeader,
        payload: &[u8],
        running: Option<&Transaction>,
    ) -> Duty {
        if running.is_some_and(|it| it.end == header.kind) {
            return Duty::End;
        }
        let mut transactions = self.transactions.iter();
        let begins = |it: &&Transaction| it.protocol == protocol && it.begin == header.kind;
        if let Some(transaction) = transactions.find(begins) {
            return Duty::Begin(transaction.clone());
        }
        let wants_all = header.flags & flags::DUMP == flags::DUMP;
        if protocol != (Protocol::Generic { version: 0 }).number() {
            let nobody = || Duty::Nobody(format!("message type {}", header.kind));
            return self.handler(protocol, None, header.kind, wants_all).unwrap_or_else(nobody);
        }
        let Some(family) = self.families.by_id(header.kind) else { return Duty::NoFamily };
        let command = GenericHeader::split(payload).map_or(0, |(generic, _)| generic.command);
        let found = self.handler(protocol, Some(&family.name), command.into(), wants_all);
        found.unwrap_or_else(|| match family.name.as_str() {
            name if name == CONTROLLER.0 => Duty::Controller,
            name => Duty::Nobody(format!("command {command} of {name}")),
        })
    }

    /// The handler for a command. Both bits of `NLM_F_DUMP` mean something else where nothing can
    /// be dumped.
    fn handler(
        &self,
        protocol: u16,
        family: Option<&str>,
        command: u16,
        wants_all: bool,
    ) -> Option<Duty> {
        let is_it = |entry: &&Entry| {
            entry.family.protocol.number() == protocol
                && entry.command == command
                && family.is_none_or(|name| name == entry.family.name)
        };
        let mut entries = self.entries.iter().filter(is_it);
        let found = match wants_all {
            true => entries
                .clone()
                .find(|entry| entry.dump)
                .or_else(|| entries.find(|entry| !entry.operation.modes.dump)),
            false => entries.find(|entry| !entry.dump),
        };
        found.cloned().map(Duty::Handler)
    }
}

fn is_generic(family: &Family) -> bool {
    matches!(family.protocol, Protocol::Generic { .. })
}
