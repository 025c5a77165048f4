//! What a family is compiled from.

use crate::diagnostic::Source;

/// A spec, and the overlays that are laid over it: first the errata known of the kernel's spec of that name, then
/// those given, one after the other.
///
/// An overlay is a part of a spec, with the `name` of the family that it is for. Mappings are merged key by key, and
/// `null` takes a key away. Definitions, entries, attribute sets, attributes, sub-messages, operations and groups are
/// found by their names, formats by their `value`, and those that are not there are added at the end. All other lists
/// take the place of what was there: members of structs, and the attributes that a message lists.
///
/// The errata are for all versions of a spec: what one does not have they pass over, unless they describe it in full.
#[derive(Clone, Debug)]
pub struct Input {
    pub(super) spec: Source,
    pub(super) errata: bool,
    pub(super) overlays: Vec<Source>,
}

impl Input {
    /// A spec without overlays but the errata.
    #[must_use]
    pub fn new(spec: Source) -> Self {
        Self { spec, errata: true, overlays: Vec::new() }
    }

    /// Whether the errata known of the kernel's spec of that name are laid over it; they are unless said.
    #[must_use]
    pub fn errata(self, errata: bool) -> Self {
        Self { errata, ..self }
    }

    /// Lays one more overlay over the spec.
    #[must_use]
    pub fn overlay(mut self, overlay: Source) -> Self {
        self.overlays.push(overlay);
        self
    }
}

impl From<Source> for Input {
    fn from(spec: Source) -> Self {
        Self::new(spec)
    }
}

impl From<&Source> for Input {
    fn from(spec: &Source) -> Self {
        Self::new(spec.clone())
    }
}
