//! Errors of a phase before their lines are looked up.

use super::{locate::locate, path::Path};
use crate::diagnostic::{Diagnostic, Diagnostics, Sink, Source, help_for};

/// Errors shown at once. Each costs a look-up in the text, and nobody reads more.
const SHOWN: usize = 100;

/// One error of a phase.
#[derive(Debug)]
pub(super) struct Problem {
    path: Path,
    message: String,
    helps: Vec<String>,
    also: Option<(String, Path)>,
    /// Whether it will be shown: else no work need go into it.
    shown: bool,
}

impl Problem {
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
        let mut diagnostic = Diagnostic::new(self.message);
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
        let problem = Problem { path, message, helps: Vec::new(), also: None, shown };
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
    pub(super) fn finish(self, sources: &[Source]) -> Result<(), Diagnostics> {
        let hidden = self.hidden;
        let mut found: Vec<_> =
            self.shown.into_iter().map(|problem| problem.locate(sources)).collect();
        found.sort_by_key(|it| {
            it.place().map(|place| (place.file().to_owned(), place.line(), place.column()))
        });
        let mut sink = Sink::new();
        found.into_iter().for_each(|diagnostic| sink.push(diagnostic));
        if hidden > 0 {
            sink.push(Diagnostic::new(format!("{hidden} more errors are not shown")));
        }
        sink.finish()
    }
}
