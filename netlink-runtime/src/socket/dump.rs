//! The objects of a dump.

use core::marker::PhantomData;

use crate::client::Running;
use crate::dumped::{Dumped, Interruption};
use crate::error::Error;
use crate::message::Owned;
use crate::payload::{Decode, View};
use crate::transport::{Blocking, now};

/// The objects of a dump, one by one.
///
/// An error that concerns one message only (it is [malformed](Error::Decode), say) does not end
/// the dump: [`next`](Self::next) goes on behind it.
#[derive(Debug)]
pub struct DumpStream<'s, V: View> {
    running: Running<'s, Blocking>,
    view: PhantomData<fn() -> V>,
}

impl<'s, V: View> DumpStream<'s, V> {
    pub(super) fn new(running: Running<'s, Blocking>) -> Self {
        Self { running, view: PhantomData }
    }

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
        // Most objects come many to a datagram.
        if !self.running.has_object() && !now(self.running.next())? {
            return Ok(None);
        }
        let body = self.running.body()?;
        V::At::decode(body).map(Some).map_err(|error| self.running.malformed(error))
    }

    /// The same dump, whose interruption is no error: it ends as usual, and
    /// [`is_interrupted`](Self::is_interrupted) tells.
    #[must_use]
    pub fn tolerate_interruption(mut self) -> Self {
        self.running.tolerate_interruption();
        self
    }

    /// The objects as an iterator of values that own their bytes.
    #[must_use]
    pub fn owned(self) -> OwnedDump<'s, V> {
        OwnedDump { dump: self }
    }

    /// All objects, and whether they were interrupted if that shall be no error.
    pub(crate) fn collect(mut self, interruption: Interruption) -> Result<Dumped<V>, Error> {
        if interruption == Interruption::Mark {
            self.running.tolerate_interruption();
        }
        let mut dump = self.owned();
        let objects = dump.by_ref().collect::<Result<_, _>>()?;
        Ok(Dumped { objects, interrupted: dump.dump.is_interrupted() })
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
        match now(running.next()) {
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
