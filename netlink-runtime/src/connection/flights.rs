//! Requests in flight: several that were sent, whose answers are looked for one by one.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Asked, Event, Inbox, Mode, Progress};
use crate::error::{Error, OperationRef, Warning};
use crate::trace;
use crate::wire::{MessageHeader, WireError};

/// Given up ones are looked for when there are more than so many, and twice as many as were left.
const SWEEP: usize = 16;

/// Why answers may never come although the kernel gave them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Loss {
    /// The receive buffer overran.
    Overrun,
    /// The end of a datagram of this length was lost.
    Truncated(usize),
    /// The rest of a datagram cannot be read.
    Malformed(WireError),
}

impl Loss {
    pub(super) fn into_error(self, operation: OperationRef) -> Error {
        let operation = Some(operation);
        match self {
            Self::Overrun => Error::Overrun { operation },
            Self::Truncated(length) => Error::Truncated { operation, length },
            Self::Malformed(error) => Error::Decode { operation, source: error.into() },
        }
    }
}

/// The right to one answer: a sequence number, which changes if the request is sent again. Only
/// the ticket that a request was given finds it, so that no number that comes twice, or on
/// another socket, can be mistaken.
#[derive(Debug)]
pub(crate) struct Ticket(Arc<AtomicU32>);

impl Ticket {
    fn sequence(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A request in flight.
#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) asked: Asked,
    /// The message; the kernel's errors point into it.
    pub(crate) sent: Box<[u8]>,
    ticket: Arc<AtomicU32>,
    answer: Option<Answer>,
}

/// What became of a request.
#[derive(Debug)]
enum Answer {
    Message { event: Event, header: MessageHeader, payload: Box<[u8]> },
    Lost(Loss),
}

impl Flight {
    pub(crate) fn new(asked: Asked, sent: &[u8]) -> Self {
        let ticket = Arc::new(AtomicU32::new(asked.sequence));
        Self { asked, sent: sent.into(), ticket, answer: None }
    }

    pub(crate) fn is_answered(&self) -> bool {
        self.answer.is_some()
    }

    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.answer, Some(Answer::Message { event: Event::Failed(_), .. }))
    }

    /// Nobody has the ticket any more.
    fn is_given_up(&self) -> bool {
        Arc::strong_count(&self.ticket) == 1
    }

    /// What follows the netlink headers of the answer, and what the kernel remarked.
    ///
    /// # Errors
    /// If the request failed, or its answer was lost or is none.
    pub(crate) fn result(&self) -> Result<(&[u8], Option<Box<Warning>>), Error> {
        let operation = self.asked.operation;
        let (event, header, payload) = match &self.answer {
            None => return Err(self.asked.timeout()),
            Some(Answer::Lost(loss)) => return Err(loss.into_error(operation)),
            Some(Answer::Message { event, header, payload }) => (*event, header, payload),
        };
        if event == Event::Object {
            return Ok((self.asked.body(header, payload)?, None));
        }
        match self.asked.conclude(event, header, payload, &self.sent)? {
            (Progress::Acknowledged, warning) if self.asked.mode == Mode::Ack => Ok((&[], warning)),
            _ => Err(Error::NoReply { operation }),
        }
    }
}

/// The requests in flight of a socket, by their sequence numbers.
#[derive(Debug, Default)]
pub(crate) struct Flights {
    flights: HashMap<u32, Flight>,
    /// At so many, given up ones are looked for.
    sweep_at: usize,
    /// The room that answers may take which were not received yet, in acknowledgements.
    pub(crate) due: usize,
}

impl Flights {
    /// Takes a request up that was sent.
    pub(crate) fn add(&mut self, flight: Flight) -> Ticket {
        let ticket = Ticket(Arc::clone(&flight.ticket));
        self.flights.insert(flight.asked.sequence, flight);
        ticket
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.flights.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }

    pub(crate) fn get(&self, ticket: &Ticket) -> Option<&Flight> {
        let flight = self.flights.get(&ticket.sequence());
        flight.filter(|flight| Arc::ptr_eq(&flight.ticket, &ticket.0))
    }

    /// Takes a request out.
    pub(crate) fn take(&mut self, ticket: &Ticket) -> Option<Flight> {
        self.get(ticket)?;
        self.flights.remove(&ticket.sequence())
    }

    /// Puts a request back that was sent again.
    pub(crate) fn put_back(&mut self, mut flight: Flight) {
        flight.answer = None;
        flight.ticket.store(flight.asked.sequence, Ordering::Relaxed);
        self.flights.insert(flight.asked.sequence, flight);
    }

    /// Keeps the answer to the request of that number, if there is one; unless it was given up,
    /// which is returned.
    pub(crate) fn keep(&mut self, event: Event, inbox: &Inbox) -> bool {
        let message = inbox.current();
        let (header, payload) = (&message.header, inbox.payload(message));
        let Some(flight) = self.flights.get_mut(&header.sequence) else { return false };
        trace::received(&flight.asked.span, flight.asked.operation, inbox);
        let given_up = flight.is_given_up();
        if given_up {
            self.flights.remove(&header.sequence);
        } else {
            let (header, payload) = (*header, payload.into());
            flight.answer = Some(Answer::Message { event, header, payload });
        }
        given_up
    }

    /// Notes that answers were lost: those that did not come will not.
    pub(crate) fn lose(&mut self, loss: Loss) -> impl Iterator<Item = u32> {
        let open = self.flights.values_mut().filter(|flight| !flight.is_answered());
        open.map(move |flight| {
            flight.answer = Some(Answer::Lost(loss));
            flight.asked.sequence
        })
    }

    /// Now and then, takes out the requests that were given up, so that their number is bounded by
    /// that of the tickets; returns those without an answer.
    pub(crate) fn sweep(&mut self) -> Vec<u32> {
        let mut unanswered = Vec::new();
        if self.flights.len() >= self.sweep_at.max(SWEEP) {
            self.flights.retain(|sequence, flight| {
                if flight.is_given_up() && !flight.is_answered() {
                    unanswered.push(*sequence);
                }
                !flight.is_given_up()
            });
            self.sweep_at = self.flights.len().saturating_mul(2);
        }
        unanswered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::Get;

    #[test]
    fn a_number_that_comes_twice_leads_no_ticket_to_the_answer_of_the_other() {
        let (operation, mode) = (OperationRef::of::<Get>(), Mode::Ack);
        let span = trace::Span::none();
        let asked = Asked { operation, mode, sequence: 7, kind: 18, span };
        let mut flights = Flights::default();
        let first = flights.add(Flight::new(asked.clone(), b"first"));
        assert_eq!(&*flights.get(&first).unwrap().sent, b"first");
        let second = flights.add(Flight::new(asked, b"second"));
        assert!(flights.get(&first).is_none() && flights.take(&first).is_none());
        assert_eq!(&*flights.take(&second).unwrap().sent, b"second");
        assert!(flights.get(&second).is_none(), "it was taken");
    }
}
