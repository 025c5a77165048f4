//! A recording as a kernel.

use std::collections::HashMap;

use super::bytes::edit_headers;
use super::exchange::message;
use super::recording::Recording;
use crate::wire::{MessageHeader, Messages, RawMessage, kinds};

/// What was asked and answered, and told unasked.
#[derive(Debug, Default)]
pub(super) struct Replay {
    exchanges: Vec<Recorded>,
    /// By protocol and bytes.
    requests: HashMap<(u16, Vec<u8>), Turns>,
    /// How many exchanges were had already.
    asked: usize,
    events: Vec<Event>,
}

/// The exchanges of requests that are the same.
#[derive(Debug, Default)]
struct Turns {
    exchanges: Vec<usize>,
    /// How many of them were had.
    asked: usize,
}

/// The messages of an answer.
#[derive(Debug)]
struct Recorded {
    /// In datagrams, each with the groups of an echo.
    answers: Vec<(Vec<u8>, u32)>,
    /// The datagram that the last message came in.
    last_frame: usize,
}

/// A notification.
#[derive(Debug)]
struct Event {
    /// So many requests were asked before it.
    after: usize,
    protocol: u16,
    groups: u32,
    bytes: Vec<u8>,
}

impl Replay {
    pub(super) fn new(recording: &Recording) -> Self {
        let mut replay = Self::default();
        // By protocol, address and sequence number, the request that was sent last.
        let mut asked = HashMap::new();
        for (index, frame) in recording.frames.iter().enumerate() {
            for message in Messages::new(&frame.bytes).map_while(Result::ok) {
                let MessageHeader { sequence, port, .. } = message.header;
                let port = if frame.port == 0 { port } else { frame.port };
                if frame.to_kernel {
                    let index = replay.exchanges.len();
                    asked.insert((frame.protocol, port, sequence), index);
                    let turns = replay.requests.entry((frame.protocol, normal(&message)));
                    turns.or_default().exchanges.push(index);
                    let (answers, last_frame) = (Vec::new(), usize::MAX);
                    replay.exchanges.push(Recorded { answers, last_frame });
                    continue;
                }
                let known = asked.get(&(frame.protocol, port, sequence));
                let known = known.or_else(|| asked.get(&(frame.protocol, 0, sequence)));
                match known.and_then(|known| replay.exchanges.get_mut(*known)) {
                    Some(exchange) => exchange.add(index, &message, frame.groups),
                    None => replay.events.push(Event {
                        after: replay.exchanges.len(),
                        protocol: frame.protocol,
                        groups: frame.groups,
                        bytes: whole(&message),
                    }),
                }
            }
        }
        replay
    }

    /// What was answered to a request, as an answer to this one.
    pub(super) fn answer(
        &mut self,
        protocol: u16,
        port: u32,
        asked: &RawMessage<'_>,
    ) -> Option<Vec<(Vec<u8>, u32)>> {
        let turns = self.requests.get_mut(&(protocol, normal(asked)))?;
        let index = match turns.exchanges.get(turns.asked) {
            Some(index) => {
                turns.asked += 1;
                self.asked += 1;
                *index
            }
            None => *turns.exchanges.last()?,
        };
        let exchange = self.exchanges.get(index)?;
        let mut answers = exchange.answers.clone();
        for (datagram, _) in &mut answers {
            edit_headers(datagram, |header| {
                (header.sequence, header.port) = (asked.header.sequence, port);
            });
            address_errors(datagram, asked.header);
        }
        Some(answers)
    }

    pub(super) fn unasked(&self) -> usize {
        self.exchanges.len() - self.asked
    }

    /// Has `tell` have the notifications whose time has come. They stay until somebody hears them.
    pub(super) fn take_events(&mut self, mut tell: impl FnMut(u16, u32, &[u8]) -> bool) {
        let asked = self.asked;
        self.events.retain(|event| {
            event.after > asked || !tell(event.protocol, event.groups, &event.bytes)
        });
    }
}

impl Recorded {
    /// Adds a message, to the datagram that it came in.
    fn add(&mut self, frame: usize, message: &RawMessage<'_>, groups: u32) {
        match self.answers.last_mut() {
            Some((datagram, _)) if self.last_frame == frame => datagram.extend(whole(message)),
            _ => self.answers.push((whole(message), groups)),
        }
        self.last_frame = frame;
    }
}

fn whole(raw: &RawMessage<'_>) -> Vec<u8> {
    message(raw.header, None, raw.payload)
}

/// A request without what differs from one time to the next.
fn normal(raw: &RawMessage<'_>) -> Vec<u8> {
    let header = MessageHeader { sequence: 0, port: 0, ..raw.header };
    message(header, None, raw.payload)
}

/// Puts the header of the request into the acknowledgements, which repeat it behind the code.
fn address_errors(datagram: &mut [u8], request: MessageHeader) {
    const CODE: usize = 4;
    let mut start = 0;
    let lengths: Vec<_> = Messages::new(datagram)
        .map_while(Result::ok)
        .map(|it| (it.header.kind, crate::wire::align(MessageHeader::SIZE + it.payload.len())))
        .collect();
    for (kind, length) in lengths {
        let repeated = start + MessageHeader::SIZE + CODE;
        let place = datagram.get_mut(repeated..repeated + MessageHeader::SIZE);
        if let (kinds::ERROR, Some(place)) = (kind, place) {
            place.copy_from_slice(&request.to_bytes());
        }
        start += length;
    }
}
