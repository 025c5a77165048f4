//! Bytes and tables to what serde takes; [`Described`] says how.

mod object;

use object::{Node, Object};
use serde::ser::{Error, Serialize, SerializeMap, Serializer};

use super::members::{Nest, Part, Struct};
use super::print::{REDACTED, Uuid};
use super::value::{Item, Value};
use super::{Described, Enum, Hex, Kind};
use crate::payload::{Bitfield32, HardwareAddress};

impl Serialize for Described<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.item().map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value() {
            Value::Flag => serializer.serialize_bool(true),
            Value::Padding => serializer.serialize_unit(),
            Value::Text(text) => match core::str::from_utf8(text) {
                Ok(text) => serializer.serialize_str(text),
                Err(_) => one("bytes", &Node::Bytes(text), serializer),
            },
            Value::Number(value, _) => number(value, serializer),
            Value::Named(names, value) => Named(names, value).serialize(serializer),
            Value::Bitfield(names, bits) => bitfield(names, bits).serialize(serializer),
            Value::Hardware(address) => serializer.collect_str(&HardwareAddress(address)),
            Value::Address(address) => serializer.collect_str(&address),
            Value::SocketAddress(address) => serializer.collect_str(&address),
            Value::Uuid(bytes) => serializer.collect_str(&Uuid(bytes)),
            Value::Bytes(bytes) => hex(bytes, serializer),
            Value::Malformed(bytes) => one("malformed", &Node::Bytes(bytes), serializer),
            Value::Struct(value) => members(value).serialize(serializer),
            Value::List(elements) => {
                serializer.collect_seq(elements.map(|one| one.map_or_else(Node::Fault, Node::Item)))
            }
            Value::Keyed(entries) => {
                let mut object = Object::default();
                for entry in entries {
                    match entry {
                        Ok((value, item)) => object.add(value.to_string(), Node::Item(item)),
                        Err(fault) => object.add("malformed", Node::Fault(fault)),
                    }
                }
                object.serialize(serializer)
            }
            Value::Nest(nest) => attributes(nest, serializer),
        }
    }
}

fn members(value: Struct<'_>) -> Object<'_> {
    let mut object = Object::default();
    for (member, item) in value.members() {
        if !matches!(member.kind, Kind::Pad) {
            object.add(member.name, item.map_or(Node::Absent, Node::Item));
        }
    }
    if !value.rest().is_empty() {
        object.add("#rest", Node::Bytes(value.rest()));
    }
    object
}

fn attributes<S: Serializer>(nest: Nest<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let around = nest.around();
    let mut object = Object::default();
    for part in nest.parts(&around) {
        match part {
            Part::Header(header) => object.add("header", Node::Item(header)),
            Part::Known(row, item) if row.multi => object.extend(row.name, Node::Item(item)),
            Part::Known(row, item) => object.add(row.name, Node::Item(item)),
            Part::Secret(row) if row.multi => object.extend(row.name, Node::Text(REDACTED)),
            Part::Secret(row) => object.add(row.name, Node::Text(REDACTED)),
            Part::Unknown(id, payload) => object.add(format!("#{id}"), Node::Bytes(payload)),
            Part::Malformed(fault) => object.add("malformed", Node::Fault(fault)),
        }
    }
    object.serialize(serializer)
}

fn bitfield(names: Option<&'static Enum>, bits: Bitfield32) -> Object<'static> {
    let mut object = Object::default();
    for (key, bits) in [("value", bits.value), ("selector", bits.selector)] {
        object.add(key, names.map_or(Node::Bits(bits), |names| Node::Named(names, bits)));
    }
    object
}

/// A number with the names of its values or bits.
struct Named(&'static Enum, i128);

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(names, value) = *self;
        let bits = value as u64;
        if !names.flags {
            return match names.name_of(bits) {
                Some(name) => serializer.serialize_str(name),
                None => number(value, serializer),
            };
        }
        let (names, rest) = names.names_of_bits(bits);
        let rest = (rest != 0).then_some(Bit::Rest(rest));
        serializer.collect_seq(names.into_iter().map(Bit::Name).chain(rest))
    }
}

/// A part of some flags.
enum Bit {
    Name(&'static str),
    /// Bits without a name.
    Rest(u64),
}

impl Serialize for Bit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Name(name) => serializer.serialize_str(name),
            Self::Rest(bits) => serializer.serialize_u64(bits),
        }
    }
}

/// An object with one entry.
fn one<S: Serializer>(key: &str, value: &Node<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

/// A number of at most 64 bits.
fn number<S: Serializer>(value: i128, serializer: S) -> Result<S::Ok, S::Error> {
    match u64::try_from(value) {
        Ok(value) => serializer.serialize_u64(value),
        Err(_) => serializer.serialize_i64(value as i64),
    }
}

fn hex<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{:?}", Hex(bytes)))
}
