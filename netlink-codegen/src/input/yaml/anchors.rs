//! Anchors that are defined twice, which the YAML parser mixes up.
//!
//! YAML lets `&name` be defined again; aliases then mean the latest before them. serde_yaml resolves such aliases to
//! other nodes without an error, so a text that has them is refused. Found by the characters around the name, since the
//! parser does not tell: a prose text would have to contain both `&name` twice and `*name`, each as YAML writes them.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Source};

/// The error about the first anchor defined twice, if an alias refers to it.
pub(super) fn defined_twice(source: &Source) -> Option<Diagnostic> {
    let mut first: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut twice = Vec::new();
    let mut aliases = HashSet::new();
    for (index, line) in source.text().lines().enumerate() {
        for (at, mark, name) in marks(line) {
            if mark == "*" {
                aliases.insert(name);
            } else if let Some(first) = first.get(name) {
                twice.push((name, *first, (index + 1, at)));
            } else {
                first.insert(name, (index + 1, at));
            }
        }
    }
    let (name, first, second) = twice.into_iter().find(|(name, ..)| aliases.contains(name))?;
    let place = |(line, at): (usize, usize)| {
        let text = source.text().lines().nth(line - 1).unwrap_or_default();
        let column = text.get(..at).map_or(1, |before| before.chars().count() + 1);
        source.snippet(line, column, name.len() + 1)
    };
    let diagnostic = Diagnostic::new(format!("anchor `{name}` is defined twice"));
    Some(
        diagnostic
            .at(place(second))
            .note_at("first defined here", place(first))
            .help("give it another name"),
    )
}

/// The `&name` and `*name` of a line: bytes before, mark and name.
fn marks(line: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    line.match_indices(['&', '*']).filter_map(|(at, mark)| {
        let (before, after) = (&line[..at], &line[at + 1..]);
        let end =
            after.find(|char: char| !char.is_ascii_alphanumeric() && !matches!(char, '-' | '_'));
        let (name, rest) = after.split_at(end.unwrap_or(after.len()));
        let ended = rest.is_empty() || rest.starts_with([' ', '\t', ',', ']', '}', ':']);
        (ended && !name.is_empty() && may_precede(before)).then_some((at, mark, name))
    })
}

/// Whether a node can begin behind this part of a line.
fn may_precede(before: &str) -> bool {
    let trimmed = before.trim_end();
    let blank = before.len() > trimmed.len();
    trimmed.is_empty()
        || trimmed.ends_with(['[', '{', ','])
        || (blank && trimmed.ends_with([':', '-', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        defined_twice(&Source::new("demo.yaml", text)).map(|error| error.one_line())
    }

    #[test]
    fn an_anchor_defined_twice_is_found() {
        let text = "a: &x 1\nb: [&y 2, &x 3]\nc: *x\n";
        let expected = "demo.yaml:2:11: anchor `x` is defined twice; help: give it another name";
        assert_eq!(found(text).as_deref(), Some(expected));
        assert!(found("a:\n  &x\n  b: 1\nc: &x 2\nd: [*x]\n").is_some());
        assert!(found("- &x a\n- &x b\n- *x\n").is_some());
    }

    #[test]
    fn others_are_not() {
        assert_eq!(found("a: &x 1\nb: &y 2\nc: [*x, *y, *x]\n"), None, "each once");
        assert_eq!(found("doc: f(&x) and\n  g(a, &x) and *x\n"), None, "prose");
        assert_eq!(found("a: &x 1\nb: &x 2\n"), None, "no alias");
        assert_eq!(found("a: &xy 1\nb: &x 2\nc: *x\n"), None, "another name");
    }
}
