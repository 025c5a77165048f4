//! Dumps: a request and any number of objects.

use super::{Client, DumpState, Running};
use crate::connection::{Asked, Mode};
use crate::error::{Error, OperationRef};
use crate::message::Dump;
use crate::trace::Span;
use crate::transport::Transport;

impl<T: Transport> Client<T> {
    /// Asks for all objects.
    pub(crate) async fn dump<R: Dump>(&mut self, request: &R) -> Result<Running<'_, T>, Error> {
        let asked = self.ask_for_all(request).await?;
        Ok(Running::new(self, asked))
    }

    /// The same, without holding on to the socket.
    pub(crate) async fn begin_dump<R: Dump>(&mut self, request: &R) -> Result<DumpState, Error> {
        self.ask_for_all(request).await.map(DumpState::new)
    }

    async fn ask_for_all<R: Dump>(&mut self, request: &R) -> Result<Asked, Error> {
        let operation = OperationRef::of::<R>();
        self.finish_abandoned_dump(operation).await?;
        let kind = self.kind_of(operation, R::COMMAND).await?;
        self.ask(request, Mode::Dump, kind).await
    }

    /// Reads the rest of a dump that was dropped: the kernel runs one a socket (`EBUSY`).
    async fn finish_abandoned_dump(&mut self, next: OperationRef) -> Result<(), Error> {
        while let Some(sequence) = self.session.connection.running_dump() {
            // Without a `Drop` that ran, as after `mem::forget`, it is not abandoned yet.
            self.session.connection.abandon(sequence);
            let asked =
                Asked { operation: next, mode: Mode::Dump, sequence, kind: 0, span: Span::none() };
            Running::new(self, asked).skip().await?;
        }
        Ok(())
    }
}
