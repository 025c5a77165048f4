//! Descriptors, and how to wait for them: in place, or in the reactor of an async runtime.

mod blocking;
mod double;
mod endpoint;
mod wait;

use core::future::Future;
use std::io;

pub(crate) use blocking::{Blocking, now};
pub(crate) use double::Double;
pub(crate) use endpoint::Endpoint;
pub(crate) use wait::Wait;

use crate::sys::Receive;

/// A way to wait for an [`Endpoint`]. All that sockets do is written once, over this trait.
pub(crate) trait Transport: Sized {
    /// Takes an endpoint over.
    fn new(endpoint: Endpoint) -> io::Result<Self>;

    /// The endpoint.
    fn endpoint(&self) -> &Endpoint;

    /// Calls `receive` until it has something, at most as long as `wait` says: then `None`.
    fn receive<R>(
        &self,
        wait: Wait,
        receive: impl FnMut(&Endpoint, Receive) -> io::Result<R>,
    ) -> impl Future<Output = io::Result<Option<R>>>;
}

/// Repeats a call that a signal interrupted.
pub(crate) fn uninterrupted<R>(mut call: impl FnMut() -> io::Result<R>) -> io::Result<R> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
