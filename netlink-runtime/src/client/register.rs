//! Requests of a socket that hears: what the kernel tells only to who asked for it.

use super::Listener;
use super::transfer::{Received, Trouble};
use crate::connection::{Asked, Mode, Progress};
use crate::error::{Error, OperationRef};
use crate::message::Single;
use crate::schema::Protocol;
use crate::transport::{Transport, Wait};

impl<T: Transport> Listener<T> {
    /// Sends a request and waits for the acknowledgement. What is heard meanwhile comes next.
    pub(crate) async fn request<R: Single<Reply = ()>>(
        &mut self,
        request: &R,
    ) -> Result<(), Error> {
        let (family, operation) = (R::FAMILY, OperationRef::of::<R>());
        if family.protocol.number() == self.client.protocol
            && matches!(family.protocol, Protocol::Generic { .. })
        {
            self.generic_family(family.name).await?;
        }
        let kind = self.client.kind_of(operation, R::COMMAND).await?;
        self.keep();
        self.keep_queued(operation).await?;
        let asked = self.client.ask(request, Mode::Ack, kind).await?;
        let answer = self.settle(&asked).await;
        self.client.session.connection.abandon(asked.sequence);
        answer
    }

    /// Puts by what is unread of the datagram at hand.
    fn keep(&mut self) {
        let session = &mut self.client.session;
        let rest = session.inbox.take_rest();
        if !rest.is_empty() {
            self.kept.push_back((session.connection.sender, rest.into()));
        }
    }

    /// Puts by all that is queued if messages were lost: until then the kernel drops also
    /// acknowledgements.
    async fn keep_queued(&mut self, operation: OperationRef) -> Result<(), Error> {
        while !self.client.session.is_queue_clear() {
            match self.client.receive(false, Wait::Never).await {
                Ok(Received::Datagram) => self.keep(),
                Ok(Received::Nothing) => {}
                Err(Trouble::Overrun) => self.lost = true,
                Err(trouble) => return Err(trouble.into_error(Some(operation))),
            }
        }
        Ok(())
    }

    /// Waits for the acknowledgement. Whatever else comes is heard, also what has the sequence
    /// number of the request: the kernel counts what it tells as it likes.
    async fn settle(&mut self, asked: &Asked) -> Result<(), Error> {
        let mut wait = Wait::limit(self.client.timeout);
        let mut overrun = false;
        loop {
            match self.client.receive(false, wait).await {
                Ok(Received::Datagram) if !self.client.session.is_acknowledged(asked) => {
                    self.keep();
                }
                Ok(Received::Datagram) => {
                    if let Progress::Acknowledged = self.client.session.advance(asked)? {
                        return Ok(());
                    }
                }
                // The acknowledgement came before the overrun, or never will.
                Err(Trouble::Overrun) => (overrun, self.lost, wait) = (true, true, Wait::Never),
                Ok(Received::Nothing) if overrun => return Err(asked.overrun()),
                Ok(Received::Nothing) => return Err(asked.timeout()),
                Err(trouble) => return Err(trouble.into_error(Some(asked.operation))),
            }
        }
    }
}
