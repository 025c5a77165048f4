//! What structs and nests are made of.

use super::value::{Around, Item};
use super::{Attribute, Kind, Member, Set};
use crate::wire::{Attributes, Fault, align, faulty};

/// A C struct: its layout and its bytes.
#[derive(Clone, Copy)]
pub(super) struct Struct<'a> {
    pub(super) layout: &'static super::Struct,
    pub(super) payload: &'a [u8],
    pub(super) item: Item<'a>,
}

impl<'a> Struct<'a> {
    /// The members, with `None` for those that the payload is too short for.
    pub(super) fn members(self) -> impl Iterator<Item = (&'static Member, Option<Item<'a>>)> {
        self.layout.members.iter().map(move |member| {
            let end = member.offset.saturating_add(member.size);
            let bytes = self.payload.get(member.offset..end);
            (member, bytes.map(|bytes| self.item.inner(member.kind, bytes)))
        })
    }

    /// What follows the struct that the table knows: members that were added later.
    #[cfg(feature = "serde")]
    pub(super) fn rest(self) -> &'a [u8] {
        self.payload.get(self.layout.size..).unwrap_or_default()
    }
}

/// A fixed header, if there is one, and attributes.
#[derive(Clone, Copy)]
pub(super) struct Nest<'a> {
    pub(super) set: &'static Set,
    header: Option<(&'static super::Struct, &'a [u8])>,
    attributes: &'a [u8],
    item: Item<'a>,
}

/// A part of a nest.
pub(super) enum Part<'a> {
    /// The fixed header.
    Header(Item<'a>),
    /// An attribute that the table has.
    Known(&'static Attribute, Item<'a>),
    /// An attribute whose value nobody may see.
    Secret(&'static Attribute),
    /// An attribute that the table does not have.
    Unknown(u16, &'a [u8]),
    /// What is no attribute; the rest of the nest.
    Malformed(Fault<'a>),
}

impl<'a> Nest<'a> {
    pub(super) fn new(item: Item<'a>, set: &'static Set, attributes: &'a [u8]) -> Self {
        Self { set, header: None, attributes, item }
    }

    /// Attributes behind a fixed header.
    pub(super) fn behind(
        item: Item<'a>,
        header: &'static super::Struct,
        set: &'static Set,
        payload: &'a [u8],
    ) -> Self {
        let (bytes, attributes) = payload.split_at(align(header.size).min(payload.len()));
        // What aligns the attributes is none of the header.
        let bytes = bytes.get(..header.size).unwrap_or(bytes);
        Self { header: Some((header, bytes)), ..Self::new(item, set, attributes) }
    }

    /// The nest as what is around its attributes.
    pub(super) fn around(&self) -> Around<'a> {
        Around { own: (self.set, self.attributes), outer: self.item.around() }
    }

    /// The parts, padding left out.
    pub(super) fn parts<'b>(self, around: &'b Around<'b>) -> impl Iterator<Item = Part<'b>>
    where
        'a: 'b,
    {
        let Self { set, header, attributes, item } = self;
        let header = header
            .map(move |(layout, bytes)| Part::Header(item.inner(Kind::Struct(layout), bytes)));
        let attributes = faulty(Attributes::new(attributes)).filter_map(move |found| {
            let wire = match found {
                Ok(wire) => wire,
                Err(fault) => return Some(Part::Malformed(fault)),
            };
            Some(match set.attribute(wire.id()) {
                Some(Attribute { kind: Kind::Pad, .. }) => return None,
                Some(row) if row.secret => Part::Secret(row),
                Some(row) => Part::Known(row, item.inner(row.kind, wire.payload()).within(around)),
                None => Part::Unknown(wire.id(), wire.payload()),
            })
        });
        header.into_iter().chain(attributes)
    }
}
