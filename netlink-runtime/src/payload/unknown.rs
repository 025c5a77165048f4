//! Attributes that a struct does not declare.

use core::fmt;

use crate::wire::{Attribute, Attributes, NESTED, Writer};

/// The attributes of a message or nest that its struct does not declare, as they came; encoding
/// the struct writes them back. Nothing that a newer kernel adds is lost.
#[derive(Clone, Copy, Default)]
pub struct Unknown<'a> {
    tail: &'a [u8],
    declared: &'static [u16],
}

impl<'a> Unknown<'a> {
    /// Notes an attribute whose id is not among `declared`: the first says where to look.
    #[inline]
    pub fn note(&mut self, attribute: Attribute<'a>, declared: &'static [u16]) {
        if self.tail.is_empty() {
            self.tail = attribute.tail();
            self.declared = declared;
        }
    }

    /// Iterates over the attributes, in the order in which they came.
    #[must_use]
    pub const fn iter(&self) -> UnknownIter<'a> {
        UnknownIter { attributes: Attributes::new(self.tail), declared: self.declared }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Writes the attributes as they came.
    #[inline]
    pub fn encode(&self, out: &mut Writer) {
        if !self.tail.is_empty() {
            self.encode_each(out);
        }
    }

    #[cold]
    fn encode_each(&self, out: &mut Writer) {
        for attribute in self.iter() {
            let mark = out.begin_attribute(attribute.raw_kind());
            out.extend(attribute.payload());
            out.end(mark);
        }
    }
}

/// Iterates over [`Unknown`] attributes.
#[derive(Clone)]
pub struct UnknownIter<'a> {
    attributes: Attributes<'a>,
    declared: &'static [u16],
}

impl<'a> Iterator for UnknownIter<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        // The bytes were walked once when they were noted, so that no framing error is met here.
        self.attributes
            .by_ref()
            .flatten()
            .find(|attribute| !self.declared.contains(&attribute.id()))
    }
}

impl<'a> IntoIterator for Unknown<'a> {
    type Item = Attribute<'a>;
    type IntoIter = UnknownIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Unknown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().map(|attribute| {
                let id = attribute.raw_kind() & !NESTED;
                (id, crate::schema::Hex(attribute.payload()))
            }))
            .finish()
    }
}
