//! What names, lengths and limits may look like.

use super::model::Level;

/// Whether a text can name something; else the rule it breaks.
///
/// Apart from the schema's letters, `_` and single blanks inside are let through: specs of kernels before 6.13 have
/// such names, and they turn into identifiers as well.
pub(super) fn check(text: &str, level: Level, member: bool) -> Result<(), &'static str> {
    if !text.contains(|char: char| char.is_ascii_alphanumeric()) {
        return Err("a name needs a letter or a digit");
    }
    let blanks = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
    let capitals = level == Level::GenetlinkC || (member && level == Level::NetlinkRaw);
    let fits = |char: char| match char {
        'a'..='z' | '0'..='9' | '-' | '_' | ' ' => true,
        'A'..='Z' => capitals,
        _ => level == Level::GenetlinkC && !char.is_control(),
    };
    match (text.chars().all(fits) && !blanks, capitals) {
        (true, _) => Ok(()),
        (false, true) => Err("a name has letters, digits and `-`"),
        (false, false) => Err("a name has lower-case letters, digits and `-`"),
    }
}

/// Whether a text can be a length: a word, or `word - 1`.
pub(super) fn is_length(text: &str) -> bool {
    is_limit(text.strip_suffix(" - 1").unwrap_or(text))
}

/// Whether a text can be a limit: a word.
pub(super) fn is_limit(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_level() {
        let ok = |text, level, member| check(text, level, member).is_ok();
        for name in ["802", "--kernel-timespec", "a-b", "pin-77_5", "set id"] {
            assert!(ok(name, Level::Genetlink, false), "{name}");
        }
        for name in ["", "-", "A", "a.b", " a", "a  b", "a\tb", "\u{e4}"] {
            assert!(!ok(name, Level::Genetlink, false), "{name:?}");
        }
        assert!(ok("bT", Level::NetlinkRaw, true) && !ok("bT", Level::NetlinkRaw, false));
        assert!(!ok("bT", Level::GenetlinkLegacy, true));
        assert!(ok("Any.thing", Level::GenetlinkC, false) && !ok("a\nb", Level::GenetlinkC, false));
    }

    #[test]
    fn lengths_may_be_one_less() {
        assert!(is_length("IFNAMSIZ - 1") && is_length("key-len") && is_length("16"));
        assert!(!is_length("key-len - 2") && !is_length("key-len -1") && !is_length(" - 1"));
        assert!(is_limit("u32-max") && !is_limit("u32-max - 1"));
    }
}
