//! Descriptors, and how to wait for them: in place, or in the reactor of an async runtime.

#![allow(unreachable_pub, reason = "public in the bounds of the async types, but unnameable")]

mod blocking;
mod closer;
mod double;
mod endpoint;
#[cfg(feature = "smol")]
mod smol;
#[cfg(feature = "tokio")]
mod tokio;
mod wait;

use core::future::Future;
use std::io;

pub(crate) use blocking::{Blocking, now};
pub use closer::Closer;
pub(crate) use closer::{closed, is_closed};
pub(crate) use double::Double;
pub use endpoint::Endpoint;
#[cfg(feature = "smol")]
pub use smol::Smol;
#[cfg(feature = "tokio")]
pub use tokio::Tokio;
pub use wait::Wait;

use crate::sys::Receive;

/// A way to wait for an [`Endpoint`]. All that sockets do is written once, over this trait.
pub trait Transport: Sized {
    /// Whether calls may wait in place, also those that send.
    const IN_PLACE: bool = false;

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

/// What a call gave that does not wait; `None` if there was nothing.
#[cfg(any(feature = "smol", feature = "tokio"))]
fn at_once<R>(result: io::Result<R>) -> io::Result<Option<R>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
        other => other.map(Some),
    }
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
