//! Errors of a phase before their lines are looked up.

use super::{locate::locate, path::Path};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Sink, Source, help_for};

/// Errors shown at once. Each costs a look-up in the text, and nobody reads more.
const SHOWN: usize = 50;

/// One error of a phase.
#[derive(Debug)]
pub(super) struct Problem {
    severity: Severity,
    path: Path,
    message: String,
    helps: Vec<String>,
    also: Option<(String, Path)>,
    /// Whether it will be shown: else no work need go into it.
    shown: bool,
}

impl Problem {
    /// Makes it a warning.
    pub(super) fn warning(&mut self) -> &mut Self {
        self.severity = Severity::Warning;
        self
    }

    /// Adds the near one of the names, or the list of them.
    pub(super) fn help_for<'a>(
        &mut self,
        word: &str,
        names: impl IntoIterator<Item = &'a str> + Clone,
    ) -> &mut Self {
        if self.shown {
            self.helps.push(help_for(word, names));
        }
        self
    }

    /// Adds a line that says what to do.
    pub(super) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.helps.push(help.into());
        self
    }

    /// Shows another place.
    pub(super) fn also(&mut self, note: impl Into<String>, path: &Path) -> &mut Self {
        self.also = Some((note.into(), path.clone()));
        self
    }

    fn locate(self, sources: &[Source]) -> Diagnostic {
        let place = |path: &Path| sources.get(path.source()).map(|source| locate(source, path));
        let mut diagnostic = Diagnostic::new(self.message).with_severity(self.severity);
        if let Some(place) = place(&self.path) {
            diagnostic = diagnostic.at(place);
        }
        if let Some((note, place)) = self.also.and_then(|(note, path)| Some((note, place(&path)?)))
        {
            diagnostic = diagnostic.note_at(note, place);
        }
        self.helps.into_iter().fold(diagnostic, Diagnostic::help)
    }
}

/// The errors of a phase.
#[derive(Debug, Default)]
pub(super) struct Problems {
    shown: Vec<Problem>,
    /// The latest that will not be shown.
    latest: Option<Problem>,
    hidden: usize,
}

impl Problems {
    /// Adds an error about the node at `path`; more can be said about it through the result.
    pub(super) fn add(&mut self, path: &Path, message: impl Into<String>) -> &mut Problem {
        let shown = self.shown.len() < SHOWN;
        let (path, message) = (path.clone(), message.into());
        let problem = Problem {
            severity: Severity::Error,
            path,
            message,
            helps: Vec::new(),
            also: None,
            shown,
        };
        if shown {
            self.shown.push(problem);
            let last = self.shown.len() - 1;
            &mut self.shown[last]
        } else {
            self.hidden += 1;
            self.latest.insert(problem)
        }
    }

    /// Ends the phase: looks up the lines and puts the errors into their order.
    ///
    /// If all are warnings, they are the result.
    pub(super) fn finish(self, sources: &[Source]) -> Result<Vec<Diagnostic>, Diagnostics> {
        let mut found: Vec<_> =
            self.shown.into_iter().map(|problem| problem.locate(sources)).collect();
        found.sort_by_key(order);
        // What is used through several aliases is wrong only once.
        found.dedup();
        if self.hidden > 0 {
            found.push(Diagnostic::new(format!("{} more errors are not shown", self.hidden)));
        }
        if found.iter().all(|it| it.severity() == Severity::Warning) {
            return Ok(found);
        }
        let mut sink = Sink::new();
        found.into_iter().for_each(|diagnostic| sink.push(diagnostic));
        sink.finish().map(|()| Vec::new())
    }
}

/// Errors come in the order of the text.
fn order(diagnostic: &Diagnostic) -> Option<(String, usize, usize)> {
    diagnostic.place().map(|place| (place.file().to_owned(), place.line(), place.column()))
}
