//! Waiting in place.

use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use super::{Closer, Endpoint, Transport, Wait, closed};
use crate::sys::{self, Receive};

/// More than `poll(2)` waits at once is at least this.
const POLL_LIMIT: Duration = Duration::from_millis(i32::MAX as u64);

/// A transport whose futures are ready when they are first looked at.
#[derive(Debug)]
pub(crate) struct Blocking(Endpoint);

impl Blocking {
    /// The endpoint, given back.
    pub(crate) fn into_endpoint(self) -> Endpoint {
        self.0
    }
}

/// The result of a future over [`Blocking`].
#[inline]
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("a blocking transport waits in place"),
    }
}

impl Transport for Blocking {
    const IN_PLACE: bool = true;

    fn new(endpoint: Endpoint) -> io::Result<Self> {
        Ok(Self(endpoint))
    }

    #[inline]
    fn endpoint(&self) -> &Endpoint {
        &self.0
    }

    #[inline]
    async fn receive<R>(
        &self,
        wait: Wait,
        mut receive: impl FnMut(&Endpoint, Receive) -> io::Result<R>,
    ) -> io::Result<Option<R>> {
        let closer = self.0.closer();
        let forever = matches!(wait, Wait::Forever) && closer.is_none();
        let how = if forever { Receive::Wait } else { Receive::Now };
        loop {
            if closer.is_some_and(Closer::is_closed) {
                return Err(closed());
            }
            match receive(&self.0, how) {
                Ok(received) => return Ok(Some(received)),
                // Also with `Receive::Wait`, where a descriptor was adopted as non-blocking.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if !is_readable(&self.0, wait)? {
                        return Ok(None);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// Waits for something to receive.
fn is_readable(endpoint: &Endpoint, wait: Wait) -> io::Result<bool> {
    let limit = match wait {
        Wait::Never => return Ok(false),
        Wait::Forever => None,
        Wait::Until(end) => match end.checked_duration_since(Instant::now()) {
            None | Some(Duration::ZERO) => return Ok(false),
            limit => limit,
        },
    };
    match sys::wait(endpoint.as_fd(), endpoint.closer().map(AsFd::as_fd), limit) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(true),
        // A limit beyond what poll takes is waited for in several turns.
        Ok(false) => Ok(limit.is_some_and(|limit| limit > POLL_LIMIT)),
        other => other,
    }
}
