//! Documentation texts as rustdoc takes them.

/// A spec's text as Markdown that rustdoc reads as plain text: lines joined to paragraphs, lists
/// kept, and nothing in it a link, a tag or a code block by accident.
pub(super) fn tidy(text: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let item = is_item(line);
        match blocks.last_mut() {
            Some(block) if open && !item && !line.is_empty() => {
                block.push(' ');
                block.push_str(&escape(line));
            }
            _ if line.is_empty() => {}
            _ => {
                let gap = if item && open { "" } else { "\n" };
                blocks.push(format!("{gap}{}", escape(line)));
            }
        }
        open = !line.is_empty();
    }
    blocks.join("\n").trim().to_owned()
}

/// A text with a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let text = tidy(text);
    let ended = text.ends_with(['.', '!', '?', ':', ')', '`']);
    if ended || text.is_empty() { text } else { format!("{text}.") }
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ")
}

/// Escapes what Markdown would read as markup, outside of code spans.
fn escape(line: &str) -> String {
    let (bullet, rest) = line.split_at(if is_item(line) { 2 } else { 0 });
    let mut out = bullet.to_owned();
    let spans = rest.matches('`').count() % 2 == 0;
    let mut code = false;
    for (index, word) in rest.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        if !code && is_url(word) {
            let end = word.trim_end_matches(['.', ',', ')']);
            out.push_str(&format!("<{end}>{}", &word[end.len()..]));
            continue;
        }
        for (place, char) in word.char_indices() {
            match char {
                '`' if spans => code = !code,
                '`' | '[' | ']' | '<' | '>' | '*' | '_' | '\\' if !code => out.push('\\'),
                '#' | '-' | '+' | '=' | '~' if !code && index == 0 && place == 0 => out.push('\\'),
                '|' if !code => out.push('\\'),
                _ => {}
            }
            out.push(char);
        }
    }
    out
}

fn is_url(word: &str) -> bool {
    word.starts_with("http://") || word.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_to_paragraphs_and_lists_stay() {
        let text = "One\n  two.\n\nThree:\n- a\n  b\n- c\n";
        assert_eq!(tidy(text), "One two.\n\nThree:\n- a b\n- c");
    }

    #[test]
    fn markup_is_escaped_outside_of_code() {
        assert_eq!(tidy("a [b] <c> `d[e]` f_g"), r"a \[b\] \<c\> `d[e]` f\_g");
        assert_eq!(tidy("see https://example.org/x."), "see <https://example.org/x>.");
        assert_eq!(tidy("an odd ` tick"), r"an odd \` tick");
    }

    #[test]
    fn an_indented_block_is_no_code_block() {
        assert_eq!(tidy("a\n\n      b [c]\n"), "a\n\nb \\[c\\]");
    }
}
