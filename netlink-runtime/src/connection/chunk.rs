//! Requests that are sent in one datagram.

use core::ops::Range;

use super::{Asked, Event, Loss, Message, Mode, Progress, Session, report};
use crate::batch::{Batch, BatchReport, Entry};
use crate::error::{Errno, Error, ExtendedAck, KernelError, OperationRef, Sent};
use crate::payload::DecodeError;
use crate::trace::{self, Span};
use crate::wire::{MessageHeader, flags};

/// What is to be sent of a batch, and how.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The indices of the requests.
    pub(crate) range: Range<usize>,
    /// The message type of generic requests.
    pub(crate) kind: Option<u16>,
    /// All are acknowledged, or only the last one.
    pub(crate) acknowledge_all: bool,
    pub(crate) span: Span,
}

/// The part of a batch that was sent last.
#[derive(Debug)]
pub(crate) struct Chunk<'b> {
    entries: &'b [Entry],
    /// The index of the first one.
    first: usize,
    /// What it all begins with.
    operation: OperationRef,
    /// The message type of generic requests.
    kind: Option<u16>,
    /// The sequence numbers, and where in the datagram the messages are: of what begins a
    /// transaction, and of the requests.
    begin: Option<Placed>,
    requests: Vec<Placed>,
    /// What ends it, if it is a transaction.
    end: Option<OperationRef>,
    /// How many of the requests have not been answered.
    open: usize,
    span: Span,
}

/// A message in the datagram.
#[derive(Clone, Copy, Debug)]
struct Placed {
    sequence: u32,
    start: usize,
    /// It was answered.
    done: bool,
}

impl Session {
    /// Writes requests of a batch into one datagram and takes them up; `None` if there are none.
    pub(crate) fn prepare_chunk<'b>(&mut self, batch: &'b Batch, part: &Part) -> Option<Chunk<'b>> {
        let entries = batch.entries().get(part.range.clone())?;
        let operation = batch.frame().map(|[begin, _]| begin.operation);
        let operation = operation.or_else(|| entries.first().map(|entry| entry.operation))?;
        self.begin_anew();
        let kind = part.kind;
        let begin = batch.frame().map(|[begin, _]| self.place(&begin.bytes, Mode::Ack, kind, 0));
        let last = entries.len().saturating_sub(1);
        let mut requests = Vec::with_capacity(entries.len());
        for (place, entry) in entries.iter().enumerate() {
            let acknowledged = part.acknowledge_all || place == last;
            let mode = if entry.answered { Mode::ReplyAndAck } else { Mode::Ack };
            let flags = if acknowledged { flags::ACK } else { 0 };
            requests.push(self.place(batch.bytes(entry.bytes.clone()), mode, kind, flags));
        }
        if let Some([_, end]) = batch.frame() {
            let end = self.place(&end.bytes, Mode::Ack, kind, 0);
            // It is never answered.
            self.connection.withdraw(end.sequence);
        }
        let (open, first, span) = (requests.len(), part.range.start, part.span.clone());
        let end = batch.frame().map(|[_, end]| end.operation);
        let chunk = Chunk { entries, first, operation, kind, begin, requests, end, open, span };
        chunk.span.number(chunk.asked(0).sequence);
        Some(chunk)
    }

    /// Appends a message, with what is only known now in its header.
    fn place(&mut self, message: &[u8], mode: Mode, kind: Option<u16>, more: u16) -> Placed {
        let sequence = self.connection.begin(mode);
        let start = self.writer.bytes().len();
        let (header, rest) = message.split_at_checked(MessageHeader::SIZE).unwrap_or_default();
        let header = MessageHeader::parse(header).unwrap_or_default();
        let (kind, flags) = (kind.unwrap_or(header.kind), header.flags | more);
        if flags & flags::ECHO != 0 {
            self.connection.expect_echo(sequence);
        }
        self.writer.extend(&MessageHeader { kind, flags, sequence, ..header }.to_bytes());
        self.writer.extend(rest);
        Placed { sequence, start, done: false }
    }

    /// Goes through what was received, until all is answered or something must be received.
    ///
    /// # Errors
    /// If messages were lost or a datagram is malformed.
    pub(crate) fn advance_chunk(
        &mut self,
        chunk: &mut Chunk<'_>,
        report: &mut BatchReport,
    ) -> Result<Progress, Error> {
        while !chunk.is_over() {
            let event = match self.inbox.next() {
                Some(Ok(message)) => self.connection.accept(&message.header, message.payload),
                Some(Err(error)) => return Err(self.lose(&chunk.asked(0), Loss::Malformed(error))),
                None => return Ok(Progress::Starved),
            };
            if event == Event::Overrun {
                return Err(self.lose(&chunk.asked(0), Loss::Overrun));
            }
            let message = self.inbox.current().clone();
            let place = chunk.find(message.header.sequence);
            if let Some(place) = place.filter(|_| event != Event::Unclaimed) {
                trace::received(&chunk.span, chunk.operation_at(place), &self.inbox);
            }
            match place {
                Some(place) => self.settle(chunk, place, event, &message, report),
                None => self.keep(event),
            }
        }
        Ok(Progress::Acknowledged)
    }

    /// Notes what an event means to the request at that place; `None` is the transaction.
    fn settle(
        &mut self,
        chunk: &mut Chunk<'_>,
        place: Option<usize>,
        event: Event,
        message: &Message,
        report: &mut BatchReport,
    ) {
        let asked = chunk.asked_at(place);
        let index = place.map(|place| chunk.first + place);
        match event {
            Event::Object => {
                match (asked.body(&message.header, self.inbox.payload(message)), index) {
                    (Ok(body), Some(index)) => report.keep(index, body),
                    (Ok(_), None) => {}
                    (Err(error), index) => report.fail(index, error),
                }
                return;
            }
            Event::Failed(errno) => {
                let sent = chunk.sent(place, self.writer.bytes(), asked.headers());
                let attributes = report::attributes(&message.header, self.inbox.payload(message));
                let ack = ExtendedAck::read(attributes, asked.operation, sent);
                let error = KernelError::new(asked.operation, Errno(errno), ack);
                report.fail(index, asked.failed(error));
            }
            Event::Malformed => {
                let found = self.inbox.payload(message).len();
                let error = DecodeError::too_short(4, found);
                report.fail(index, asked.malformed(error));
            }
            Event::Acknowledged => {}
            _ => return,
        }
        chunk.close(place);
        self.connection.abandon(message.header.sequence);
    }
}

