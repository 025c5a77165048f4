//! Which requests are under way, and what a message means to them.

use std::collections::VecDeque;

use super::report;
use crate::error::Errno;
use crate::socket::{Sender, Senders};
use crate::wire::{MessageHeader, flags, kinds};

/// How a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// By one message, without an acknowledgement.
    Reply,
    /// By an acknowledgement, and perhaps a message before or after it.
    ReplyAndAck,
    /// By an acknowledgement; messages besides it (`NLM_F_ECHO`) are none of the answer.
    Ack,
    /// By any number of messages and then `NLMSG_DONE`.
    Dump,
}

impl Mode {
    /// The `NLM_F_*` flags that ask for such an answer.
    pub(crate) const fn flags(self) -> u16 {
        match self {
            Self::Reply => flags::REQUEST,
            Self::ReplyAndAck | Self::Ack => flags::REQUEST | flags::ACK,
            Self::Dump => flags::REQUEST | flags::DUMP,
        }
    }
}

/// What a message means. It is the business of the request that has the message's sequence
/// number, except for the first three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Nothing: `NLMSG_NOOP`, types without a meaning, an object that nobody wants.
    Nothing,
    /// A notification, or an answer that nobody waits for.
    Unclaimed,
    /// `NLMSG_OVERRUN`: messages were lost.
    Overrun,
    /// An object: the answer, or one of them.
    Object,
    /// The request succeeded. Unless the mode is [`Mode::ReplyAndAck`], it is over.
    Acknowledged,
    /// The dump is over.
    Done {
        /// `NLM_F_DUMP_INTR` was seen: what was dumped changed meanwhile.
        interrupted: bool,
    },
    /// The request failed, with this `errno`; it is over.
    Failed(i32),
    /// An acknowledgement that ends before its `errno`; the request is over.
    Malformed,
}

/// A request under way.
#[derive(Debug)]
struct Outstanding {
    sequence: u32,
    mode: Mode,
    /// The flags of all its messages so far.
    seen: u16,
    /// Nobody wants the rest.
    abandoned: bool,
    /// An object came that is not marked as one of many.
    single: bool,
    /// The notification that it causes is part of the answer, `NLM_F_ECHO`.
    echoed: bool,
    /// It is in flight: its answer is looked for later.
    held: bool,
}

/// The state of a socket's exchange with the kernel.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    pub(super) last_sequence: u32,
    /// The numbers began anew while requests were under way.
    wrapped: bool,
    /// In the order of sending, which is nearly always the order of the answers.
    outstanding: VecDeque<Outstanding>,
    /// Whose datagrams are taken.
    pub(crate) senders: Senders,
    /// Who sent the datagram at hand.
    pub(crate) sender: Sender,
    foreign: u64,
    unclaimed: u64,
}

impl Connection {
    /// Takes up a request and gives it a sequence number, which is never 0.
    #[inline]
    pub(crate) fn begin(&mut self, mode: Mode) -> u32 {
        // Numbers grow, so that only one that began anew can be in use still.
        self.wrapped &= !self.outstanding.is_empty();
        loop {
            let next = self.last_sequence.checked_add(1);
            self.wrapped |= next.is_none();
            self.last_sequence = next.unwrap_or(1);
            if !self.wrapped || self.position(self.last_sequence).is_none() {
                break;
            }
        }
        let sequence = self.last_sequence;
        self.outstanding.push_back(Outstanding {
            sequence,
            mode,
            seen: 0,
            abandoned: false,
            single: false,
            echoed: false,
            held: false,
        });
        sequence
    }

    /// Notes that the notification which a request causes is part of its answer (`NLM_F_ECHO`).
    /// It looks like one that was sent to a group; the kernel leaves the requester out there.
    pub(crate) fn expect_echo(&mut self, sequence: u32) {
        if let Some(request) = self.request(sequence) {
            request.echoed = true;
        }
    }

    /// Notes that a request is in flight: others are sent before its answer is looked for.
    pub(crate) fn hold(&mut self, sequence: u32) {
        if let Some(request) = self.request(sequence) {
            request.held = true;
        }
    }

    fn request(&mut self, sequence: u32) -> Option<&mut Outstanding> {
        let index = self.position(sequence)?;
        self.outstanding.get_mut(index)
    }

    /// Gives a request up. What still comes of it is skipped; a dump is remembered until it is
    /// over, since the kernel runs one a socket.
    pub(crate) fn abandon(&mut self, sequence: u32) {
        if let Some(index) = self.position(sequence) {
            match self.outstanding.get_mut(index) {
                Some(dump) if dump.mode == Mode::Dump => dump.abandoned = true,
                _ => self.end(index),
            }
        }
    }

    /// Gives up all requests but dumps and those in flight: nobody waits for their answers any
    /// more.
    #[inline]
    pub(crate) fn forget_requests(&mut self) {
        if !self.outstanding.is_empty() {
            self.outstanding.retain(|request| request.mode == Mode::Dump || request.held);
        }
    }

    /// Forgets a request that the kernel never got.
    pub(crate) fn withdraw(&mut self, sequence: u32) {
        if let Some(index) = self.position(sequence) {
            self.end(index);
        }
    }

    /// The dump that the kernel is at, abandoned ones included.
    pub(crate) fn running_dump(&self) -> Option<u32> {
        let dump = self.outstanding.iter().find(|request| request.mode == Mode::Dump)?;
        Some(dump.sequence)
    }

    /// Whether the dump may be over although no `NLMSG_DONE` came: its last object was not
    /// marked as one of many.
    pub(crate) fn may_lack_end(&self, sequence: u32) -> bool {
        let dump = self.position(sequence).and_then(|index| self.outstanding.get(index));
        dump.is_some_and(|dump| dump.single)
    }

