//! Identifiers as tables spell them.

/// An identifier as tables spell it: `READ_ONLY` and `ReadOnly` give `read-only`.
#[doc(hidden)]
#[macro_export]
macro_rules! __table_name {
    ($name:ident) => {{
        const NAME: &::core::primitive::str = ::core::stringify!($name);
        const KEBAB: ([::core::primitive::u8; 2 * NAME.len()], ::core::primitive::usize) =
            $crate::generated::kebab(NAME);
        $crate::generated::text(&KEBAB.0, KEBAB.1)
    }};
}

/// A name in lower case with hyphens between its words, and its length. `N` is twice the length
/// of `name`.
#[must_use]
pub const fn kebab<const N: usize>(name: &str) -> ([u8; N], usize) {
    let name = name.as_bytes();
    let (mut kebab, mut length, mut index) = ([0; N], 0, 0);
    while index < name.len() && length + 1 < N {
        let letter = name[index];
        let word_starts =
            letter.is_ascii_uppercase() && index > 0 && !name[index - 1].is_ascii_uppercase();
        if letter == b'_' || (word_starts && name[index - 1] != b'_') {
            kebab[length] = b'-';
            length += 1;
        }
        if letter != b'_' {
            kebab[length] = letter.to_ascii_lowercase();
            length += 1;
        }
        index += 1;
    }
    (kebab, length)
}

/// The first `length` bytes as text.
#[must_use]
pub const fn text(bytes: &'static [u8], length: usize) -> &'static str {
    match core::str::from_utf8(bytes.split_at(length).0) {
        Ok(text) => text,
        Err(_) => "?",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_in_lower_case_with_hyphens_between_them() {
        assert_eq!(crate::__table_name!(LinkFlags2), "link-flags2");
        assert_eq!(crate::__table_name!(READ_ONLY), "read-only");
    }
}
