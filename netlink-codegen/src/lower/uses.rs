//! How the numbers of a spec use its enums: that decides how wide the Rust types are
//! and in which byte orders they travel.

use std::collections::BTreeSet;

use crate::input::yaml::Spec;
use crate::input::yaml::model::{
    AttributeType, Binary, ByteOrder, Element, EnumId, EnumUse, MemberType, Scalar, TypeValue,
};
use crate::ir::Order;

/// How each enum of a spec is used.
pub(super) struct Uses(pub(super) Vec<Use>);

/// How one enum is used.
#[derive(Clone, Default)]
pub(super) struct Use {
    /// Bits of the widest number that holds its values.
    pub(super) values: Option<u32>,
    /// The same for numbers that hold sets of bits.
    pub(super) bits: Option<u32>,
    /// Whether all numbers that hold its values have a sign.
    pub(super) signed: bool,
    /// The byte orders of those numbers.
    pub(super) orders: BTreeSet<Order>,
}

impl Use {
    /// The byte orders that its type needs; what no number uses is kept in that of the host.
    pub(super) fn orders(&self) -> Vec<Order> {
        let host = self.orders.is_empty().then_some(Order::Native);
        self.orders.iter().copied().chain(host).collect()
    }
}

impl Uses {
    pub(super) fn of(spec: &Spec) -> Self {
        let mut uses = Self(vec![Use { signed: true, ..Use::default() }; spec.enums.len()]);
        for attribute in spec.sets.iter().flat_map(|set| &set.attributes) {
            match &attribute.ty {
                AttributeType::Scalar(scalar)
                | AttributeType::Binary(Binary::Array(scalar))
                | AttributeType::IndexedArray(
                    Element::Scalar(scalar) | Element::Binary(Binary::Array(scalar)),
                )
                | AttributeType::NestTypeValue { inner: TypeValue::Scalar(scalar), .. } => {
                    uses.note(*scalar);
                }
                AttributeType::Bitfield32(Some(names)) => uses.note_bits(names.id, 32),
                _ => {}
            }
        }
        for member in spec.structs.iter().flat_map(|item| &item.members) {
            if let MemberType::Scalar(scalar) = member.ty {
                uses.note(scalar);
            }
        }
        uses
    }

    fn note(&mut self, scalar: Scalar) {
        let Some(EnumUse { id, as_bits }) = scalar.names else { return };
        if let Some(found) = self.0.get_mut(id.0) {
            found.orders.insert(match scalar.byte_order {
                ByteOrder::Host => Order::Native,
                ByteOrder::Big => Order::BigEndian,
                ByteOrder::Little => Order::LittleEndian,
            });
        }
        let width = scalar.kind.size().map_or(64, |bytes| bytes * 8);
        if as_bits {
            self.note_bits(id, width);
        } else if let Some(found) = self.0.get_mut(id.0) {
            found.values = found.values.max(Some(width));
            found.signed &= scalar.kind.is_signed();
        }
    }

    fn note_bits(&mut self, id: EnumId, width: u32) {
        if let Some(found) = self.0.get_mut(id.0) {
            found.bits = found.bits.max(Some(width));
        }
    }

    /// For each enum, whether it is used both for values and for bits.
    pub(super) fn both(&self) -> impl Iterator<Item = bool> + '_ {
        self.0.iter().map(|found| found.values.is_some() && found.bits.is_some())
    }
}
