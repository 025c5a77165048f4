//! Tables of payloads whose format another attribute chooses, and the scopes that the choosing
//! attribute is looked for in.

use core::fmt;

use bstr::ByteSlice;

use super::{Kind, Set};
use crate::wire::Attributes;

/// The formats of a `sub-message`.
#[non_exhaustive]
pub struct Formats {
    /// The name in the spec.
    pub name: &'static str,
    /// The formats.
    pub formats: &'static [Format],
}

impl Formats {
    /// A table.
    #[must_use]
    pub const fn new(name: &'static str, formats: &'static [Format]) -> Self {
        Self { name, formats }
    }

    /// The kind of the format that a selector names; plain bytes if it names none.
    #[must_use]
    pub fn select(&self, selector: &[u8]) -> Kind {
        let found = self.formats.iter().find(|format| format.selector.as_bytes() == selector);
        found.map_or(Kind::Binary(super::Hint::None), |format| format.kind)
    }
}

impl fmt::Debug for Formats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Formats({})", self.name)
    }
}

/// One format.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Format {
    /// The text, or the name of the enum's entry, that selects it.
    pub selector: &'static str,
    /// What the payload is then.
    pub kind: Kind,
}

impl Format {
    /// A format.
    #[must_use]
    pub const fn new(selector: &'static str, kind: Kind) -> Self {
        Self { selector, kind }
    }
}

/// A set that encloses a place in a message, with its attributes' bytes.
pub(super) type Scope<'a> = (&'static Set, &'a [u8]);

/// The kind of a payload that the attribute `selector` chooses, which is looked for in the scopes
/// from the inside out.
pub(super) fn select<'a>(
    formats: &Formats,
    selector: &str,
    scopes: impl Iterator<Item = Scope<'a>>,
) -> Kind {
    for (set, attributes) in scopes {
        if let Some(row) = set.attributes.iter().find(|attribute| attribute.name == selector) {
            let found = Attributes::new(attributes).flatten().find(|found| found.id() == row.id);
            return found.map_or(BYTES, |found| chosen(formats, &row.kind, found.payload()));
        }
    }
    BYTES
}

const BYTES: Kind = Kind::Binary(super::Hint::None);

/// The kind that a selector of this value chooses: a text, or the name of a value.
fn chosen(formats: &Formats, kind: &Kind, value: &[u8]) -> Kind {
    let Kind::Scalar(scalar) = kind else {
        return formats.select(value.trim_end_with(|char| char == '\0'));
    };
    let value = scalar.read(value);
    let name = scalar.names.zip(value).and_then(|(names, value)| names.name_of(value as u64));
    formats.select(name.unwrap_or_default().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::{Attribute, Entry, Enum, Hint, Order, Scalar, Width};
    use super::*;
    use crate::wire::Writer;

    static KINDS: Enum = Enum::new("kinds", &[Entry::new(1, "counter")]);
    static COUNTER: Set = Set::new("counter", &[]);
    static FORMATS: Formats = Formats::new("data", &[Format::new("counter", Kind::Nest(&COUNTER))]);
    static INNER: Set = Set::new("inner", &[Attribute::new(9, "other", Kind::Flag)]);
    const BE32: Kind = Kind::Scalar(Scalar::new(Width::U32).ordered(Order::Big)).named(&KINDS);
    static BY_ENUM: Set = Set::new("by-enum", &[Attribute::new(3, "kind", BE32)]);
    static BY_TEXT: Set = Set::new("by-text", &[Attribute::new(1, "kind", Kind::String)]);

    fn is_counter(scopes: &[Scope<'_>]) -> bool {
        matches!(select(&FORMATS, "kind", scopes.iter().copied()), Kind::Nest(_))
    }

    #[test]
    fn the_nearest_scope_that_has_the_selector_decides() {
        let mut writer = Writer::new();
        writer.put(1, "counter");
        let text = writer.take_bytes();
        assert!(is_counter(&[(&INNER, &[]), (&BY_TEXT, &text)]));
        assert!(!is_counter(&[(&BY_TEXT, &[]), (&BY_TEXT, &text)]), "absent in the nearest");
        assert!(!is_counter(&[(&INNER, &text)]));
    }

    #[test]
    fn an_enum_selects_by_the_name_of_its_value() {
        let mut writer = Writer::new();
        writer.put(3, [0, 0, 0, 1].as_slice());
        assert!(is_counter(&[(&BY_ENUM, writer.bytes())]));
        let unknown =
            select(&FORMATS, "kind", [(&BY_ENUM, [8, 0, 3, 0, 0, 0, 0, 7].as_slice())].into_iter());
        assert!(matches!(unknown, Kind::Binary(Hint::None)));
    }
}
