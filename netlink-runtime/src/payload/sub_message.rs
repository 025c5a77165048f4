//! Payloads whose format another attribute chooses (the specs' `sub-message`).

use core::fmt;

use bstr::BStr;

use super::{DecodeError, Encode, Enumeration, Integer};
use crate::schema::{self, Kind};
use crate::wire::{Attribute, Writer};

/// A payload whose format depends on another attribute, its *selector*: the options of a link of
/// some kind, say. It is either bytes as they came, decoded by [`get`](Self::get), or a value to
/// be sent.
#[derive(Clone, Copy)]
pub enum SubMessage<'a, M> {
    /// The payload as it came, and whether it was marked as a nest.
    Wire {
        /// The payload.
        payload: &'a [u8],
        /// `NLA_F_NESTED`
        nested: bool,
    },
    /// A value to be written.
    Value(&'a M),
}

/// An enum of the formats that a payload can have; the compiler makes one of each `sub-messages`
/// entry of a spec.
pub trait Formats<'a>: Sized {
    /// The formats and what selects them.
    const TABLE: &'static schema::Formats;

    /// Reads the payload in the format that the selector names; a format that nobody knows keeps
    /// its bytes.
    ///
    /// # Errors
    /// If the payload is malformed.
    fn decode(selector: &[u8], payload: &'a [u8]) -> Result<Self, DecodeError>;

    /// What selects this format; `None` if the format is unknown.
    fn selector(&self) -> Option<&'static str>;

    /// Whether the format has attributes, so that the payload is a nest.
    fn is_nest(&self) -> bool;

    /// Appends the payload.
    fn encode(&self, out: &mut Writer);
}

/// The value of an attribute that selects a format: a text, or an enum by its entry's name.
pub trait Selector {
    /// The text to look up.
    fn with_text<T>(&self, look_up: impl FnOnce(&[u8]) -> T) -> T;
}

impl Selector for &BStr {
    fn with_text<T>(&self, look_up: impl FnOnce(&[u8]) -> T) -> T {
        look_up(self)
    }
}

impl Selector for &str {
    fn with_text<T>(&self, look_up: impl FnOnce(&[u8]) -> T) -> T {
        look_up(self.as_bytes())
    }
}

impl<E: Enumeration> Selector for E {
    fn with_text<T>(&self, look_up: impl FnOnce(&[u8]) -> T) -> T {
        look_up(E::TABLE.name_of(self.to_repr().widen()).unwrap_or_default().as_bytes())
    }
}

/// An absent selector selects no format.
impl<S: Selector> Selector for Option<S> {
    fn with_text<T>(&self, look_up: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Some(selector) => selector.with_text(look_up),
            None => look_up(b""),
        }
    }
}

impl<'a, M: Formats<'a> + Clone> SubMessage<'a, M> {
    /// The payload in the format that `selector` names: the attribute's value, with or without
    /// the `Option` around it.
    ///
    /// # Errors
    /// If the payload is malformed.
    pub fn get(&self, selector: impl Selector) -> Result<M, DecodeError> {
        match *self {
            Self::Wire { payload, .. } => selector.with_text(|text| M::decode(text, payload)),
            Self::Value(value) => Ok(value.clone()),
        }
    }
}

impl<'a, M> From<&'a M> for SubMessage<'a, M> {
    fn from(value: &'a M) -> Self {
        Self::Value(value)
    }
}

impl<'a, M> super::Decode<'a> for SubMessage<'a, M> {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self::Wire { payload, nested: false })
    }
}

impl<'a, M: Formats<'a>> Encode for SubMessage<'a, M> {
    const KIND: Kind = Kind::SubMessage(M::TABLE, "");

    fn encode(&self, out: &mut Writer) {
        match self {
            Self::Wire { payload, .. } => out.extend(payload),
            Self::Value(value) => value.encode(out),
        }
    }

    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        let nested = match self {
            Self::Wire { nested, .. } => *nested,
            Self::Value(value) => value.is_nest(),
        };
        let mark = if nested { out.begin_nest(id) } else { out.begin_attribute(id) };
        self.encode(out);
        out.end(mark);
    }
}

impl<'a, M: Formats<'a>> fmt::Debug for SubMessage<'a, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wire { payload, .. } => schema::Hex(payload).fmt(f),
            Self::Value(value) => {
                let mut writer = Writer::new();
                value.encode(&mut writer);
                let selector = value.selector().unwrap_or_default();
                schema::fmt_format(M::TABLE, selector.as_bytes(), writer.bytes(), f)
            }
        }
    }
}

/// A selector that is not set is the one of the value that it selects.
pub trait FillSelector<'a>: Sized {
    /// The value of the attribute for this name.
    fn of_name(name: &'static str) -> Option<Self>;
}

impl<'a> FillSelector<'a> for &'a BStr {
    fn of_name(name: &'static str) -> Option<Self> {
        Some(BStr::new(name))
    }
}

impl<E: Enumeration> FillSelector<'_> for E {
    fn of_name(name: &'static str) -> Option<Self> {
        let entry = E::TABLE.entries.iter().find(|entry| entry.name == name)?;
        E::from_repr(E::Repr::narrow(entry.value))
    }
}

/// The selector to send: the one that is set, or else that of the format of `value`.
pub fn selector_or<'a, S: FillSelector<'a> + Copy, M: Formats<'a>>(
    set: Option<S>,
    value: &Option<SubMessage<'a, M>>,
) -> Option<S> {
    match (set, value) {
        (None, Some(SubMessage::Value(value))) => value.selector().and_then(S::of_name),
        _ => set,
    }
}

impl<'a> Attribute<'a> {
    /// Stores a payload whose format another attribute chooses.
    ///
    /// # Errors
    /// None; the payload is decoded when the selector is known.
    #[inline]
    pub fn select<M>(&self, place: &mut Option<SubMessage<'a, M>>) -> Result<(), DecodeError> {
        let (payload, nested) = (self.payload(), self.is_marked_nested());
        *place = Some(SubMessage::Wire { payload, nested });
        Ok(())
    }
}
