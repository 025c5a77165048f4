//! How long to wait.

use std::time::{Duration, Instant};

/// How long to wait for a datagram.
#[derive(Clone, Copy, Debug)]
pub enum Wait {
    /// Until one comes.
    Forever,
    /// Until that moment.
    Until(Instant),
    /// Not at all.
    Never,
}

impl Wait {
    /// From now on so long.
    pub(crate) fn limit(timeout: Option<Duration>) -> Self {
        // What is beyond the clock's range is forever.
        timeout
            .and_then(|timeout| Instant::now().checked_add(timeout))
            .map_or(Self::Forever, Self::Until)
    }

    /// Whether the moment has come.
    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::Until(end) if Instant::now() >= end)
    }
}