impl Chunk<'_> {
    /// Whether all that can come has come: the last request is answered, which the kernel does
    /// in order, or the transaction as a whole was refused.
    fn is_over(&self) -> bool {
        let refused =
            self.begin.is_some_and(|begin| begin.done) && self.open == self.requests.len();
        refused || self.requests.last().is_none_or(|last| last.done)
    }

    /// Which request has that sequence number; `Some(None)` is the transaction.
    fn find(&self, sequence: u32) -> Option<Option<usize>> {
        if self.begin.is_some_and(|begin| begin.sequence == sequence) {
            return Some(None);
        }
        // They were numbered in order, and nearly always without a gap.
        let first = self.requests.first()?.sequence;
        let guess = usize::try_from(sequence.wrapping_sub(first)).ok()?;
        let is_it = |placed: &Placed| placed.sequence == sequence;
        if self.requests.get(guess).is_some_and(is_it) {
            return Some(Some(guess));
        }
        self.requests.iter().position(is_it).map(Some)
    }

    fn close(&mut self, place: Option<usize>) {
        let placed = match place {
            Some(place) => self.requests.get_mut(place),
            None => self.begin.as_mut(),
        };
        if let Some(placed) = placed.filter(|placed| !placed.done) {
            placed.done = true;
            self.open -= usize::from(place.is_some());
        }
    }

    /// The request at a place of the chunk, without its type.
    pub(crate) fn asked(&self, place: usize) -> Asked {
        self.asked_at(Some(place))
    }

    fn asked_at(&self, place: Option<usize>) -> Asked {
        let operation = self.operation_at(place);
        let placed = place.map_or(self.begin, |place| self.requests.get(place).copied());
        let sequence = placed.map_or(0, |placed| placed.sequence);
        let (kind, span) = (self.kind.unwrap_or(0), self.span.clone());
        Asked { operation, mode: Mode::Ack, sequence, kind, span }
    }

    /// The operation of the request at a place; without one, of what begins the transaction.
    fn operation_at(&self, place: Option<usize>) -> OperationRef {
        let entry = place.and_then(|place| self.entries.get(place));
        entry.map_or(self.operation, |entry| entry.operation)
    }

    /// The operations of the messages in the datagram, in order.
    pub(crate) fn operations(&self) -> impl Iterator<Item = OperationRef> {
        let begin = self.begin.map(|_| self.operation);
        let entries = self.entries.iter().map(|entry| entry.operation);
        begin.into_iter().chain(entries).chain(self.end)
    }

    /// The indices, in the batch, of the requests that were not answered.
    pub(crate) fn unanswered(&self) -> impl Iterator<Item = usize> {
        let open = self.requests.iter().enumerate().filter(|(_, placed)| !placed.done);
        open.map(|(place, _)| self.first + place)
    }

    /// A message as it was sent.
    fn sent<'w>(&self, place: Option<usize>, written: &'w [u8], headers: usize) -> Sent<'w> {
        let placed = place.map_or(self.begin.as_ref(), |place| self.requests.get(place));
        let message = placed.and_then(|placed| written.get(placed.start..)).unwrap_or_default();
        let length = MessageHeader::parse(message).map_or(0, |header| header.length);
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(message.len());
        Sent { body: message.get(headers..length).unwrap_or_default(), headers }
    }
}
