//! Several requests in flight: sent one after the other, and waited for in any order.

use super::Client;
use super::batch::ANSWER;
use super::transfer::{Received, Trouble};
use crate::connection::{Mode, Ticket};
use crate::error::{Error, OperationRef};
use crate::message::{Owned, Single};
use crate::payload::View;
use crate::pending::Pending;
use crate::trace::Span;
use crate::transport::{Transport, Wait};

impl<T: Transport> Client<T> {
    /// Sends a request whose answer is waited for later.
    pub(crate) async fn send_ahead<R: Single>(
        &mut self,
        request: &R,
    ) -> Result<Pending<R::Reply>, Error> {
        let operation = OperationRef::of::<R>();
        let (mode, room) = if R::HAS_REPLY { (Mode::Reply, ANSWER) } else { (Mode::Ack, 1) };
        let kind = self.kind_of(operation, R::COMMAND).await?;
        self.make_room(operation, room).await?;
        let mut asked = self.session.prepare(request, mode, kind)?;
        asked.span = Span::request(&asked, self.protocol, self.port);
        self.transmit(&asked)?;
        self.session.flights.due += room;
        Ok(Pending::new(operation, self.session.take_off(asked)))
    }

    /// Receives what is queued if there may be no room for one more answer behind it.
    async fn make_room(&mut self, operation: OperationRef, room: usize) -> Result<(), Error> {
        let (due, lost) = (self.session.flights.due, self.session.lost.is_some());
        let full = due > 0 && due.saturating_add(room) > self.window()?;
        if lost || full { self.take_in(operation).await } else { Ok(()) }
    }

    /// Whether the request is one of this socket whose answer was not handed out.
    pub(crate) fn is_pending(&self, ticket: &Ticket) -> bool {
        self.session.flights.get(ticket).is_some()
    }

    /// Waits for the answer to a request that was sent.
    pub(crate) async fn wait<V: View>(&mut self, pending: &Pending<V>) -> Result<Owned<V>, Error> {
        let ticket = pending.ticket();
        self.land(pending).await?;
        if self.is_stale(ticket).await? {
            self.land(pending).await?;
        }
        let Some(flight) = self.session.flights.take(ticket) else {
            return Err(pending.unknown());
        };
        self.session.warning = None;
        let result = flight.result().map_err(|error| flight.asked.failed(error));
        let (body, warning) = result?;
        self.session.warning = warning;
        Owned::new(body).map_err(|error| flight.asked.malformed(error))
    }

    /// Receives until the request is answered, or it is known that it will not be. Only what is
    /// received changes anything, so that the future may be dropped.
    async fn land<V: View>(&mut self, pending: &Pending<V>) -> Result<(), Error> {
        let (operation, wait) = (pending.operation(), Wait::limit(self.timeout));
        loop {
            self.session.gather();
            let asked = match self.session.flights.get(pending.ticket()) {
                None => return Err(pending.unknown()),
                Some(flight) if flight.is_answered() => return Ok(()),
                Some(flight) => flight.asked.clone(),
            };
            let lost = self.session.lost.is_some();
            // What came before messages were lost is queued already.
            let wait = if lost { Wait::Never } else { wait };
            match asked.span.within(self.receive(false, wait)).await {
                Ok(Received::Nothing) if !lost => return Err(asked.timeout()),
                Ok(_) | Err(Trouble::Overrun | Trouble::Truncated(_)) => {}
                Err(trouble) => return Err(trouble.into_error(Some(operation))),
            }
        }
    }

    /// Whether the family's id was stale and the request has been sent again to the new one, as
    /// an ordinary request is.
    async fn is_stale(&mut self, ticket: &Ticket) -> Result<bool, Error> {
        let refused = self.session.flights.get(ticket).filter(|flight| flight.is_refused());
        let Some(flight) = refused else { return Ok(false) };
        let (mut asked, suspect) = match flight.result() {
            Err(error) => (flight.asked.clone(), self.may_be_stale(&flight.asked, &error)),
            Ok(_) => return Ok(false),
        };
        if !suspect {
            return Ok(false);
        }
        let sent = flight.sent.clone();
        let again = self.send_to_new_id(&mut asked, &sent).await?;
        if let (true, Some(mut flight)) = (again, self.session.flights.take(ticket)) {
            self.session.connection.hold(asked.sequence);
            flight.asked = asked;
            self.session.flights.put_back(flight);
        }
        Ok(again)
    }
}
