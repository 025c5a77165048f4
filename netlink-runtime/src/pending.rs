//! Requests whose answers are looked for later.

use core::fmt;
use core::marker::PhantomData;

use crate::connection::Ticket;
use crate::error::{Error, OperationRef};
use crate::payload::View;

/// A request in flight, and the right to its answer, whose view is `V` (`()` if the kernel only
/// acknowledges): what [`Socket::send`](crate::Socket::send) returns and
/// [`Socket::wait`](crate::Socket::wait) takes.
///
/// It borrows nothing: any number of them may be kept, and waited for in any order. What else the
/// socket does meanwhile (requests, dumps, batches) loses none of their answers, which the socket
/// keeps until they are waited for.
///
/// To drop it is to give the request up, answered or not. The kernel carries it out all the same;
/// the answer, should it still come, counts as [unclaimed](crate::Socket::unclaimed_messages), and
/// what the socket kept of it is freed as others are sent.
#[must_use = "to drop it is to give the answer up"]
pub struct Pending<V: View> {
    operation: OperationRef,
    ticket: Ticket,
    view: PhantomData<fn() -> V>,
}

impl<V: View> Pending<V> {
    pub(crate) fn new(operation: OperationRef, ticket: Ticket) -> Self {
        Self { operation, ticket, view: PhantomData }
    }

    /// What was asked.
    #[must_use]
    pub fn operation(&self) -> OperationRef {
        self.operation
    }

    pub(crate) fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// The error of a socket that knows nothing of it.
    #[cold]
    pub(crate) fn unknown(&self) -> Error {
        Error::NotPending { operation: self.operation }
    }
}

impl<V: View> fmt::Debug for Pending<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("operation", &self.operation).finish_non_exhaustive()
    }
}
