//! How the headers call what our specs describe.

use std::cell::Cell;

const LINES: &str = include_str!("names.txt");

/// The lines of `names.txt`.
pub(crate) struct Names(Vec<Line>);

/// A line: `word: family: path: value: reason`.
struct Line {
    word: &'static str,
    /// `family: struct` or `family: struct.member`.
    path: String,
    value: Vec<&'static str>,
    used: Cell<bool>,
    text: &'static str,
}

/// How the end of a struct of ours compares with that in C.
pub(crate) enum Tail {
    /// They end at the same byte.
    Same,
    /// C may have more.
    Grows,
    /// The headers may be older than the spec and have less.
    Newer,
}

impl Names {
    pub(crate) fn read() -> Self {
        let lines = LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(lines.map(Line::read).collect())
    }

    fn find(&self, word: &str, path: &str) -> Option<&Line> {
        let found = self.0.iter().find(|line| line.word == word && line.path == path)?;
        found.used.set(true);
        Some(found)
    }

    /// The headers of a family.
    pub(crate) fn headers(&self, family: &str) -> &[&'static str] {
        let line = self.find("headers", family);
        &line.unwrap_or_else(|| panic!("{family}: structs but no headers")).value
    }

    /// A struct's type in C.
    pub(crate) fn of_struct(&self, path: &str, name: &str) -> String {
        match self.find("struct", path) {
            Some(line) => line.value.join(" "),
            None => format!("struct {}", name.replace('-', "_")),
        }
    }

    /// A member's name in C.
    pub(crate) fn of_member(&self, of: &str, name: &str) -> String {
        match self.find("member", &format!("{of}.{name}")) {
            Some(line) => line.value.join(" "),
            None => {
                let prefix = self.find("prefix", of).map(|line| line.value.concat());
                prefix.unwrap_or_default() + &name.replace('-', "_")
            }
        }
    }

    /// Whether a member has no name in C: it is a bit field there, or part of another.
    pub(crate) fn is_ours_alone(&self, path: &str) -> bool {
        self.find("ours", path).is_some()
    }

    /// Whether headers that lack a member may be older than the spec.
    pub(crate) fn is_newer(&self, path: &str) -> bool {
        self.find("newer", path).is_some()
    }

    /// How the ends of a struct compare.
    pub(crate) fn tail(&self, path: &str) -> Tail {
        let newer =
            |line: &Line| line.word == "newer" && line.path.starts_with(&format!("{path}."));
        match self.find("grows", path) {
            Some(_) => Tail::Grows,
            None if self.0.iter().any(newer) => Tail::Newer,
            None => Tail::Same,
        }
    }

    /// The lines that were not asked for. Those about newer members are needed by older headers
    /// only.
    pub(crate) fn unused(&self) -> Vec<&'static str> {
        let unused = |line: &&Line| !line.used.get() && line.word != "newer";
        self.0.iter().filter(unused).map(|line| line.text).collect()
    }
}

impl Line {
    fn read(text: &'static str) -> Self {
        let mut parts = text.splitn(5, ": ");
        let mut part = || parts.next().unwrap_or_else(|| panic!("a part is missing: {text}"));
        let (word, family) = (part(), part());
        let (path, value) = match word {
            "headers" => (family.to_owned(), part()),
            "struct" | "prefix" | "member" => (format!("{family}: {}", part()), part()),
            "ours" | "newer" | "grows" => (format!("{family}: {}", part()), ""),
            _ => panic!("no such word: {text}"),
        };
        let reason = if word == "headers" { "" } else { part() };
        assert!(word == "headers" || !reason.is_empty(), "without a reason: {text}");
        let value = value.split(' ').collect();
        Self { word, path, value, used: Cell::new(false), text }
    }
}
