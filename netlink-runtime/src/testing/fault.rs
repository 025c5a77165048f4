//! What goes wrong on purpose.

use std::time::{Duration, Instant};

use super::Refusal;
use super::mailbox::{Datagram, Mailbox};
use crate::error::Errno;
use crate::socket::Sender;
use crate::wire::flags;

/// Something that goes wrong between a program and the kernel; see
/// [`FakeKernel::fail_next`](super::FakeKernel::fail_next).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The kernel refuses the request, whose handler is not called: `ENOMEM`, `EPERM`, `EBUSY`.
    Refuse(Refusal),
    /// `send(2)` fails, and nothing is sent.
    SendFails(Errno),
    /// Nothing is answered, and no handler called, as if a length had lied; of a notification,
    /// that it is lost and nothing said.
    Silence,
    /// The answer comes so much later, and all that comes after it as well.
    Slow(Duration),
    /// The answer comes behind the one to the next request, or what else comes next; not at all if
    /// nothing does. Several in a row come in reverse.
    Overtaken,
    /// The receive buffer was full, which the next receive tells (`ENOBUFS`): the answer or the
    /// notification is lost, but the request was carried out. A dump loses nothing and goes on,
    /// since the kernel writes it as it is read.
    Overrun,
    /// What a dump lists changed while it ran, and its end says so (`NLM_F_DUMP_INTR`). It waits
    /// for the next dump.
    InterruptedDump,
    /// The end of the first datagram of the answer is lost (`MSG_TRUNC`).
    Truncated,
    /// A datagram of these bytes comes, and nothing else. A dump that has no end, as also after
    /// [`Silence`](Self::Silence), keeps its socket from the next one, as in the kernel.
    Garbage(Vec<u8>),
    /// Another process, whose port id is 1, sends a datagram of these bytes, and then comes the
    /// answer.
    Stranger(Vec<u8>),
}

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Single,
    Dump,
    Notification,
}

impl Fault {
    /// Whether it can happen to that.
    fn suits(&self, target: Target) -> bool {
        match self {
            Self::SendFails(_) => false,
            Self::Refuse(_) => target != Target::Notification,
            Self::InterruptedDump => target == Target::Dump,
            _ => true,
        }
    }
}

/// Faults that wait for their turn, each with how many occasions it lets pass.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<(usize, Fault)>);

impl Faults {
    pub(super) fn push(&mut self, skip: usize, fault: Fault) {
        self.0.push((skip, fault));
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The fault whose turn it is. At most one happens at a time.
    pub(super) fn take(&mut self, target: Target) -> Option<Fault> {
        self.take_if(|fault| fault.suits(target))
    }

    /// The error that sending fails with, if it is its turn.
    pub(super) fn take_of_sending(&mut self) -> Option<Errno> {
        match self.take_if(|fault| matches!(fault, Fault::SendFails(_)))? {
            Fault::SendFails(errno) => Some(errno),
            _ => None,
        }
    }

    fn take_if(&mut self, suits: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut turn = None;
        for (index, (skip, fault)) in self.0.iter_mut().enumerate() {
            match (suits(fault), *skip) {
                (true, 0) if turn.is_none() => turn = Some(index),
                (true, 1..) => *skip -= 1,
                _ => {}
            }
        }
        turn.map(|index| self.0.remove(index).1)
    }
}

/// Hands datagrams to a socket, or what a fault makes of them.
pub(super) fn deliver(mailbox: &Mailbox, mut datagrams: Vec<Datagram>, fault: Option<Fault>) {
    match fault {
        None | Some(Fault::Refuse(_) | Fault::SendFails(_)) => {}
        Some(Fault::Silence) => datagrams.clear(),
        Some(Fault::Slow(delay)) => {
            // Beyond the clock's range is never.
            match Instant::now().checked_add(delay) {
                Some(due) => datagrams.iter_mut().for_each(|datagram| datagram.due = due),
                None => datagrams.clear(),
            }
        }
        Some(Fault::Overtaken) => return mailbox.hold_back(datagrams),
        Some(Fault::Overrun) => {
            datagrams.retain(|datagram| datagram.paced);
            mailbox.overrun();
        }
        Some(Fault::InterruptedDump) => {
            datagrams.iter_mut().rev().take(2).for_each(mark_interrupted);
        }
        Some(Fault::Truncated) => {
            datagrams.iter_mut().take(1).for_each(|datagram| datagram.cut = true);
        }
        Some(Fault::Garbage(bytes)) => datagrams = vec![Datagram::new(bytes, 0)],
        Some(Fault::Stranger(bytes)) => {
            let sender = Sender { port: 1, ..Sender::default() };
            datagrams.insert(0, Datagram { sender, ..Datagram::new(bytes, 0) });
        }
    }
    if !datagrams.is_empty() {
        datagrams.extend(mailbox.let_go());
    }
    datagrams.into_iter().for_each(|datagram| mailbox.deliver(datagram));
}

/// Sets `NLM_F_DUMP_INTR` in all messages of a datagram.
fn mark_interrupted(datagram: &mut Datagram) {
    super::bytes::edit_headers(&mut datagram.bytes, |header| {
        header.flags |= flags::DUMP_INTERRUPTED;
    });
}
