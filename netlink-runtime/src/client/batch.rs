//! Batches: as many requests at a time as there is room for their answers.

use super::Client;
use super::transfer::{Received, Trouble, io_error};
use crate::batch::{Batch, BatchReport};
use crate::connection::{Chunk, Part, Progress};
use crate::error::{Error, OperationRef};
use crate::schema::Protocol;
use crate::socket::failed;
use crate::trace::{self, Span};
use crate::transport::{Transport, Wait};

/// What an acknowledgement may take of the receive buffer: its text and the kernel's bookkeeping.
const ACKNOWLEDGEMENT: usize = 2048;

/// So many acknowledgements take as much as an answer and its acknowledgement.
pub(super) const ANSWER: usize = 16;

/// So many more requests are sent at a time if only the last one is acknowledged.
const UNACKNOWLEDGED: usize = 5;

/// The most bytes of a datagram that is not a transaction. The kernel copies it in one piece.
const DATAGRAM: usize = 64 << 10;

impl<T: Transport> Client<T> {
    /// Sends a batch and waits for all answers.
    pub(crate) async fn send_batch(&mut self, batch: &Batch) -> Result<BatchReport, Error> {
        let mut report = BatchReport::default();
        let Some(first) = batch.entries().first() else { return Ok(report) };
        let kind = self.kind_of_batch(first.operation).await?;
        let window = self.window()?;
        let span = Span::batch(first.operation, batch.len(), self.protocol, self.port);
        let mut start = 0;
        while start < batch.len() {
            let (end, acknowledge_all) = extent(batch, start, window);
            let part = Part { range: start..end, kind, acknowledge_all, span: span.clone() };
            let Some(mut chunk) = self.session.prepare_chunk(batch, &part) else { break };
            let sent = span.within(self.converse(&mut chunk, &mut report)).await;
            if let Err(error) = sent {
                give_up(batch, &chunk, end, error, &mut report);
                break;
            }
            start = end;
        }
        Ok(report)
    }

    async fn kind_of_batch(&mut self, operation: OperationRef) -> Result<Option<u16>, Error> {
        let kind = self.kind_of(operation, 0).await?;
        Ok(matches!(operation.family().protocol, Protocol::Generic { .. }).then_some(kind))
    }

    /// How many acknowledgements fit into the receive buffer.
    pub(super) fn window(&self) -> Result<usize, Error> {
        let bytes = self.transport.endpoint().receive_buffer().map_err(failed("getsockopt"))?;
        Ok((bytes / ACKNOWLEDGEMENT).max(1))
    }

    /// Sends a part and reads until all of it is answered.
    async fn converse(
        &mut self,
        chunk: &mut Chunk<'_>,
        report: &mut BatchReport,
    ) -> Result<(), Error> {
        let asked = chunk.asked(0);
        self.relieve(&asked).await?;
        let sent = self.transport.endpoint().send_long(self.session.outgoing());
        sent.map_err(|source| io_error(&asked, "send", source))?;
        trace::sent(&asked.span, chunk.operations(), self.session.outgoing());
        let wait = Wait::limit(self.timeout);
        let mut overrun = false;
        loop {
            match self.session.advance_chunk(chunk, report)? {
                Progress::Starved => {}
                _ => return Ok(()),
            }
            // What is left of the answers is queued already.
            let wait = if overrun { Wait::Never } else { wait };
            match self.receive(false, wait).await {
                Ok(Received::Datagram) => {}
                Ok(Received::Nothing) if overrun => return Err(asked.overrun()),
                Ok(Received::Nothing) => return Err(asked.timeout()),
                Err(Trouble::Overrun) => overrun = true,
                Err(trouble) => return Err(trouble.into_error(Some(asked.operation))),
            }
        }
    }
}

/// Where the part of a batch ends that begins at an index, and whether each of its requests is
/// acknowledged. A transaction is one part.
fn extent(batch: &Batch, start: usize, window: usize) -> (usize, bool) {
    let acknowledge_all = !batch.is_last_acknowledged_alone();
    if batch.frame().is_some() {
        return (batch.len(), acknowledge_all && batch.len() <= window);
    }
    let mut room = if acknowledge_all { window } else { window.saturating_mul(UNACKNOWLEDGED) };
    let entries = batch.entries().get(start..).unwrap_or_default();
    let offset = entries.first().map_or(0, |entry| entry.bytes.start);
    let taken = entries.iter().take_while(|entry| {
        let fits = room > 0 && entry.bytes.end - offset <= DATAGRAM;
        room = room.saturating_sub(if entry.answered { ANSWER } else { 1 });
        fits
    });
    (start + taken.count().max(1), acknowledge_all)
}

/// Notes what nobody knows of the requests that were sent, and that the others were not.
fn give_up(batch: &Batch, chunk: &Chunk<'_>, sent: usize, error: Error, report: &mut BatchReport) {
    let unsent = matches!(&error, Error::Io { call: "send", .. });
    let mut error = Some(error);
    for index in chunk.unanswered().chain(sent..batch.len()) {
        let Some(entry) = batch.entries().get(index) else { break };
        let operation = entry.operation;
        let error = match error.take() {
            Some(first) => first,
            None if unsent || index >= sent => Error::NotSent { operation },
            None => Error::Unanswered { operation },
        };
        report.fail(Some(index), error);
    }
}
