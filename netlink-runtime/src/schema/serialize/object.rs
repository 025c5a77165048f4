//! Objects, and what is in them and in lists.

use core::fmt::Display;
use std::borrow::Cow;
use std::collections::HashMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::super::Enum;
use super::super::value::Item;
use super::{Named, hex};
use crate::wire::Fault;

/// An object: its values by their keys, in the order in which the keys came first.
#[derive(Default)]
pub(super) struct Object<'a> {
    entries: Vec<Entry<'a>>,
    places: HashMap<Cow<'static, str>, usize>,
}

struct Entry<'a> {
    key: Cow<'static, str>,
    values: Vec<Node<'a>>,
    list: bool,
}

impl<'a> Object<'a> {
    /// Adds a value, which makes a list with what has the same key.
    pub(super) fn add(&mut self, key: impl Into<Cow<'static, str>>, value: Node<'a>) {
        self.put(key.into(), value, false);
    }

    /// Adds a value to a list, which may have no other.
    pub(super) fn extend(&mut self, key: &'static str, value: Node<'a>) {
        self.put(key.into(), value, true);
    }

    fn put(&mut self, key: Cow<'static, str>, value: Node<'a>, list: bool) {
        match self.places.get(&key).and_then(|&place| self.entries.get_mut(place)) {
            Some(entry) => {
                entry.values.push(value);
                entry.list = true;
            }
            None => {
                self.places.insert(key.clone(), self.entries.len());
                self.entries.push(Entry { key, values: vec![value], list });
            }
        }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.entries.len()))?;
        for Entry { key, values, list } in &self.entries {
            match &values[..] {
                [value] if !list => map.serialize_entry(key, value)?,
                values => map.serialize_entry(key, values)?,
            }
        }
        map.end()
    }
}

/// A value in an object or a list.
pub(super) enum Node<'a> {
    Item(Item<'a>),
    Text(&'static str),
    Bytes(&'a [u8]),
    Bits(u32),
    Named(&'static Enum, u32),
    Absent,
    Fault(Fault<'a>),
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Item(item) => item.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bytes(bytes) => hex(bytes, serializer),
            Self::Bits(bits) => serializer.serialize_u32(bits),
            Self::Named(names, bits) => Named(names, bits.into()).serialize(serializer),
            Self::Absent => serializer.serialize_unit(),
            Self::Fault(Fault { error, bytes }) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("malformed", &Node::Bytes(bytes))?;
                map.serialize_entry("error", &Shown(error))?;
                map.end()
            }
        }
    }
}

/// What is serialized as it is displayed.
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
