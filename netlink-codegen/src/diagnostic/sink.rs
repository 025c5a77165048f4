//! Where a phase gathers its errors.

use std::{fmt, ops::Deref};

use super::Diagnostic;

/// The errors of a phase: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

/// Gathers errors. It must be read with [`Sink::finish`]: one dropped unread is a bug of the caller, and panics.
#[derive(Debug)]
pub struct Sink {
    found: Vec<Diagnostic>,
    read: bool,
}

impl Sink {
    /// An empty one.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "a defaulted sink is easily dropped unread")]
    pub fn new() -> Self {
        Self { found: Vec::new(), read: false }
    }

    /// Adds an error.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Ends the phase.
    ///
    /// # Errors
    /// All that was pushed, in order.
    pub fn finish(mut self) -> Result<(), Diagnostics> {
        self.read = true;
        let found = std::mem::take(&mut self.found);
        if found.is_empty() { Ok(()) } else { Err(Diagnostics(found)) }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        assert!(self.read || std::thread::panicking(), "a Sink was dropped without finish()");
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl Deref for Diagnostics {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// One after the other, an empty line between.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(f, "{gap}{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sink_gives_back_all_errors_in_order() {
        let mut sink = Sink::new();
        sink.push(Diagnostic::new("one"));
        sink.push(Diagnostic::new("two"));
        let errors = sink.finish().expect_err("two errors");
        assert_eq!(errors.to_string(), "error: one\n\nerror: two\n");
        assert_eq!(Sink::new().finish(), Ok(()));
    }

    #[test]
    #[should_panic(expected = "without finish()")]
    fn a_sink_dropped_unread_is_a_bug() {
        drop(Sink::new());
    }
}
