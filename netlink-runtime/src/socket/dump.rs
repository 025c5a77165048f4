//! Dumps: a request and any number of objects.

use core::marker::PhantomData;

use super::Socket;
use super::running::Running;
use crate::connection::{Asked, Mode};
use crate::error::{Error, OperationRef};
use crate::message::{Dump, Owned};
use crate::payload::{Decode, View};

impl Socket {
    /// Asks for all objects. They are received as [`DumpStream::next`] is called; a dump that is
    /// dropped before its end costs the next one the reading of its rest.
    ///
    /// # Errors
    /// If the request cannot be sent. What the kernel says of it comes with the first object.
    pub fn dump<R: Dump>(&mut self, request: &R) -> Result<DumpStream<'_, R::Reply>, Error> {
        self.finish_abandoned_dump(OperationRef::of::<R>())?;
        let asked = self.ask(request, Mode::Dump)?;
        Ok(DumpStream { running: Running::new(self, asked), view: PhantomData })
    }

    /// Reads the rest of a dump that was dropped: the kernel runs one a socket (`EBUSY`).
    fn finish_abandoned_dump(&mut self, next: OperationRef) -> Result<(), Error> {
        while let Some(sequence) = self.session.connection.running_dump() {
            // Without a `Drop` that ran, as after `mem::forget`, it is not abandoned yet.
            self.session.connection.abandon(sequence);
            let asked = Asked { operation: next, mode: Mode::Dump, sequence, kind: 0 };
            Running::new(self, asked).skip()?;
        }
        Ok(())
    }
}

/// The objects of a dump, one by one.
///
/// An error that concerns one message only (it is [malformed](Error::Decode), say) does not end
/// the dump: [`next`](Self::next) goes on behind it.
#[derive(Debug)]
pub struct DumpStream<'s, V: View> {
    running: Running<'s>,
    view: PhantomData<fn() -> V>,
}

impl<'s, V: View> DumpStream<'s, V> {
    /// The next object, which borrows from the socket's buffer until the following call; `None`
    /// at the end.
    ///
    /// # Errors
    /// Those that concern one message, after which the dump goes on: [`Error::Decode`],
    /// [`Error::UnexpectedReply`], [`Error::Overrun`], [`Error::Truncated`]. Those that end it:
    /// [`Error::Kernel`], [`Error::Io`], [`Error::Timeout`], and [`Error::DumpInterrupted`],
    /// which takes the place of the first `None`.
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    #[inline]
    pub fn next(&mut self) -> Result<Option<V::At<'_>>, Error> {
        if !self.running.next()? {
            return Ok(None);
        }
        let body = self.running.body()?;
        V::At::decode(body).map(Some).map_err(|error| self.running.malformed(error))
    }

    /// The objects as an iterator of values that own their bytes.
    #[must_use]
    pub fn owned(self) -> OwnedDump<'s, V> {
        OwnedDump { dump: self }
    }

    /// Whether the kernel has said so far that what is dumped changed meanwhile
    /// (`NLM_F_DUMP_INTR`).
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.running.is_interrupted()
    }
}

/// The objects of a dump as an iterator; see [`DumpStream::owned`].
#[derive(Debug)]
pub struct OwnedDump<'s, V: View> {
    dump: DumpStream<'s, V>,
}

impl<V: View> Iterator for OwnedDump<'_, V> {
    type Item = Result<Owned<V>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let running = &mut self.dump.running;
        match running.next() {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => return Some(Err(error)),
        }
        let object = running
            .body()
            .and_then(|body| Owned::new(body).map_err(|error| running.malformed(error)));
        Some(object)
    }
}

impl<V: View> core::iter::FusedIterator for OwnedDump<'_, V> {}
