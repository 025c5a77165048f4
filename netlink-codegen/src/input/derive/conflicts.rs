//! Words of a field that exclude each other.

use super::errors::Errors;
use super::word::{self, Word};
use super::words::{Found, Words};

/// A field that is no attribute has nothing that words could say of it.
pub(super) fn no_attribute_has_no_words(words: &Words, errors: &Errors) {
    let roles: [(&Word, &str); 3] = [
        (&word::SKIP, "is no attribute"),
        (&word::UNKNOWN, "collects all attributes that have no field"),
        (&word::HEADER, "comes before the attributes"),
    ];
    let Some((role, what)) = roles.into_iter().find(|(role, _)| words.has(role)) else {
        return padding_has_an_id_alone(words, errors);
    };
    for found in words.iter().filter(|found| found.word.name != role.name) {
        errors.at(
            found.key.span(),
            format_args!("a field with `{}` {what}: remove `{}`", role.name, found.word.name),
        );
    }
}

/// Of an attribute that is skipped only the id and the name are known.
fn padding_has_an_id_alone(words: &Words, errors: &Errors) {
    let right = [&word::PAD, &word::ID, &word::ZERO, &word::RENAME];
    let wrong = |found: &&Found| !right.iter().any(|word| word.name == found.word.name);
    for found in words.iter().filter(|_| words.has(&word::PAD)).filter(wrong) {
        let name = found.word.name;
        errors.at(found.key.span(), format_args!("padding has no value: remove `{name}`"));
    }
}

const SUB_MESSAGE: &str = "a sub-message is one value, and its formats say what it is";

/// Words that contradict each other, and why.
const CONFLICTS: &[(&Word, &Word, &str)] = &[
    (&word::BE, &word::LE, "a value has one byte order"),
    (&word::UINT, &word::SINT, "a value has a sign or not"),
    (&word::BE, &word::UINT, "a `uint` is in host byte order"),
    (&word::BE, &word::SINT, "a `sint` is in host byte order"),
    (&word::LE, &word::UINT, "a `uint` is in host byte order"),
    (&word::LE, &word::SINT, "a `sint` is in host byte order"),
    (&word::MULTI, &word::INDEXED, "a list travels in one way"),
    (&word::MULTI, &word::PACKED, "a list travels in one way"),
    (&word::INDEXED, &word::PACKED, "a list travels in one way"),
    (&word::MULTI, &word::DEFAULT, "a list is empty where no attribute is there"),
    (&word::WITH, &word::BE, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::LE, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::UINT, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::SINT, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::AS, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::INDEXED, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::PACKED, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::BITFLAGS, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::DISPLAY, "nothing is known of the bytes that `with` reads"),
    (&word::WITH, &word::MIN, "nothing is known of the bytes that `with` reads"),
    (&word::WITH, &word::MAX, "nothing is known of the bytes that `with` reads"),
    (&word::WITH, &word::MASK, "nothing is known of the bytes that `with` reads"),
    (&word::BITFLAGS, &word::AS, "the flags travel as the integer that they are made of"),
    (&word::BITFLAGS, &word::UINT, "the flags travel as the integer that they are made of"),
    (&word::BITFLAGS, &word::SINT, "the flags travel as the integer that they are made of"),
    (&word::SELECTOR, &word::BE, SUB_MESSAGE),
    (&word::SELECTOR, &word::LE, SUB_MESSAGE),
    (&word::SELECTOR, &word::UINT, SUB_MESSAGE),
    (&word::SELECTOR, &word::SINT, SUB_MESSAGE),
    (&word::SELECTOR, &word::AS, SUB_MESSAGE),
    (&word::SELECTOR, &word::BITFLAGS, SUB_MESSAGE),
    (&word::SELECTOR, &word::DISPLAY, SUB_MESSAGE),
    (&word::SELECTOR, &word::MULTI, SUB_MESSAGE),
    (&word::SELECTOR, &word::INDEXED, SUB_MESSAGE),
    (&word::SELECTOR, &word::PACKED, SUB_MESSAGE),
    (&word::SELECTOR, &word::WITH, SUB_MESSAGE),
    (&word::SELECTOR, &word::MIN, SUB_MESSAGE),
    (&word::SELECTOR, &word::MAX, SUB_MESSAGE),
    (&word::SELECTOR, &word::MASK, SUB_MESSAGE),
    (&word::SELECTOR, &word::MIN_LEN, SUB_MESSAGE),
    (&word::SELECTOR, &word::MAX_LEN, SUB_MESSAGE),
];

/// Reports words that contradict each other, and says whether there are any.
pub(super) fn conflicts(words: &Words, errors: &Errors) -> bool {
    let mut found = false;
    for (one, other, reason) in CONFLICTS {
        if let (true, Some(span)) = (words.has(one), words.span(other)) {
            let (one, other) = (one.name, other.name);
            errors.at(span, format_args!("`{one}` and `{other}` contradict each other: {reason}"));
            found = true;
        }
    }
    found
}
