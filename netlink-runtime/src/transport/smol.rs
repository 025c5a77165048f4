//! Waiting in the reactor of smol.

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;
use std::io;

use async_io::{Async, Timer};

use super::{Endpoint, Transport, Wait, at_once};
use crate::sys::Receive;

/// A descriptor in the reactor of smol and its like.
#[derive(Debug)]
pub struct Smol(Async<Endpoint>);

impl Transport for Smol {
    fn new(endpoint: Endpoint) -> io::Result<Self> {
        // Receiving says itself that it must not wait.
        Async::new_nonblocking(endpoint).map(Self)
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
        let mut timer = match wait {
            Wait::Never => return Ok(None),
            Wait::Forever => Timer::never(),
            Wait::Until(end) => Timer::at(end),
        };
        let mut ready = pin!(self.0.readable());
        loop {
            let waited = poll_fn(|context| match ready.as_mut().poll(context) {
                Poll::Ready(readable) => Poll::Ready(readable.map(|()| true)),
                Poll::Pending => pin!(&mut timer).poll(context).map(|_| Ok(false)),
            });
            if !waited.await? {
                return Ok(None);
            }
            if let Some(received) = at_once(receive(self.endpoint(), Receive::Now))? {
                return Ok(Some(received));
            }
            ready.set(self.0.readable());
        }
    }
}
