//! Messages that have a fixed header before their attributes.

use core::ops::Deref;

use crate::payload::{AttributeSet, Decode, DecodeError, Encode, Fixed, FixedReader, View};
use crate::schema::{Kind, Layout, Set, Struct};
use crate::wire::{Writer, align};

/// An answer of an operation that has a fixed header: the header, and the attributes, which it
/// dereferences to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WithHeader<H, A> {
    /// The fixed header.
    pub header: H,
    /// The attributes.
    pub attributes: A,
}

impl<H, A> Deref for WithHeader<H, A> {
    type Target = A;

    fn deref(&self) -> &A {
        &self.attributes
    }
}

/// Splits a message's body into its fixed header and the attributes.
///
/// # Errors
/// If the body ends within the header: unlike in an attribute, nothing is filled in.
// What of the header nobody reads need not be decoded.
#[inline(always)]
pub fn split_header<H: Fixed>(body: &[u8]) -> Result<(H, &[u8]), DecodeError> {
    if body.len() < H::SIZE {
        return Err(DecodeError::too_short(H::SIZE, body.len()));
    }
    let attributes = body.get(align(H::SIZE)..).unwrap_or_default();
    Ok((H::take(&mut FixedReader::new(body)), attributes))
}

/// Writes a fixed header and pads it.
#[inline(always)]
pub fn write_header<H: Fixed>(header: &H, out: &mut Writer) {
    header.encode(out);
    out.extend(&[0; 3][..align(H::SIZE) - H::SIZE]);
}

impl<'a, H: Fixed, A: Decode<'a>> Decode<'a> for WithHeader<H, A> {
    // A large view is not moved once more.
    #[inline(always)]
    fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let (header, attributes) = split_header(body)?;
        Ok(Self { header, attributes: A::decode(attributes)? })
    }
}

impl<H: Fixed, A: AttributeSet> Encode for WithHeader<H, A> {
    const KIND: Kind = message_kind(H::KIND, A::SCHEMA);

    #[inline]
    fn encode(&self, out: &mut Writer) {
        write_header(&self.header, out);
        self.attributes.encode(out);
    }
}

/// The kind of a message that has a fixed header of the kind `header`, which is a struct's.
#[must_use]
pub const fn message_kind(header: Kind, set: &'static Set) -> Kind {
    match header {
        Kind::Struct(header) => Kind::Message(header, set),
        _ => Kind::Message(&NO_STRUCT, set),
    }
}

/// The layout of a header that has no table.
static NO_STRUCT: Struct = Struct::new("header", 0, &[]);

impl<H: Fixed, A: View> View for WithHeader<H, A> {
    type At<'a> = WithHeader<H, A::At<'a>>;
    const LAYOUT: Layout = match H::KIND {
        Kind::Struct(header) => Layout { header: Some(header), set: A::LAYOUT.set },
        _ => A::LAYOUT,
    };
}