    /// Whether the kernel has marked the dump as interrupted so far.
    pub(crate) fn is_interrupted(&self, sequence: u32) -> bool {
        let dump = self.position(sequence).and_then(|index| self.outstanding.get(index));
        dump.is_some_and(|dump| dump.seen & flags::DUMP_INTERRUPTED != 0)
    }

    /// Notes where the messages that follow come from. If nobody should have sent them, they must
    /// be dropped.
    pub(crate) fn datagram_from(&mut self, sender: Sender) -> bool {
        let genuine = self.senders.admit(&sender);
        self.foreign += u64::from(!genuine);
        if genuine {
            self.sender = sender;
        }
        genuine
    }

    /// Whether the datagram at hand was sent to a group.
    fn is_multicast(&self) -> bool {
        self.sender.groups != 0 || self.sender.group.is_some()
    }

    /// How many datagrams came from somebody else than the kernel.
    pub(crate) fn foreign(&self) -> u64 {
        self.foreign
    }

    /// How many messages nobody waited for.
    pub(crate) fn unclaimed(&self) -> u64 {
        self.unclaimed
    }

    /// Counts an answer that nobody waits for any more.
    pub(super) fn skip(&mut self) {
        self.unclaimed += 1;
    }

    /// Claims the message that [`accept`](Self::accept) has just called unclaimed, unless it was
    /// sent to a group: that is no answer.
    pub(super) fn claim_unicast(&mut self) -> bool {
        self.unclaimed -= u64::from(!self.is_multicast());
        !self.is_multicast()
    }

    /// Says what the next message means, and ends the request that it ends.
    #[inline]
    pub(crate) fn accept(&mut self, header: &MessageHeader, payload: &[u8]) -> Event {
        if self.is_of_first_dump(header) {
            return Event::Object;
        }
        match header.kind {
            kinds::OVERRUN => return Event::Overrun,
            kinds::ERROR | kinds::DONE => {}
            kind if kind < kinds::FIRST_OF_PROTOCOL => return Event::Nothing,
            _ => {}
        }
        let multicast = self.is_multicast();
        let index = self.position(header.sequence);
        let (index, request) = match index.and_then(|at| Some((at, self.outstanding.get_mut(at)?)))
        {
            Some((index, request)) if !multicast || request.echoed => (index, request),
            _ => {
                self.unclaimed += 1;
                return Event::Unclaimed;
            }
        };
        let (event, over) = request.accept(header, payload);
        let abandoned = request.abandoned;
        if over {
            self.end(index);
        }
        if abandoned && event == Event::Object { Event::Nothing } else { event }
    }

    /// Whether a message is an object of a dump that nothing was asked before, which most messages
    /// are; if so, it is taken.
    #[inline]
    fn is_of_first_dump(&mut self, header: &MessageHeader) -> bool {
        let unicast = !self.is_multicast();
        let Some(first) = self.outstanding.front_mut() else { return false };
        let object = header.sequence == first.sequence
            && header.kind >= kinds::FIRST_OF_PROTOCOL
            && first.mode == Mode::Dump
            && !first.abandoned
            && unicast;
        if object {
            first.note(header);
        }
        object
    }

    #[inline]
    fn position(&self, sequence: u32) -> Option<usize> {
        match self.outstanding.front()?.sequence {
            first if first == sequence => Some(0),
            // They grow from the first on.
            first if first > sequence && !self.wrapped => None,
            _ => self.outstanding.iter().position(|request| request.sequence == sequence),
        }
    }

    #[inline]
    fn end(&mut self, index: usize) {
        match index {
            0 => drop(self.outstanding.pop_front()),
            _ => drop(self.outstanding.remove(index)),
        }
    }
}

impl Outstanding {
    /// What the message means, and whether it ends the request.
    #[inline]
    fn accept(&mut self, header: &MessageHeader, payload: &[u8]) -> (Event, bool) {
        match header.kind {
            kinds::ERROR => self.accept_error(payload),
            kinds::DONE => {
                self.seen |= header.flags;
                self.accept_done(payload)
            }
            _ => {
                self.note(header);
                match self.mode {
                    Mode::Ack => (Event::Nothing, false),
                    mode => (Event::Object, mode == Mode::Reply),
                }
            }
        }
    }

    /// Notes what an object's header says of the dump that it is of.
    #[inline]
    fn note(&mut self, header: &MessageHeader) {
        self.seen |= header.flags;
        self.single = header.flags & flags::MULTI == 0;
    }

    fn accept_error(&self, payload: &[u8]) -> (Event, bool) {
        match report::errno(payload) {
            None => (Event::Malformed, true),
            Some(0) => (Event::Acknowledged, self.mode != Mode::ReplyAndAck),
            // The queue was full when the dump started; it goes on as the queue is read.
            Some(errno) if errno == Errno::ENOBUFS.0 && self.mode == Mode::Dump => {
                (Event::Overrun, false)
            }
            Some(errno) => (Event::Failed(errno), true),
        }
    }

    fn accept_done(&self, payload: &[u8]) -> (Event, bool) {
        // Only negative codes are errors here; a dump may leave a length.
        match report::code(payload) {
            Some(code) if code < 0 => (Event::Failed(report::errno_of(code)), true),
            _ if matches!(self.mode, Mode::Dump | Mode::Reply) => {
                let interrupted = self.seen & flags::DUMP_INTERRUPTED != 0;
                (Event::Done { interrupted }, true)
            }
            _ => (Event::Nothing, false),
        }
    }
}
