//! What became of the requests of a batch.

use core::fmt;

use crate::error::Error;
use crate::payload::{Decode, DecodeError, View};

/// What became of the requests of a [`Batch`](super::Batch).
#[derive(Default)]
pub struct BatchReport {
    failures: Vec<Failure>,
    answers: Vec<(usize, Box<[u8]>)>,
}

/// A request that failed, or of which nobody knows.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failure {
    /// The index of the request; `None` if it is the transaction as a whole that failed.
    pub index: Option<usize>,
    /// Why it failed: [`Error::Kernel`] if the kernel refused it, [`Error::NotSent`] if an error
    /// before it ended the sending, and others, with which it may or may not have been carried
    /// out.
    pub error: Error,
}

impl BatchReport {
    /// Whether no request failed.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failures.is_empty()
    }

    /// The failures, in the order in which they were told. If one of a transaction failed, nothing
    /// of it was carried out.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// Why the request of that index failed, if it did.
    #[must_use]
    pub fn error(&self, index: usize) -> Option<&Error> {
        let failure = self.failures.iter().find(|failure| failure.index == Some(index));
        failure.map(|failure| &failure.error)
    }

    /// The first failure as the error of the whole.
    ///
    /// # Errors
    /// If a request failed.
    pub fn into_result(self) -> Result<(), Failure> {
        self.failures.into_iter().next().map_or(Ok(()), Err)
    }

    /// What the kernel answered to the request of that index, as the view `V`: for requests that
    /// have an answer, the request's own reply; with `NLM_F_ECHO`, the notification that it made.
    /// `None` if nothing came.
    ///
    /// # Errors
    /// If the answer is malformed.
    pub fn answer<V: View>(&self, index: usize) -> Option<Result<V::At<'_>, DecodeError>> {
        let answer = self.answers.iter().find(|(of, _)| *of == index);
        answer.map(|(_, body)| V::At::decode(body))
    }

    pub(crate) fn fail(&mut self, index: Option<usize>, error: Error) {
        self.failures.push(Failure { index, error });
    }

    /// The first answer to a request is kept.
    pub(crate) fn keep(&mut self, index: usize, body: &[u8]) {
        if self.answers.last().is_none_or(|(of, _)| *of != index) {
            self.answers.push((index, body.into()));
        }
    }
}

/// Leaves out the answers, which may hold secrets.
impl fmt::Debug for BatchReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchReport")
            .field("failures", &self.failures)
            .field("answers", &self.answers.len())
            .finish()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            Some(index) => write!(f, "request {index} of the batch: {}", self.error),
            None => write!(f, "the transaction: {}", self.error),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// The error without its index.
impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}
