//! A message beside its tables.

use core::fmt;
use std::borrow::Cow;

use super::value::Item;
use super::{Formats, Hint, Kind, Layout};
use crate::payload::Encode;
use crate::wire::Writer;

/// Bytes and the table that says what they are, to be shown: by `Debug`, and with the feature
/// `serde` by whatever serializes, as JSON say.
///
/// There are several ways to one: [`Describe::described`] of any message or attribute in hand,
/// [`Owned::described`](crate::Owned::described), [`Notice::described`](crate::Notice::described),
/// [`MessageSet::described`](crate::MessageSet::described), and for bytes [`new`](Self::new) and
/// [`message`](Self::message). What was received and is sent on is shown whole, also with attributes
/// that nobody knows.
///
/// # Serialized
///
/// With the feature `serde` it is what JSON can say, after the conventions of the kernel's own
/// tools where these have one:
///
/// | of the table | is |
/// |---|---|
/// | attributes | an object; the keys are the names in the table |
/// | a fixed header | its member `header`, an object |
/// | an attribute that may come several times | an array, also of one |
/// | an attribute without a row | `#77`, its id: a text, the bytes |
/// | a list, records | an array |
/// | nests whose types are values | an object; the keys are the values |
/// | a sub-message | what the selector chooses; bytes if it chooses nothing |
/// | a C struct | an object; a member is `null` if the payload ends before it, and what follows the last is `#rest` |
/// | an integer | a number; 64 bits are not rounded |
/// | a value of an enum | its name, or the number if it has none |
/// | flags | an array of names, and of the bits without one as a number |
/// | a bit field | `value` and `selector`, each as flags or a number |
/// | a flag | `true` |
/// | text | a text without the NUL; if it is no UTF-8 `{"bytes": "0x61ff"}` |
/// | bytes | a text: by the hint an address or UUID, else `0x0102ff` |
/// | a secret | `<redacted>` |
/// | padding | nothing |
///
/// A payload that is not what the table says is `{"malformed": "0x01"}`, with `error` beside it
/// where a length lies; in an object, the member `malformed` is what follows the last attribute
/// that can be read. A key that comes again, against the table, has an array of all its values. Nests
/// deeper than 32 are bytes. Only a value in hand that does not fit a message cannot be serialized.
#[derive(Clone)]
pub struct Described<'a> {
    kind: Kind,
    /// Or why there are none.
    bytes: Result<Cow<'a, [u8]>, String>,
}

impl<'a> Described<'a> {
    /// Bytes of this kind.
    #[must_use]
    pub const fn new(kind: &Kind, bytes: &'a [u8]) -> Self {
        Self { kind: *kind, bytes: Ok(Cow::Borrowed(bytes)) }
    }

    /// The body of a message of this layout: what follows its netlink headers.
    #[must_use]
    pub const fn message(layout: &Layout, body: &'a [u8]) -> Self {
        let kind = match *layout {
            Layout { header: Some(header), set: Some(set) } => Kind::Message(header, set),
            Layout { header: None, set: Some(set) } => Kind::Nest(set),
            Layout { header: Some(header), set: None } => Kind::Struct(header),
            Layout { header: None, set: None } => Kind::Binary(Hint::None),
        };
        Self::new(&kind, body)
    }

    /// What `write` writes, of this kind.
    fn written(kind: Kind, write: &dyn Fn(&mut Writer)) -> Self {
        let mut writer = Writer::new();
        write(&mut writer);
        let bytes = match writer.take_fault() {
            // Only a length that cannot be written leaves bytes that cannot be read.
            Some(fault) if fault.length.is_some() => {
                let ids: Vec<_> = fault.ids.iter().map(|(id, _)| id).collect();
                Err(format!("cannot be encoded: attribute {ids:?} {}", fault.reason))
            }
            _ => Ok(Cow::Owned(writer.take_bytes())),
        };
        Self { kind, bytes }
    }

    /// The bytes with what they are.
    pub(super) fn item(&self) -> Result<Item<'_>, &str> {
        match &self.bytes {
            Ok(bytes) => Ok(Item::new(self.kind, bytes)),
            Err(why) => Err(why),
        }
    }
}

impl fmt::Debug for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item() {
            Ok(item) => item.fmt(f),
            Err(why) => write!(f, "<{why}>"),
        }
    }
}

/// Values that their tables can show: requests, answers, notifications, attribute sets.
pub trait Describe: Encode {
    /// The value as its table describes it.
    #[must_use]
    fn described(&self) -> Described<'static>;
}

impl<T: Encode + ?Sized> Describe for T {
    #[inline]
    fn described(&self) -> Described<'static> {
        Described::written(T::KIND, &|writer| self.encode(writer))
    }
}

/// Writes a value by its schema: encodes it and prints the bytes.
#[inline]
pub fn fmt_encoded<F, T: Encode<F> + ?Sized>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt_written(&T::KIND, &|writer| value.encode(writer), f)
}

/// The same, once for all types.
fn fmt_written(
    kind: &Kind,
    write: &dyn Fn(&mut Writer),
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    fmt::Debug::fmt(&Described::written(*kind, write), f)
}

/// Writes the payload of a sub-message that has the format of this selector.
pub fn fmt_format(
    formats: &Formats,
    selector: &[u8],
    payload: &[u8],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    fmt::Debug::fmt(&Described::new(&formats.select(selector), payload), f)
}
