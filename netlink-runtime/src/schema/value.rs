//! What bytes mean by the tables, one level at a time: what text and JSON are made of.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use bstr::{BStr, ByteSlice};

use super::formats::{self, Scope};
use super::members::{Nest, Struct};
use super::{Enum, Hint, Kind, Scalar};
use crate::payload::{Bitfield32, Decode};
use crate::wire::{Attributes, Fault, faulty, records};

/// Nests deeper than this are bytes, so that no input exhausts the stack. The kernel's own
/// policies stop at ten.
pub(super) const MAX_DEPTH: usize = 32;

/// A payload, what it is, and where it is.
#[derive(Clone, Copy)]
pub(super) struct Item<'a> {
    kind: Kind,
    payload: &'a [u8],
    depth: usize,
    around: Option<&'a Around<'a>>,
}

/// The sets around a payload, from the inside out.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) own: Scope<'a>,
    pub(super) outer: Option<&'a Around<'a>>,
}

/// What a payload says.
pub(super) enum Value<'a> {
    /// The attribute is there, which is all.
    Flag,
    /// Filler.
    Padding,
    /// Text without the NULs at its end.
    Text(&'a BStr),
    /// A number without a name, and how it is best shown.
    Number(i128, Hint),
    /// A number whose values or bits have names.
    Named(&'static Enum, i128),
    /// A value and a mask of its bits.
    Bitfield(Option<&'static Enum>, Bitfield32),
    /// A hardware address.
    Hardware(&'a [u8]),
    /// An IP address.
    Address(IpAddr),
    /// An IP address and a port.
    SocketAddress(SocketAddr),
    /// A UUID.
    Uuid(&'a [u8; 16]),
    /// Bytes that no table says more of.
    Bytes(&'a [u8]),
    /// Bytes that are not what the table says.
    Malformed(&'a [u8]),
    /// A C struct.
    Struct(Struct<'a>),
    /// Elements, the last of which may be no such thing.
    List(Box<dyn Iterator<Item = Result<Item<'a>, Fault<'a>>> + 'a>),
    /// What attributes hold whose types are values, with these.
    Keyed(Box<dyn Iterator<Item = Result<(u16, Item<'a>), Fault<'a>>> + 'a>),
    /// A fixed header, if there is one, and attributes.
    Nest(Nest<'a>),
}

impl<'a> Item<'a> {
    pub(super) const fn new(kind: Kind, payload: &'a [u8]) -> Self {
        Self { kind, payload, depth: 0, around: None }
    }

    /// What is in it, of this kind.
    pub(super) const fn inner(&self, kind: Kind, payload: &'a [u8]) -> Self {
        Self { kind, payload, depth: self.depth + 1, around: self.around }
    }

    /// The same within these sets.
    pub(super) const fn within<'b>(self, around: &'b Around<'b>) -> Item<'b>
    where
        'a: 'b,
    {
        Item { around: Some(around), ..self }
    }

    /// The sets around it.
    pub(super) const fn around(&self) -> Option<&'a Around<'a>> {
        self.around
    }

    pub(super) fn value(self) -> Value<'a> {
        let payload = self.payload;
        if self.depth > MAX_DEPTH {
            return Value::Bytes(payload);
        }
        match self.kind {
            Kind::Flag => Value::Flag,
            Kind::Pad => Value::Padding,
            Kind::String => Value::Text(payload.trim_end_with(|c| c == '\0').as_bstr()),
            Kind::Scalar(scalar) => number(&scalar, payload),
            Kind::Binary(hint) => bytes(hint, payload),
            Kind::Bitfield32(names) => match <Bitfield32 as Decode>::decode(payload) {
                Ok(bits) => Value::Bitfield(names, bits),
                Err(_) => Value::Malformed(payload),
            },
            Kind::Struct(layout) => Value::Struct(Struct { layout, payload, item: self }),
            Kind::Packed(element, size) => {
                let elements = payload.chunks(size.max(1));
                Value::List(Box::new(elements.map(move |one| Ok(self.inner(*element, one)))))
            }
            Kind::Nest(set) => Value::Nest(Nest::new(self, set, payload)),
            Kind::NestOf(set) => Value::Nest(Nest::new(self, set(), payload)),
            Kind::Message(header, set) => Value::Nest(Nest::behind(self, header, set, payload)),
            Kind::Records(header, set) => {
                let kind = Kind::Message(header, set);
                let elements = faulty(records(payload));
                Value::List(Box::new(
                    elements.map(move |one| one.map(|(_, record)| self.inner(kind, record))),
                ))
            }
            Kind::Indexed(element) => {
                let elements = faulty(Attributes::new(payload));
                Value::List(Box::new(
                    elements.map(move |one| one.map(|one| self.inner(*element, one.payload()))),
                ))
            }
            Kind::TypeValue(0, inner) => self.inner(*inner, payload).value(),
            Kind::TypeValue(levels, inner) => {
                let kind = Kind::TypeValue(levels - 1, inner);
                let entries = faulty(Attributes::new(payload));
                Value::Keyed(Box::new(entries.map(move |entry| {
                    entry.map(|entry| (entry.id(), self.inner(kind, entry.payload())))
                })))
            }
            Kind::SubMessage(formats, selector) => {
                let scopes = core::iter::successors(self.around, |around| around.outer);
                let kind = formats::select(formats, selector, scopes.map(|around| around.own));
                self.inner(kind, payload).value()
            }
        }
    }
}

fn number<'a>(scalar: &Scalar, payload: &'a [u8]) -> Value<'a> {
    match (scalar.read(payload), scalar.names, scalar.hint) {
        (None, ..) => Value::Malformed(payload),
        (Some(value), Some(names), _) => Value::Named(names, value),
        (Some(_), None, Hint::Ipv4) if payload.len() == 4 => bytes(Hint::Ipv4, payload),
        (Some(value), None, hint) => Value::Number(value, hint),
    }
}

fn bytes(hint: Hint, payload: &[u8]) -> Value<'_> {
    match hint {
        Hint::Mac => Value::Hardware(payload),
        Hint::Ipv4 | Hint::Ipv6 | Hint::Ip => {
            let v4 = Ipv4Addr::decode(payload).map(IpAddr::V4);
            let address = v4.or_else(|_| Ipv6Addr::decode(payload).map(IpAddr::V6));
            address.map_or(Value::Malformed(payload), Value::Address)
        }
        Hint::SocketAddress => {
            SocketAddr::decode(payload).map_or(Value::Malformed(payload), Value::SocketAddress)
        }
        Hint::Uuid => payload.try_into().map_or(Value::Bytes(payload), Value::Uuid),
        Hint::None | Hint::Hex => Value::Bytes(payload),
    }
}
