//! Waiting in the reactor of tokio.

use std::io;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::runtime::Handle;
use tokio::time::timeout_at;

use super::{Endpoint, Transport, Wait, at_once};
use crate::sys::{self, Receive};

/// A descriptor in the reactor of the tokio runtime in whose context it was opened, which must
/// have I/O and time enabled.
#[derive(Debug)]
pub struct Tokio(AsyncFd<Endpoint>);

impl Transport for Tokio {
    fn new(endpoint: Endpoint) -> io::Result<Self> {
        // Without a runtime, `AsyncFd` panics.
        Handle::try_current().map_err(io::Error::other)?;
        sys::register(endpoint).map(Self)
    }

    fn endpoint(&self) -> &Endpoint {
        self.0.get_ref()
    }

    async fn receive<R>(
        &self,
        wait: Wait,
        mut receive: impl FnMut(&Endpoint, Receive) -> io::Result<R>,
    ) -> io::Result<Option<R>> {
        // The kernel answers before a send returns, so that nothing need be waited for.
        if let Some(received) = at_once(receive(self.endpoint(), Receive::Now))? {
            return Ok(Some(received));
        }
        let ready = self.0.async_io(Interest::READABLE, |it| receive(it, Receive::Now));
        match wait {
            Wait::Never => Ok(None),
            Wait::Forever => ready.await.map(Some),
            Wait::Until(end) => match timeout_at(end.into(), ready).await {
                Ok(received) => received.map(Some),
                Err(_) => Ok(None),
            },
        }
    }
}
