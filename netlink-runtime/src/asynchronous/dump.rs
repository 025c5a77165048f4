//! The objects of a dump.

use core::marker::PhantomData;

use crate::client::Running;
use crate::dumped::{Dumped, Interruption};
use crate::error::Error;
use crate::message::Owned;
use crate::payload::{Decode, View};
use crate::transport::Transport;

/// The objects of a dump, one by one. See [`crate::DumpStream`], its blocking twin.
#[derive(Debug)]
pub struct DumpStream<'s, V: View, T: Transport> {
    running: Running<'s, T>,
    view: PhantomData<fn() -> V>,
}

impl<'s, V: View, T: Transport> DumpStream<'s, V, T> {
    pub(super) fn new(running: Running<'s, T>) -> Self {
        Self { running, view: PhantomData }
    }

    /// The next object, which borrows from the socket's buffer until the following call; `None`
    /// at the end.
    ///
    /// # Errors
    /// As [`crate::DumpStream::next`].
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub async fn next(&mut self) -> Result<Option<V::At<'_>>, Error> {
        if !self.running.next().await? {
            return Ok(None);
        }
        let body = self.running.body()?;
        V::At::decode(body).map(Some).map_err(|error| self.running.malformed(error))
    }

    /// The next object with bytes of its own, to be kept or sent to another task.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn next_owned(&mut self) -> Result<Option<Owned<V>>, Error> {
        if !self.running.next().await? {
            return Ok(None);
        }
        let body = self.running.body()?;
        Owned::new(body).map(Some).map_err(|error| self.running.malformed(error))
    }

    /// All objects that are left.
    ///
    /// # Errors
    /// The first one, which ends it.
    pub async fn collect(self) -> Result<Vec<Owned<V>>, Error> {
        self.gather(Interruption::Refuse).await.map(Dumped::into_vec)
    }

    /// All objects, and whether they were interrupted if that shall be no error.
    pub(super) async fn gather(mut self, interruption: Interruption) -> Result<Dumped<V>, Error> {
        if interruption == Interruption::Mark {
            self.running.tolerate_interruption();
        }
        let mut objects = Vec::new();
        while let Some(object) = self.next_owned().await? {
            objects.push(object);
        }
        Ok(Dumped { objects, interrupted: self.is_interrupted() })
    }

    /// The same dump, whose interruption is no error; see
    /// [`crate::DumpStream::tolerate_interruption`].
    #[must_use]
    pub fn tolerate_interruption(mut self) -> Self {
        self.running.tolerate_interruption();
        self
    }

    /// Whether the kernel has said so far that what is dumped changed meanwhile
    /// (`NLM_F_DUMP_INTR`).
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.running.is_interrupted()
    }
}
