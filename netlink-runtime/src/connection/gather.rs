//! What a session does for requests in flight.

use super::{Asked, Event, Flight, Loss, Session, Ticket};
use crate::error::Error;
use crate::trace::{self, Span};

impl Session {
    /// Takes up the request that was prepared and sent last, to be waited for later.
    pub(crate) fn take_off(&mut self, asked: Asked) -> Ticket {
        for given_up in self.flights.sweep() {
            self.connection.abandon(given_up);
        }
        self.connection.hold(asked.sequence);
        self.flights.add(Flight::new(asked, self.writer.bytes()))
    }

    /// Goes through what was received and keeps the answers to requests in flight.
    pub(crate) fn gather(&mut self) {
        while let Some(message) = self.inbox.next() {
            match message {
                Ok(message) => {
                    let event = self.connection.accept(&message.header, message.payload);
                    self.keep(event);
                }
                Err(error) => self.note_loss(Loss::Malformed(error)),
            }
        }
    }

    /// Keeps the message at hand if a request in flight waits for it.
    #[cold]
    pub(super) fn keep(&mut self, event: Event) {
        match event {
            Event::Overrun => self.note_loss(Loss::Overrun),
            Event::Unclaimed => trace::unclaimed(&Span::none(), &self.inbox),
            Event::Nothing => {}
            _ => {
                if self.flights.keep(event, &self.inbox) {
                    self.connection.skip();
                }
            }
        }
    }

    /// Notes that messages were lost; to which requests is known when the queue has been empty.
    #[cold]
    pub(crate) fn note_overrun(&mut self) {
        self.lost.get_or_insert(Loss::Overrun);
    }

    /// Notes a loss that a request meets, and returns what it is told.
    #[cold]
    pub(super) fn lose(&mut self, asked: &Asked, loss: Loss) -> Error {
        self.note_loss(loss);
        asked.failed(loss.into_error(asked.operation))
    }

    /// Notes that something cannot be read, which may be the answer to a request in flight.
    #[cold]
    pub(crate) fn note_loss(&mut self, loss: Loss) {
        if !self.flights.is_empty() {
            self.lost.get_or_insert(loss);
        }
    }

    /// Whether nothing of the past is known to be queued.
    #[inline]
    pub(crate) fn is_queue_clear(&self) -> bool {
        self.lost.is_none() && self.flights.due == 0
    }

    /// Notes that nothing is queued any more.
    pub(crate) fn note_empty(&mut self) {
        self.flights.due = 0;
        if let Some(loss) = self.lost.take() {
            for sequence in self.flights.lose(loss) {
                self.connection.abandon(sequence);
            }
        }
    }
}
