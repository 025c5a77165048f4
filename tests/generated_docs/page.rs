//! The blocks of the page.

/// A part of the page.
#[derive(Debug)]
pub(crate) enum Part {
    /// Lines outside of the blocks that the test knows.
    Text(String),
    /// The content of a YAML block.
    Yaml(String),
    /// A block of Rust and the comment in front of it.
    Rust {
        /// The items that it shows.
        items: Vec<String>,
        /// Its content.
        code: String,
    },
}

/// Splits the page.
pub(crate) fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = page.lines();
    let mut text = String::new();
    while let Some(line) = lines.next() {
        let items = line.strip_prefix("<!-- items: ").and_then(|rest| rest.strip_suffix(" -->"));
        if line != "```yaml" && items.is_none() {
            text.push_str(line);
            text.push('\n');
            continue;
        }
        parts.push(Part::Text(core::mem::take(&mut text)));
        parts.push(match items {
            None => Part::Yaml(block(&mut lines)),
            Some(items) => {
                assert_eq!(lines.next(), Some("```rust"), "behind {line}");
                let items = items.split("; ").map(str::to_owned).collect();
                Part::Rust { items, code: block(&mut lines) }
            }
        });
    }
    parts.push(Part::Text(text));
    parts
}

/// The lines up to the end of a block.
fn block<'a>(lines: &mut impl Iterator<Item = &'a str>) -> String {
    lines.take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect()
}
