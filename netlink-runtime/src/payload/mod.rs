//! Rust values as the payloads of attributes.
//!
//! Two traits carry everything: [`Decode`] reads a payload, [`Encode`] writes one. Their second
//! parameter is the *form* on the wire, where one Rust type has several: host or fixed byte
//! order, the kernel's `uint`, an indexed array. [`Native`] is the default.

mod address;
mod array;
mod bits;
mod bytes;
pub(crate) mod depth;
pub(crate) mod enumeration;
mod fixed;
pub(crate) mod flags;
mod form;
mod integer;
mod list;
mod nested;
mod records;
mod set;
mod socket_address;
pub(crate) mod sub_message;
pub(crate) mod table_name;
mod text;
mod type_value;
mod unknown;

pub use address::HardwareAddress;
pub use array::Array;
pub use enumeration::{Enumeration, Integer};
pub use fixed::{Bitfield32, Fixed, FixedReader, FixedWriter};
pub use form::{As, BigEndian, Bits, Compact, ElementForm, Indexed, LittleEndian, Native, Packed};
pub use list::{List, ListIter, WriteEach};
pub use nested::Nested;
pub use records::{Records, RecordsIter};
pub use set::{AttributeSet, decode_set, fill, required};
pub use sub_message::{Formats, Selector, SubMessage};
pub use type_value::{TypeValues, TypeValuesIter};
pub use unknown::{Unknown, UnknownIter};

pub use crate::decode_error::{DecodeError, DecodeFault};
use crate::schema::{Kind, Layout};
use crate::wire::Writer;

/// A value that is read from the payload of an attribute that has the form `F`.
///
/// Lenience is the kernel's own: integers take longer payloads and refuse shorter ones, text is
/// bytes and need not end in NUL, structs that are short are filled with zeros.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a netlink attribute of the form `{F}`",
    label = "no payload of an attribute",
    note = "integers, `bool` (a flag), `&BStr`, `String`, `&[u8]`, `Vec<u8>`, `[u8; N]`, IP addresses and `Bitfield32` can be",
    note = "a struct needs `#[derive(NetlinkMessage)]` (attributes) or `#[derive(NetlinkStruct)]` (fixed layout), an enum `#[derive(NetlinkEnum)]`",
    note = "byte orders (`be`, `le`) exist for integers of two bytes and more; a list needs `multi`, `indexed` or `packed`"
)]
pub trait Decode<'a, F = Native>: Sized {
    /// Reads the payload.
    ///
    /// # Errors
    /// If the payload's length or content is no such value.
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError>;
}

/// A value that is written as the payload of an attribute that has the form `F`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a netlink attribute of the form `{F}`",
    label = "no payload of an attribute",
    note = "integers, `bool` (a flag), `&BStr`, `String`, `&[u8]`, `Vec<u8>`, `[u8; N]`, IP addresses and `Bitfield32` can be",
    note = "a struct needs `#[derive(NetlinkMessage)]` (attributes) or `#[derive(NetlinkStruct)]` (fixed layout), an enum `#[derive(NetlinkEnum)]`",
    note = "byte orders (`be`, `le`) exist for integers of two bytes and more; a list needs `multi`, `indexed` or `packed`"
)]
pub trait Encode<F = Native> {
    /// What the schema tables say of such a payload: how it is printed, and whether the
    /// attribute is marked as a nest.
    const KIND: Kind = Kind::Binary(crate::schema::Hint::None);

    /// Appends the payload to `out`.
    fn encode(&self, out: &mut Writer);

    /// Appends a whole attribute: its header, the payload and the padding.
    #[inline]
    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        let nest = const { Self::KIND.is_nest() };
        let mark = if nest { out.begin_nest(id) } else { out.begin_attribute(id) };
        self.encode(out);
        out.end(mark);
    }
}

/// A borrowed view of a message or an attribute set, at any lifetime.
///
/// `Dev<'static>`, say, stands for the family of types `Dev<'a>`; [`Owned`](crate::Owned) and
/// the sockets use this to hand out views of the bytes they hold.
pub trait View {
    /// The view of bytes that live for `'a`.
    type At<'a>: Decode<'a>;

    /// What the tables say of a message that consists of it.
    const LAYOUT: Layout = Layout { header: None, set: None };
}

impl<T: View> View for Box<T> {
    type At<'a> = Box<T::At<'a>>;
    const LAYOUT: Layout = T::LAYOUT;
}

impl Decode<'_> for () {
    fn decode(_: &[u8]) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl View for () {
    type At<'a> = ();
}

macro_rules! transparent {
    ($($wrapper:ty)*) => {$(
        impl<T: Encode + ?Sized> Encode for $wrapper {
            const KIND: Kind = T::KIND;
            #[inline]
            fn encode(&self, out: &mut Writer) {
                T::encode(self, out);
            }
            #[inline]
            fn encode_attribute(&self, id: u16, out: &mut Writer) {
                T::encode_attribute(self, id, out);
            }
        }
    )*};
}
transparent! { &T Box<T> }

impl<'a, T: Decode<'a>> Decode<'a> for Box<T> {
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        depth::deeper(|| T::decode(payload)).map(Self::new)
    }
}
