//! The fake kernel, as tests hold it.

use core::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::exchange::{Exchange, message};
use super::families::NOTIFY;
use super::fault::{Fault, Target, deliver};
use super::mailbox::Datagram;
use super::recording::Recording;
use super::replay::Replay;
use super::state::{Entry, State, Transaction};
use super::{Answer, Refusal, controller};
use crate::client::Group;
use crate::error::{EncodeError, Error, OperationRef};
use crate::generic::numbers::commands;
use crate::generic::{CONTROLLER, GenericFamily};
use crate::message::{Dump, MessageSet, Messages, Request, Single};
use crate::netlink::Netlink;
use crate::payload::{Decode, View};
use crate::schema::{Family, Operation, Protocol};
use crate::socket::SocketOptions;
use crate::wire::{GenericHeader, MessageHeader};

/// A kernel that consists of what a test says; see the
/// [module](crate::testing).
///
/// Its clones are the same kernel. Nothing of it needs a thread, a privilege or a netlink socket:
/// a request is answered before `send` returns.
#[derive(Clone, Default)]
pub struct FakeKernel(Arc<Mutex<State>>);

/// A notification, where errors name one that its family's table does not know.
static NOTIFICATION: Operation = Operation::new("notification", None, None);

impl FakeKernel {
    /// A kernel that knows no request but those for its generic netlink families, which nlctrl
    /// tells by itself.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A handle that speaks to this kernel, with these [`options`](Self::options).
    #[must_use]
    pub fn netlink(&self) -> Netlink {
        Netlink::with_options(self.options())
    }

    /// Options for sockets that speak to this kernel. An answer is awaited for one second, so that
    /// a test ends where none comes.
    #[must_use]
    pub fn options(&self) -> SocketOptions {
        SocketOptions::new().timeout(super::PATIENCE).fake_kernel(self)
    }

    /// Answers requests of one type: `handler` is called with the decoded request and an
    /// [`Answer`] to be filled. A family of generic netlink is there from now on, if it was not.
    ///
    /// A second handler for the same command takes the place of the first. A handler may use the
    /// kernel that calls it, except that it would wait for itself if it asked for what it answers.
    pub fn on<R: Single + View>(
        &self,
        handler: impl FnMut(R::At<'_>, &mut Answer<'_, R>) -> Result<(), Refusal> + Send + 'static,
    ) {
        self.register(false, handler);
    }

    /// The same for requests that ask for all objects: each [`send`](Answer::send) adds one. An
    /// error comes behind those that were added, at the end of the dump.
    ///
    /// Both bits of `NLM_F_DUMP` make a request one for all objects, unless its family's table
    /// knows no dump for the command: then they are `NLM_F_REPLACE` and `NLM_F_EXCL`.
    pub fn on_dump<R: Dump + View>(
        &self,
        handler: impl FnMut(R::At<'_>, &mut Answer<'_, R>) -> Result<(), Refusal> + Send + 'static,
    ) {
        self.register(true, handler);
    }

    fn register<R, H>(&self, dump: bool, mut handler: H)
    where
        R: Request + View,
        H: FnMut(R::At<'_>, &mut Answer<'_, R>) -> Result<(), Refusal> + Send + 'static,
    {
        let handler = move |body: &[u8], exchange: &mut Exchange| {
            handler(R::At::decode(body)?, &mut Answer::new(exchange))
        };
        self.learn(R::FAMILY);
        self.state().register(Entry {
            family: R::FAMILY,
            operation: R::OPERATION,
            command: R::COMMAND,
            dump,
            handler: Arc::new(Mutex::new(handler)),
        });
    }

    /// Takes requests between a `B` and an `E` for a [transaction](crate::Batch::transaction), as
    /// nftables has them. The handlers are called for each request as it comes; `handler` hears at
    /// the end whether all succeeded, and else takes back what they did.
    pub fn on_transaction<B: Single, E: Single>(&self, handler: impl FnMut(bool) + Send + 'static) {
        let (protocol, begin, end) = (B::FAMILY.protocol.number(), B::COMMAND, E::COMMAND);
        let handler = Arc::new(Mutex::new(handler));
        let mut state = self.state();
        state.transactions.retain(|known| (known.protocol, known.begin) != (protocol, begin));
        state.transactions.push(Transaction { protocol, begin, end, handler });
    }

    /// Adds a generic netlink family with this id and these multicast groups, or changes one:
    /// its handlers stay. Without it, ids and the groups of a family's spec are numbered from 32
    /// on.
    pub fn generic_family(&self, name: &str, id: u16, groups: &[(&str, u32)]) {
        let mut state = self.state();
        state.families.put(name, id, groups);
        state.tell_operations(name);
        let family = state.families.by_id(id).cloned();
        drop(state);
        family.iter().for_each(|family| self.announce(commands::NEWFAMILY, family));
    }

    /// Takes a generic netlink family away, as if its module was unloaded, until
    /// [`generic_family`](Self::generic_family) brings it back. Requests to its id are `ENOENT`.
    pub fn remove_family(&self, name: &str) {
        let removed = self.state().families.remove(name);
        if let Some(family) = removed {
            self.announce(commands::DELFAMILY, &family);
        }
    }

