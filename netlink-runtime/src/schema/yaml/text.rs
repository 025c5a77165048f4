//! YAML as text: names, and maps on one line.

use core::fmt::{self, Write};

/// Words that YAML takes for something else than text.
const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

/// A text as a YAML scalar, in quotes where it needs them.
pub(super) struct Text<'t>(pub(super) &'t str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.');
        let starts = self.0.starts_with(|char: char| char.is_ascii_alphabetic());
        let word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(self.0));
        if starts && !word && self.0.chars().all(plain) {
            return f.write_str(self.0);
        }
        f.write_char('"')?;
        for char in self.0.chars() {
            match char {
                '"' | '\\' => write!(f, "\\{char}")?,
                char if char.is_control() => write!(f, "\\u{:04x}", u32::from(char))?,
                char => f.write_char(char)?,
            }
        }
        f.write_char('"')
    }
}

/// A name as the kernel's schema allows it: in lower case, with letters, digits and hyphens.
pub(super) fn name(name: &str) -> String {
    member_name(&name.to_ascii_lowercase())
}

/// The same of a struct's member in a protocol of its own, which may have capitals.
pub(super) fn member_name(name: &str) -> String {
    let letter = |char: char| if char.is_ascii_alphanumeric() || char == '_' { char } else { '-' };
    let name: String = name.chars().map(letter).collect();
    if name.contains(|char: char| char.is_ascii_alphanumeric()) { name } else { "unnamed".into() }
}

/// A map on one line, or a list.
pub(super) struct Flow {
    text: String,
    close: char,
}

impl Flow {
    pub(super) fn map() -> Self {
        Self { text: "{".into(), close: '}' }
    }

    /// Adds a key whose value is written as it is.
    pub(super) fn raw(mut self, key: &str, value: impl fmt::Display) -> Self {
        let separator = if self.text.len() == 1 { " " } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(self.text, "{separator}{key}: {value}");
        self
    }

    /// Adds a key whose value is a text.
    pub(super) fn text(self, key: &str, value: &str) -> Self {
        self.raw(key, Text(value))
    }

    /// Adds a key if there is a value.
    pub(super) fn some(self, key: &str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.raw(key, value),
            None => self,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.len() == 1
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.text, self.close)
    }
}

/// A list of names on one line.
pub(super) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.map(|name| Text(name).to_string()).collect();
    format!("[{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_would_take_for_something_else_is_quoted() {
        let texts = ["link-attrs", "on", "6rd", "a: b", "say \"x\"", "", "No"];
        let written: Vec<_> = texts.iter().map(|text| Text(text).to_string()).collect();
        let expected =
            ["link-attrs", "\"on\"", "\"6rd\"", "\"a: b\"", "\"say \\\"x\\\"\"", "\"\"", "\"No\""];
        assert_eq!(written, expected);
        assert_eq!(list(["a", "off"].into_iter()), "[a, \"off\"]");
    }

    #[test]
    fn a_name_has_the_letters_that_the_schema_allows() {
        assert_eq!(
            [name("IFLA_MTU"), name("my set"), name("%")],
            ["ifla_mtu", "my-set", "unnamed"]
        );
    }

    #[test]
    fn a_map_stands_on_one_line() {
        let map = Flow::map().text("name", "off").raw("value", 1).some("doc", None::<u8>);
        assert_eq!(map.to_string(), "{ name: \"off\", value: 1 }");
    }
}
