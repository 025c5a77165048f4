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

/// The sets that enclose a place in a message, with their attributes' bytes: a selector is looked
/// for from the inside out.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) set: &'static Set,
    pub(super) attributes: &'a [u8],
    pub(super) outer: Option<&'a Scope<'a>>,
}

impl Scope<'_> {
    /// The kind of a payload that the attribute `selector` chooses.
    pub(super) fn select(&self, formats: &Formats, selector: &str) -> Kind {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some(kind) = here.select_here(formats, selector) {
                return kind;
            }
            scope = here.outer;
        }
        Kind::Binary(super::Hint::None)
    }

    /// The same, if this set has the attribute.
    fn select_here(&self, formats: &Formats, selector: &str) -> Option<Kind> {
        let row = self.set.attributes.iter().find(|attribute| attribute.name == selector)?;
        let mut attributes = Attributes::new(self.attributes).flatten();
        let Some(found) = attributes.find(|attribute| attribute.id() == row.id) else {
            return Some(Kind::Binary(super::Hint::None));
        };
        Some(match row.kind {
            Kind::Scalar(scalar) => {
                let value = scalar.read(found.payload());
                let name =
                    scalar.names.zip(value).and_then(|(names, value)| names.name_of(value as u64));
                formats.select(name.unwrap_or_default().as_bytes())
            }
            _ => formats.select(found.payload().trim_end_with(|char| char == '\0')),
        })
    }
}
