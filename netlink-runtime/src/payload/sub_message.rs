//! Payloads whose format another attribute chooses (the specs' `sub-message`).

use core::fmt;

use bstr::{BStr, BString};

use super::{DecodeError, Encode, Enumeration, Integer, Native};
use crate::schema::{self, Kind, Set};
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

/// An enum of the formats that a payload can have; `#[derive(NetlinkMessage)]` with
/// `#[netlink(sub_message)]` implements it, and the compiler for each `sub-messages` entry of a
/// spec.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enum of formats that a selector could choose among",
    label = "no sub-message",
    note = "give it `#[derive(NetlinkMessage)]` and `#[netlink(sub_message)]`"
)]
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

    /// Appends the attribute.
    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        let mark = if self.is_nest() { out.begin_nest(id) } else { out.begin_attribute(id) };
        self.encode(out);
        out.end(mark);
    }

    /// Reads a payload in the format that `selector`, an attribute of the same set, chooses.
    ///
    /// # Errors
    /// If the payload is malformed, with the attribute `id` of the set.
    #[doc(hidden)]
    fn choose<S: Selector>(
        payload: Option<SubMessage<'a, Self>>,
        selector: &Option<S>,
        schema: &'static Set,
        id: u16,
    ) -> Result<Option<Self>, DecodeError> {
        let Some(SubMessage::Wire { payload, .. }) = payload else { return Ok(None) };
        let chosen = selector.with_text(|text| Self::decode(text, payload));
        chosen.map(Some).map_err(|error| error.in_attribute(schema, id))
    }
}

/// The value of an attribute that selects a format: a text, or an enum by its entry's name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot choose the format of a sub-message",
    note = "a selector is a text, or an enum with `#[derive(NetlinkEnum)]`, by the names of its values"
)]
pub trait Selector {
    /// The text to look up.
    fn with_text<T>(&self, look_up: impl FnOnce(&[u8]) -> T) -> T;
}

macro_rules! text_selector {
    ($($text:ty)*) => {$(
        impl Selector for $text {
            fn with_text<T>(&self, look_up: impl FnOnce(&[u8]) -> T) -> T {
                look_up(self.as_ref())
            }
        }
    )*};
}
text_selector! { &BStr BString &str String }

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

impl<'a, M: Formats<'a>> SubMessage<'a, M> {
    /// What selects the format of a value to be sent; `None` of bytes as they came, whose selector
    /// came with them.
    #[must_use]
    pub fn selector(&self) -> Option<&'static str> {
        match self {
            Self::Wire { .. } => None,
            Self::Value(value) => value.selector(),
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
        match self {
            Self::Value(value) => value.encode_attribute(id, out),
            Self::Wire { payload, nested } => {
                let mark = if *nested { out.begin_nest(id) } else { out.begin_attribute(id) };
                out.extend(payload);
                out.end(mark);
            }
        }
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

/// Writes a selector: the one that is set, or else that of the format which `chosen` names, a text
/// or the value of that name.
pub fn put_selector<F, S: Encode<F>>(
    id: u16,
    set: &Option<S>,
    chosen: Option<&'static str>,
    out: &mut Writer,
) {
    match (set, S::KIND, chosen) {
        (Some(set), ..) => out.put_as::<F, _>(id, set),
        (None, Kind::String, Some(name)) => out.put(id, name),
        (None, Kind::Scalar(scalar), Some(name)) => {
            let entries = scalar.names.map(|names| names.entries).unwrap_or_default();
            if let Some(entry) = entries.iter().find(|entry| entry.name == name) {
                let mark = out.begin_attribute(id);
                scalar.write(entry.value, out);
                out.end(mark);
            }
        }
        _ => {}
    }
}

impl Writer {
    /// Writes the selector of a sub-message: the one that is set, or that of the value.
    #[inline]
    pub fn selector<'a, S: Encode, M: Formats<'a>>(
        &mut self,
        id: u16,
        set: &Option<S>,
        value: &Option<SubMessage<'a, M>>,
    ) {
        self.selector_as::<Native, _, _>(id, set, value);
    }

    /// The same of a selector that has the form `F`.
    #[inline]
    pub fn selector_as<'a, F, S: Encode<F>, M: Formats<'a>>(
        &mut self,
        id: u16,
        set: &Option<S>,
        value: &Option<SubMessage<'a, M>>,
    ) {
        put_selector::<F, S>(id, set, value.as_ref().and_then(SubMessage::selector), self);
    }
}

/// A payload whose selector names none of the formats that an enum has.
#[cold]
#[must_use]
pub fn unknown_format(selector: &[u8]) -> DecodeError {
    let selector = BStr::new(selector);
    DecodeError::other(format_args!("{selector:?} selects none of the formats"))
}

/// Whether an attribute of this kind can choose a format at all: it is a text, or has names.
#[must_use]
pub const fn selects(kind: Kind) -> bool {
    matches!(kind, Kind::String) || kind.names().is_some()
}

/// Whether each format is chosen by a name that the values of the selector have.
#[must_use]
pub const fn selects_all(kind: Kind, formats: &schema::Formats) -> bool {
    let Some(names) = kind.names() else { return true };
    let mut index = 0;
    while index < formats.formats.len() {
        if !names.has_name(formats.formats[index].selector) {
            return false;
        }
        index += 1;
    }
    true
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
