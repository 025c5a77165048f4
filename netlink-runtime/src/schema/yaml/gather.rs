//! All tables that a family leads to, each with a name of its own.

use core::ptr;

use super::super::{Enum, Family, Formats, Kind, Layout, Limits, Protocol, Set, Struct};
use super::text;

/// The tables, in the order in which they are found.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) sets: Vec<Named<Set>>,
    pub(super) enums: Vec<Named<Enum>>,
    pub(super) structs: Vec<Named<Struct>>,
    pub(super) formats: Vec<Named<Formats>>,
    /// Masks that no flags have, and the names of the definitions that stand for them.
    pub(super) masks: Vec<(u64, String)>,
    /// Whether the names of members may have capitals.
    pub(super) capitals: bool,
}

/// A table, and the name that only it has.
pub(super) struct Named<T: 'static> {
    pub(super) table: &'static T,
    pub(super) name: String,
}

/// The name of a table.
pub(super) fn name_of<'n, T>(all: &'n [Named<T>], table: &T) -> &'n str {
    let found = all.iter().find(|named| ptr::eq(named.table, table));
    found.map_or("unnamed", |named| &named.name)
}

/// `name`, or with a number behind it if it is taken.
fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let name = text::name(name);
    if !taken(&name) {
        return name;
    }
    let numbered = (2..u32::MAX).map(|number| format!("{name}-{number}"));
    numbered.into_iter().find(|name| !taken(name)).unwrap_or(name)
}

impl Tables {
    pub(super) fn of(family: &Family) -> Self {
        let capitals = matches!(family.protocol, Protocol::Raw(_));
        let mut tables = Self { capitals, ..Self::default() };
        // In the family's order first, and then what they lead to.
        family.sets.iter().for_each(|set| tables.add_set(set));
        for set in family.sets {
            set.subset_of.iter().for_each(|whole| tables.set(whole));
            set.attributes.iter().for_each(|attribute| tables.kind(&attribute.kind));
        }
        for operation in family.operations {
            tables.layout(&operation.layout);
            operation.reply_layout.iter().for_each(|layout| tables.layout(layout));
        }
        tables.name_definitions();
        tables.name_masks();
        tables
    }

    fn layout(&mut self, layout: &Layout) {
        layout.header.iter().for_each(|header| self.fixed(header));
        layout.set.iter().for_each(|set| self.set(set));
    }

    fn set(&mut self, set: &'static Set) {
        if !self.sets.iter().any(|named| ptr::eq(named.table, set)) {
            self.add_set(set);
            set.subset_of.iter().for_each(|whole| self.set(whole));
            set.attributes.iter().for_each(|attribute| self.kind(&attribute.kind));
        }
    }

    fn add_set(&mut self, set: &'static Set) {
        let name = free(set.name, |name| self.sets.iter().any(|named| named.name == name));
        self.sets.push(Named { table: set, name });
    }

    fn kind(&mut self, kind: &Kind) {
        match *kind {
            Kind::Scalar(scalar) => scalar.names.iter().for_each(|names| self.enumeration(names)),
            Kind::Bitfield32(names) => names.iter().for_each(|names| self.enumeration(names)),
            Kind::Struct(layout) => self.fixed(layout),
            Kind::Packed(inner, _) | Kind::Indexed(inner) | Kind::TypeValue(_, inner) => {
                self.kind(inner);
            }
            Kind::Nest(set) => self.set(set),
            Kind::NestOf(set) => self.set(set()),
            Kind::Message(header, set) | Kind::Records(header, set) => {
                self.fixed(header);
                self.set(set);
            }
            Kind::SubMessage(formats, _) => self.sub_message(formats),
            Kind::Flag | Kind::String | Kind::Binary(_) | Kind::Pad => {}
        }
    }

    fn sub_message(&mut self, formats: &'static Formats) {
        if self.formats.iter().any(|named| ptr::eq(named.table, formats)) {
            return;
        }
        let name = free(formats.name, |name| self.formats.iter().any(|named| named.name == name));
        self.formats.push(Named { table: formats, name });
        formats.formats.iter().for_each(|format| self.kind(&format.kind));
    }

    fn enumeration(&mut self, names: &'static Enum) {
        if !self.enums.iter().any(|named| ptr::eq(named.table, names)) {
            self.enums.push(Named { table: names, name: String::new() });
        }
    }

    fn fixed(&mut self, layout: &'static Struct) {
        if self.structs.iter().any(|named| ptr::eq(named.table, layout)) {
            return;
        }
        // A struct stands behind those that it holds.
        layout.members.iter().for_each(|member| self.kind(&member.kind));
        self.structs.push(Named { table: layout, name: String::new() });
    }

    /// Gives names to all definitions; bits that an enum names have no definition of their own.
    fn name_definitions(&mut self) {
        for index in 0..self.enums.len() {
            let table = self.enums[index].table;
            if self.values_of(table).is_none() {
                self.enums[index].name = free(table.name, |name| self.is_defined(name));
            }
        }
        for index in 0..self.structs.len() {
            let name = self.structs[index].table.name;
            self.structs[index].name = free(name, |name| self.is_defined(name));
        }
    }

    /// The enum whose values are the indices of these bits, if there is one.
    pub(super) fn values_of(&self, bits: &Enum) -> Option<&Named<Enum>> {
        let same = |values: &Enum| {
            let mut pairs = values.entries.iter().zip(bits.entries);
            values.entries.len() == bits.entries.len()
                && pairs.all(|(value, bit)| {
                    value.name == bit.name && value.value == bit.value.trailing_zeros().into()
                })
        };
        let mut others = self.enums.iter().filter(|other| !other.table.flags);
        others.find(|other| bits.flags && other.table.name == bits.name && same(other.table))
    }

    /// Enums, flags and structs share their names.
    fn is_defined(&self, name: &str) -> bool {
        self.enums.iter().any(|named| named.name == name)
            || self.structs.iter().any(|named| named.name == name)
            || self.masks.iter().any(|(_, taken)| taken == name)
    }

    /// Gives each mask the name of flags that have just these bits, if there are some.
    fn name_masks(&mut self) {
        let attributes = self.sets.iter().flat_map(|set| set.table.attributes);
        let limits = attributes.filter_map(|attribute| attribute.limits);
        let masks: Vec<u64> = limits.filter_map(|Limits { mask, .. }| *mask).collect();
        for mask in masks {
            if self.mask_name(mask).is_none() {
                let name = free("mask", |name| self.is_defined(name));
                self.masks.push((mask, name));
            }
        }
    }

    /// The definition whose bits are a mask.
    pub(super) fn mask_name(&self, mask: u64) -> Option<&str> {
        let bits = |names: &Enum| names.entries.iter().fold(0, |bits, entry| bits | entry.value);
        let flags = self.enums.iter().find(|one| one.table.flags && bits(one.table) == mask);
        let own = || self.masks.iter().find(|(bits, _)| *bits == mask).map(|(_, name)| &**name);
        flags.map(|named| &*named.name).or_else(own)
    }
}
