//! A copy of what the kernel has, kept right.

use core::marker::PhantomData;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use super::{ReplyOf, SocketOptions};
use crate::client::Mirroring;
use crate::error::Error;
use crate::message::{Dump, Messages};
use crate::transport::{Blocking, Transport, Wait, now};

/// What a mirror of these messages and dumps tells, borrowed for `'a`.
pub type ChangeOf<'a, M, R> = Change<ReplyOf<'a, R>, <M as Messages>::At<'a>>;

/// One thing that a [`Mirror`] tells: a step towards a copy of what the kernel has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change<O, M> {
    /// What was told before does not count any more: all objects follow anew.
    Reset,
    /// An object that is there.
    Object(O),
    /// A notification: an object came, changed or went. It may tell of something that the objects
    /// before it show already.
    Message(M),
    /// Nothing more is known to have happened: a copy that took all the changes so far is what
    /// the kernel has.
    Synced,
}

/// All objects of a kind, and from then on what changes about them, through overruns and
/// interrupted dumps.
///
/// The groups are joined first; then all is dumped while changes are queued. When the queue
/// overruns, or the dump was interrupted, all is dumped again. So a copy that takes each
/// [`Change`] in turn is right at every [`Change::Synced`].
#[derive(Debug)]
pub struct Mirror<M: Messages, R: Dump> {
    mirroring: Mirroring<Blocking, R>,
    messages: PhantomData<fn() -> M>,
}

impl<M: Messages, R: Dump> Mirror<M, R> {
    pub(crate) fn open(
        options: &SocketOptions,
        groups: &[&str],
        request: R,
    ) -> Result<Self, Error> {
        let mirroring = now(Mirroring::open::<M>(options, groups, request))?;
        Ok(Self { mirroring, messages: PhantomData })
    }

    /// Waits for the next change, which borrows from the sockets' buffers.
    ///
    /// # Errors
    /// If a message is malformed, after which the next one can be had; what ends a dump, after
    /// which it starts anew; and if a system call fails.
    #[allow(clippy::should_implement_trait, reason = "an iterator's items cannot borrow from it")]
    pub fn next(&mut self) -> Result<ChangeOf<'_, M, R>, Error> {
        let turn = now(self.mirroring.next_of::<M>(Wait::Forever))?;
        // Without a limit something comes.
        Ok(self.mirroring.change_of::<M>(turn)?.unwrap_or(Change::Synced))
    }

    /// The next change, if it comes within that time. The limit is for changes; a dump takes as
    /// long as it takes.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn next_within(&mut self, limit: Duration) -> Result<Option<ChangeOf<'_, M, R>>, Error> {
        let turn = now(self.mirroring.next_of::<M>(Wait::limit(Some(limit))))?;
        self.mirroring.change_of::<M>(turn)
    }
}

/// The descriptor of the socket that hears: readable when there is a change.
impl<M: Messages, R: Dump> AsFd for Mirror<M, R> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.mirroring.listener().client().transport.endpoint().as_fd()
    }
}
