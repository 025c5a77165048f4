//! Errors about a spec: what is wrong, in which file, line and column, and what to write instead.
//!
//! A [`Diagnostic`] is one error, or a warning. A phase gathers its errors in a [`Sink`]; if there are any, they come out together
//! as [`Diagnostics`] and the next phase does not run.

mod render;
mod sink;
mod source;
mod suggest;

use std::fmt;

pub use sink::{Diagnostics, Sink};
pub use source::{Snippet, Source};
pub use suggest::{help_for, list, nearest};

/// One error. [`Display`](fmt::Display) draws it with the line it is about; [`Diagnostic::one_line`] is the short form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    severity: Severity,
    message: String,
    place: Option<Snippet>,
    label: Option<String>,
    notes: Vec<Note>,
    helps: Vec<String>,
}

/// Whether a spec can be used in spite of a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It cannot.
    Error,
    /// It can: nothing on the wire depends on it.
    Warning,
}

/// A second place that explains an error, as the first of two equal names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Note {
    message: String,
    place: Option<Snippet>,
}

impl Diagnostic {
    /// An error with no place yet.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            place: None,
            label: None,
            notes: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// Makes it an error or a warning.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Puts it at a place in a file.
    #[must_use]
    pub fn at(mut self, place: Snippet) -> Self {
        self.place = Some(place);
        self
    }

    /// Writes a word or two behind the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a line that says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    /// Adds a line that says why.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(Note { message: note.into(), place: None });
        self
    }

    /// Adds another place, with what is to be seen there.
    #[must_use]
    pub fn note_at(mut self, note: impl Into<String>, place: Snippet) -> Self {
        self.notes.push(Note { message: note.into(), place: Some(place) });
        self
    }

    /// Whether it is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Option<&Snippet> {
        self.place.as_ref()
    }

    /// `file:line:column: message` and the helps, with no line break: for `cargo::error=`.
    #[must_use]
    pub fn one_line(&self) -> String {
        render::one_line(self)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        render::full(self, f)
    }
}

impl std::error::Error for Diagnostic {}
