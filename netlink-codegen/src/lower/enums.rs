//! Enums, flags and constants.

use proc_macro2::{Ident, Span};

use super::docs;
use super::names::{Names, Taken, camel};
use super::uses::{Use, Uses};
use crate::input::yaml::Spec;
use crate::input::yaml::model::{ConstValue, Enum, EnumKind, EnumUse, ScalarKind};
use crate::ir::{Entry, Enumeration, Repr};

/// The Rust enumerations of a spec.
pub(super) struct Enums {
    items: Vec<Enumeration>,
    /// For each enum of the spec the index of its type for values, and of its type for bits.
    index: Vec<(Option<usize>, Option<usize>)>,
}

impl Enums {
    pub(super) fn of(spec: &Spec, names: &Names, uses: &Uses) -> Self {
        let mut enums = Self { items: Vec::new(), index: Vec::new() };
        let named = spec.enums.iter().zip(&names.enums).zip(&uses.0);
        for ((item, (values_name, bits_name)), found) in named {
            let is_bits = item.kind == EnumKind::Bits;
            let as_bits = found.bits.is_some() || is_bits;
            let as_values = !is_bits && (found.values.is_some() || found.bits.is_none());
            let values = as_values.then(|| enums.push(values(item, values_name, found)));
            let bits = as_bits.then(|| enums.push(bits(item, bits_name, found)));
            enums.index.push((values, bits));
        }
        enums
    }

    fn push(&mut self, item: Enumeration) -> usize {
        self.items.push(item);
        self.items.len() - 1
    }

    /// The type that stands for a use of an enum.
    pub(super) fn find(&self, names: EnumUse) -> Option<&Enumeration> {
        let (values, bits) = self.index.get(names.id.0)?;
        let index = if names.as_bits { *bits } else { values.or(*bits) };
        self.items.get(index?)
    }

    pub(super) fn into_items(self) -> Vec<Enumeration> {
        self.items
    }
}

/// The smallest integer that holds the numbers on the wire and all entries.
fn value_repr(item: &Enum, found: &Use) -> Repr {
    let numbers = || item.entries.iter().map(|entry| entry.number);
    let negative = numbers().any(|number| number < 0);
    let signed = negative || (found.signed && found.values.is_some());
    let needed = numbers()
        .map(|number| if signed { signed_bits(number) } else { 128 - number.leading_zeros() })
        .max()
        .unwrap_or(0);
    let bits = found.values.unwrap_or(32).max(needed);
    let order = if signed {
        [Repr::I8, Repr::I16, Repr::I32, Repr::I64]
    } else {
        [Repr::U8, Repr::U16, Repr::U32, Repr::U64]
    };
    sized(order, bits)
}

/// The bits of a number in two's complement, its sign included.
const fn signed_bits(number: i128) -> u32 {
    let magnitude = if number < 0 { !number } else { number };
    129 - magnitude.leading_zeros()
}

fn bit_repr(item: &Enum, found: &Use) -> Repr {
    let needed = item.entries.iter().map(|entry| entry.number.clamp(0, 63) + 1).max().unwrap_or(0);
    let needed = u32::try_from(needed).unwrap_or(64);
    sized([Repr::U8, Repr::U16, Repr::U32, Repr::U64], found.bits.unwrap_or(32).max(needed))
}

fn sized([one, two, four, eight]: [Repr; 4], bits: u32) -> Repr {
    match bits {
        0..=8 => one,
        9..=16 => two,
        17..=32 => four,
        _ => eight,
    }
}

/// The type for an enum's values. An entry whose value another has already is left out: the
/// first name stands for both.
fn values(item: &Enum, name: &Ident, found: &Use) -> Enumeration {
    let mut taken = Taken::default();
    let other = taken.member("Other".into());
    let mut seen = std::collections::HashSet::new();
    let entries =
        item.entries.iter().filter(|entry| seen.insert(entry.number)).map(|entry| Entry {
            ident: taken.member(camel(&entry.name)),
            name: entry.name.clone(),
            value: Repr::literal(entry.number),
            doc: Some(described(entry.doc.as_deref(), || {
                format!("`{}`, {}.", entry.name, entry.number)
            })),
            span: Span::call_site(),
        });
    Enumeration {
        ident: name.clone(),
        name: item.name.clone(),
        doc: Some(described(item.doc.as_deref(), || format!("The values of `{}`.", item.name))),
        repr: value_repr(item, found),
        flags: false,
        entries: entries.collect(),
        other: Some(other),
        orders: found.orders(),
    }
}

/// The type for sets of an enum's bits.
fn bits(item: &Enum, name: &Ident, found: &Use) -> Enumeration {
    let mut taken = Taken::default();
    let entries = item.entries.iter().filter_map(|entry| {
        let bit = u32::try_from(entry.number).ok()?;
        Some(Entry {
            ident: taken.member(crate::ir::shout(&camel(&entry.name))),
            name: entry.name.clone(),
            value: Repr::literal(1i128.checked_shl(bit)?),
            doc: Some(described(entry.doc.as_deref(), || format!("`{}`, bit {bit}.", entry.name))),
            span: Span::call_site(),
        })
    });
    Enumeration {
        ident: name.clone(),
        name: item.name.clone(),
        doc: Some(described(item.doc.as_deref(), || format!("The bits of `{}`.", item.name))),
        repr: bit_repr(item, found),
        flags: true,
        entries: entries.collect(),
        other: None,
        orders: found.orders(),
    }
}

/// The spec's text, or one made from the facts.
pub(super) fn described(doc: Option<&str>, facts: impl FnOnce() -> String) -> String {
    match doc.map(docs::sentence) {
        Some(text) if !text.is_empty() => text,
        _ => facts(),
    }
}

/// The constants that are numbers.
pub(super) fn consts(spec: &Spec) -> Vec<(Ident, i128, Option<String>)> {
    let mut taken = Taken::default();
    taken.member("FAMILY".into());
    let consts = spec.consts.iter().filter(|item| !item.external);
    consts
        .filter_map(|item| {
            let ConstValue::Number(value) = item.value else { return None };
            let name = taken.member(crate::ir::shout(&super::names::snake(&item.name)));
            let doc = described(item.doc.as_deref(), || format!("`{}`.", item.name));
            Some((name, value, Some(doc)))
        })
        .collect()
}

/// The Rust integer of a number on the wire.
pub(super) const fn integer(kind: ScalarKind) -> Repr {
    match kind {
        ScalarKind::U8 => Repr::U8,
        ScalarKind::U16 => Repr::U16,
        ScalarKind::U32 => Repr::U32,
        ScalarKind::U64 | ScalarKind::Uint => Repr::U64,
        ScalarKind::S8 => Repr::I8,
        ScalarKind::S16 => Repr::I16,
        ScalarKind::S32 => Repr::I32,
        ScalarKind::S64 | ScalarKind::Sint => Repr::I64,
    }
}
