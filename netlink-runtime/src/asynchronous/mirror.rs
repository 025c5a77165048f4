//! A copy of what the kernel has, kept right.

use core::marker::PhantomData;
use std::time::Duration;

use crate::client::Mirroring;
use crate::error::Error;
use crate::message::{Dump, Messages};
use crate::socket::{Change, ChangeOf, SocketOptions};
use crate::transport::{Transport, Wait};

/// All objects of a kind, and from then on what changes about them. See [`crate::Mirror`], its
/// blocking twin.
#[derive(Debug)]
pub struct Mirror<M: Messages, R: Dump, T: Transport> {
    mirroring: Mirroring<T, R>,
    messages: PhantomData<fn() -> M>,
}

impl<M: Messages, R: Dump, T: Transport> Mirror<M, R, T> {
    pub(super) async fn open(
        options: &SocketOptions,
        groups: &[&str],
        request: R,
    ) -> Result<Self, Error> {
        let mirroring = Mirroring::open::<M>(options, groups, request).await?;
        Ok(Self { mirroring, messages: PhantomData })
    }

    /// Waits for the next change, which borrows from the sockets' buffers.
    ///
    /// # Errors
    /// As [`crate::Mirror::next`].
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub async fn next(&mut self) -> Result<ChangeOf<'_, M, R>, Error> {
        let turn = self.mirroring.next_of::<M>(Wait::Forever).await?;
        // Without a limit something comes.
        Ok(self.mirroring.change_of::<M>(turn)?.unwrap_or(Change::Synced))
    }

    /// The next change, if it comes within that time. The limit is for changes; a dump takes as
    /// long as it takes.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn next_within(
        &mut self,
        limit: Duration,
    ) -> Result<Option<ChangeOf<'_, M, R>>, Error> {
        let turn = self.mirroring.next_of::<M>(Wait::limit(Some(limit))).await?;
        self.mirroring.change_of::<M>(turn)
    }
}