    /// Tells all sockets that joined a multicast group something, and returns how many there are.
    ///
    /// # Errors
    /// [`Error::GroupNotFound`], and [`Error::Encode`] if a value does not fit the wire.
    pub fn notify<'g, M: Messages>(
        &self,
        group: impl Into<Group<'g>>,
        message: &M::At<'_>,
    ) -> Result<usize, Error> {
        let (message, group) =
            self.prepare::<M>(group.into(), message, MessageHeader::default())?;
        let protocol = <M::At<'static> as MessageSet<'static>>::FAMILY.protocol.number();
        Ok(self.spread(protocol, group, &message, None))
    }

    /// Has something go wrong with the next request that it can happen to. Several faults happen
    /// one after the other. What nlctrl answers by itself is spared, and so is the end of a
    /// transaction; the beginning of one counts as a request.
    pub fn fail_next(&self, fault: Fault) {
        self.fail_after(0, fault);
    }

    /// The same, after that many requests to which it could have happened.
    pub fn fail_after(&self, requests: usize, fault: Fault) {
        self.state().requests.push(requests, fault);
    }

    /// Has something go wrong with the next notification, on all sockets that hear it.
    pub fn fail_next_notification(&self, fault: Fault) {
        self.state().notifications.push(0, fault);
    }

    /// How many faults have not happened yet.
    #[must_use]
    pub fn pending_faults(&self) -> usize {
        let state = self.state();
        state.requests.len() + state.notifications.len()
    }

    /// Answers requests as in a recording: those of the same bytes, but for sequence number and
    /// port, each once in the order in which they were recorded and then the last one again.
    /// Requests that are not in it go to the handlers. Recorded notifications are told when what
    /// was asked before them has been asked, to sockets that joined the group.
    pub fn replay(&self, recording: &Recording) {
        self.state().replay = Replay::new(recording);
    }

    /// How many recorded requests have not been asked yet.
    #[must_use]
    pub fn unasked(&self) -> usize {
        self.state().replay.unasked()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up a family's table.
    fn learn(&self, family: &Family) {
        let mut state = self.state();
        let new = state.families.learn(family);
        let new = new.then(|| state.families.by_name(family.name.as_bytes()).cloned()).flatten();
        drop(state);
        if let Some(family) = new {
            self.announce(commands::NEWFAMILY, &family);
        }
    }

    /// Tells that a family came or went.
    fn announce(&self, command: u8, family: &GenericFamily) {
        let header = MessageHeader { kind: CONTROLLER.1, ..MessageHeader::default() };
        let body = controller::body(family);
        let message = message(header, Some(controller::header(command)), &body);
        let protocol = (Protocol::Generic { version: 0 }).number();
        for mailbox in self.state().mailboxes(protocol) {
            if mailbox.has_joined(|group| group == NOTIFY) {
                mailbox.deliver(Datagram::new(message.clone(), NOTIFY));
            }
        }
    }

    /// A notification with the header of what caused it, and the number of its group.
    pub(super) fn prepare<M: Messages>(
        &self,
        group: Group<'_>,
        message: &M::At<'_>,
        cause: MessageHeader,
    ) -> Result<(Vec<u8>, u32), Error> {
        let family = <M::At<'static> as MessageSet<'static>>::FAMILY;
        self.learn(family);
        let command = message.command();
        let operation = family.reply(command).unwrap_or(&NOTIFICATION);
        let (known, kind, generic) = match family.protocol {
            Protocol::Raw(_) => (None, command, None),
            Protocol::Generic { version } => {
                let known = self.state().families.by_name(family.name.as_bytes()).cloned();
                let (id, command) =
                    (known.as_ref().map_or(0, |it| it.id), command.to_le_bytes()[0]);
                (known, id, Some(GenericHeader { command, version }))
            }
        };
        let named = |name: &str| match &known {
            Some(known) => known.group(name),
            None => family.groups.iter().find(|it| it.name == name).and_then(|it| it.id),
        };
        let number = match group {
            Group::Number(number) => number,
            Group::Name(name) => named(name).ok_or_else(|| Error::GroupNotFound {
                family: family.name.into(),
                name: name.into(),
            })?,
        };
        let operation = OperationRef::new(family, operation);
        let body = EncodeError::body(operation, |out| message.encode(out))?;
        let header = MessageHeader { kind, ..cause };
        Ok((super::exchange::message(header, generic, &body), number))
    }

    /// Hands a notification to those who joined the group, but for one; to how many.
    pub(super) fn spread(
        &self,
        protocol: u16,
        group: u32,
        message: &[u8],
        excluded: Option<u32>,
    ) -> usize {
        let mut state = self.state();
        let mut hearing = state.mailboxes(protocol);
        hearing.retain(|it| Some(it.port) != excluded && it.has_joined(|joined| joined == group));
        let fault = state.notifications.take(Target::Notification);
        drop(state);
        for mailbox in &hearing {
            deliver(mailbox, vec![Datagram::new(message.to_vec(), group)], fault.clone());
        }
        hearing.len()
    }
}

impl fmt::Debug for FakeKernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeKernel").finish_non_exhaustive()
    }
}
