//! Text of a diagnostic, in the layout rustc uses. No colours.

use std::fmt::{self, Write};

use super::{Diagnostic, Severity, Snippet};

/// No line of a spec is shown beyond this many characters.
const LINE_LIMIT: usize = 200;

/// The one-line form.
pub(super) fn one_line(it: &Diagnostic) -> String {
    let mut out = String::new();
    if let Some(place) = it.place() {
        let _ = write!(out, "{}:{}:{}: ", place.file(), place.line(), place.column());
    }
    out.push_str(it.message());
    for help in &it.helps {
        let _ = write!(out, "; help: {help}");
    }
    out.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The form with the line itself.
pub(super) fn full(it: &Diagnostic, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let margin = margin(it);
    let severity = match it.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    writeln!(f, "{severity}: {}", it.message)?;
    if let Some(place) = &it.place {
        snippet(f, place, it.label.as_deref().unwrap_or_default(), margin)?;
    }
    for note in &it.notes {
        match &note.place {
            Some(place) => {
                writeln!(f, "note: {}", note.message)?;
                snippet(f, place, "", margin)?;
            }
            None => remark(f, margin, "note", &note.message)?,
        }
    }
    it.helps.iter().try_for_each(|help| remark(f, margin, "help", help))
}

/// Digits of the longest line number shown.
fn margin(it: &Diagnostic) -> usize {
    let places = it.place.iter().chain(it.notes.iter().filter_map(|note| note.place.as_ref()));
    places.map(|place| place.line().to_string().len()).max().unwrap_or(0)
}

fn remark(f: &mut fmt::Formatter<'_>, margin: usize, kind: &str, text: &str) -> fmt::Result {
    let mut lines = text.lines();
    writeln!(f, "{:margin$} = {kind}: {}", "", lines.next().unwrap_or_default())?;
    let indent = margin + kind.len() + 5;
    lines.try_for_each(|line| writeln!(f, "{:indent$}{line}", ""))
}

fn snippet(f: &mut fmt::Formatter<'_>, place: &Snippet, label: &str, margin: usize) -> fmt::Result {
    let (line, column) = (place.line(), place.column());
    writeln!(f, "{:margin$}--> {}:{line}:{column}", "", place.file())?;
    if column > LINE_LIMIT {
        return Ok(());
    }
    let text: String = place.text().chars().take(LINE_LIMIT).map(visible).collect();
    let indent = column.saturating_sub(1);
    let room = text.chars().count().saturating_sub(indent).max(1);
    let carets = "^".repeat(place.width().min(room));
    writeln!(f, "{:margin$} |", "")?;
    writeln!(f, "{}", format!("{line:margin$} | {text}").trim_end())?;
    writeln!(f, "{}", format!("{:margin$} | {:indent$}{carets} {label}", "", "").trim_end())
}

/// Tabs as one blank, so that the caret stands below its character; control characters as a mark.
fn visible(char: char) -> char {
    match char {
        '\t' => ' ',
        char if char.is_control() => '\u{fffd}',
        char => char,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Severity, Source};

    fn source() -> Source {
        Source::new("demo.yaml", "name: demo\n\ttype: \u{fc}33 # note\n")
    }

    #[test]
    fn the_line_is_shown_with_carets_note_and_help() {
        let source = source();
        let text = Diagnostic::new("unknown type")
            .at(source.snippet(2, 8, 3))
            .label("here")
            .note_at("the name", source.snippet(1, 7, 4))
            .note("two\nlines")
            .help("write `u32`")
            .to_string();
        let expected = "\
error: unknown type
 --> demo.yaml:2:8
  |
2 |  type: \u{fc}33 # note
  |        ^^^ here
note: the name
 --> demo.yaml:1:7
  |
1 | name: demo
  |       ^^^^
  = note: two
          lines
  = help: write `u32`
";
        assert_eq!(text, expected);
    }

    #[test]
    fn the_short_form_is_one_line() {
        let short =
            Diagnostic::new("bad\nthing").at(source().snippet(2, 8, 3)).help("mend it").one_line();
        assert_eq!(short, "demo.yaml:2:8: bad thing; help: mend it");
        assert_eq!(Diagnostic::new("no place").one_line(), "no place");
    }

    #[test]
    fn places_outside_of_the_text_are_no_harm() {
        for (line, column, width) in [(0, 0, 0), (9, 1, 1), (1, 500, 9), (1, 11, 100), (1, 40, 2)] {
            let text = Diagnostic::new("x").at(source().snippet(line, column, width)).to_string();
            assert!(
                text.starts_with(&format!("error: x\n --> demo.yaml:{line}:{column}\n")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_warning_says_so() {
        let warning = Diagnostic::new("hm").with_severity(Severity::Warning);
        assert_eq!(warning.to_string(), "warning: hm\n");
    }
}
