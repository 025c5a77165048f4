//! The text of a file, and a place in it.

use std::{io, path::Path, sync::Arc};

/// A file's name and text. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
}

/// A place in a [`Source`], with the line it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    file: Arc<str>,
    line: usize,
    column: usize,
    width: usize,
    text: String,
}

impl Source {
    /// A text under the name that errors shall show.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Reads a file; errors show its path as given here.
    ///
    /// # Errors
    /// Those of [`std::fs::read_to_string`]: also if it is not UTF-8.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        Ok(Self::new(path.display().to_string(), std::fs::read_to_string(path)?))
    }

    /// The file's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file's text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A place: line and column count from 1, columns and width in characters. Lines behind the end are empty.
    #[must_use]
    pub fn snippet(&self, line: usize, column: usize, width: usize) -> Snippet {
        let text = self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        Snippet { file: Arc::clone(&self.name), line, column, width, text: text.to_owned() }
    }
}

impl Snippet {
    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column, from 1, in characters.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// How many characters it covers, at least 1.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width.max(1)
    }

    /// The whole line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
