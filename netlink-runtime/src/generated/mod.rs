//! Names for generated code, stable between a compiler and a runtime of the same version. Not
//! for hand-written code.

mod macros;

pub use core::assert;
pub use core::clone::Clone;
pub use core::convert::{From, Into};
pub use core::default::Default;
pub use core::fmt::{self, Debug};
pub use core::option::Option::{self, None, Some};
pub use core::primitive::{bool, i8, i16, i32, i64, i128, str, u8, u16, u32, u64, usize};
pub use core::result::Result::{self, Err, Ok};
pub use std::boxed::Box;
pub use std::vec::Vec;

pub use crate::__enumeration_display as enumeration_display;
pub use crate::__enumeration_payload as enumeration_payload;
pub use crate::__fixed_struct as fixed_struct;
pub use crate::__flags as flags;
pub use crate::__message_set as message_set;
pub use crate::__open_enumeration as open_enumeration;
pub use crate::__record as record;
pub use crate::__sub_message as sub_message;
pub use crate::__zeroed_struct as zeroed_struct;
pub use crate::message::{
    Dump, MessageSet, Request, Single, WithHeader, message_kind, split_header, write_header,
};
pub use crate::payload::depth::deeper;
pub use crate::payload::enumeration::{decode_enumeration, take_open};
pub use crate::payload::flags::fmt_flags;
pub use crate::payload::sub_message::{
    Formats as SubMessageFormats, put_selector, selects, selects_all, unknown_format,
};
pub use crate::payload::table_name::{kebab, text};
pub use crate::payload::{
    As, AttributeSet, BigEndian, Bits, Compact, Decode, DecodeError, Encode, Enumeration, Fixed,
    FixedReader, FixedWriter, Indexed, List, LittleEndian, Native, Packed, SubMessage, Unknown,
    View, decode_set, fill, required,
};
pub use crate::schema::same_text;
pub use crate::schema::{
    Attribute, Described, Entry, Enum, Family, Format, Formats, Group, Kind, Layout, Limits,
    Member, Modes, Named, Operation, Protocol, Set, Struct, fmt_encoded,
};
pub use crate::wire::Writer;

/// The names that types and fields of a generated module are written with.
pub mod types {
    pub use core::clone::Clone;
    pub use core::cmp::{Eq, PartialEq};
    pub use core::convert::From;
    pub use core::default::Default;
    pub use core::fmt::Debug;
    pub use core::hash::Hash;
    pub use core::marker::Copy;
    pub use core::option::Option::{self, None, Some};
    pub use core::primitive::{bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, usize};
    pub use core::result::Result::{self, Err, Ok};
    pub use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
    pub use std::vec::Vec;

    pub use bstr::BStr;

    pub use crate::message::WithHeader;
    pub use crate::payload::{
        Array, BigEndian, Bitfield32, HardwareAddress, List, LittleEndian, Nested, Records,
        SubMessage, TypeValues, Unknown,
    };
}

/// Kinds of payloads, as tables name them.
pub mod kind {
    use crate::schema::{Enum, Formats, Hint, Order, Scalar, Set, Struct, Width};

    pub use crate::schema::{Hint as hint, Kind};

    macro_rules! scalars {
        ($($name:ident $big:ident $little:ident $width:ident,)*) => {$(
            pub const $name: Kind = scalar(Width::$width, Order::Host);
            pub const $big: Kind = scalar(Width::$width, Order::Big);
            pub const $little: Kind = scalar(Width::$width, Order::Little);
        )*};
    }
    scalars! {
        U16 U16_BE U16_LE U16, U32 U32_BE U32_LE U32, U64 U64_BE U64_LE U64,
        S16 S16_BE S16_LE S16, S32 S32_BE S32_LE S32, S64 S64_BE S64_LE S64,
    }
    pub const U8: Kind = scalar(Width::U8, Order::Host);
    pub const S8: Kind = scalar(Width::S8, Order::Host);
    pub const UINT: Kind = scalar(Width::Uint, Order::Host);
    pub const SINT: Kind = scalar(Width::Sint, Order::Host);
    pub const FLAG: Kind = Kind::Flag;
    pub const STRING: Kind = Kind::String;
    pub const BINARY: Kind = Kind::Binary(Hint::None);
    pub const MAC: Kind = Kind::Binary(Hint::Mac);
    pub const IPV4: Kind = Kind::Binary(Hint::Ipv4);
    pub const IPV6: Kind = Kind::Binary(Hint::Ipv6);
    pub const IP: Kind = Kind::Binary(Hint::Ip);
    pub const UUID: Kind = Kind::Binary(Hint::Uuid);
    pub const SOCKET_ADDRESS: Kind = Kind::Binary(Hint::SocketAddress);
    pub const PAD: Kind = Kind::Pad;
    pub const BITFIELD32: Kind = Kind::Bitfield32(None);

    const fn scalar(width: Width, order: Order) -> Kind {
        Kind::Scalar(Scalar::new(width).ordered(order))
    }

    pub const fn bitfield32(names: &'static Enum) -> Kind {
        Kind::Bitfield32(Some(names))
    }

    pub const fn nest(set: &'static Set) -> Kind {
        Kind::Nest(set)
    }

    pub const fn sub_message(formats: &'static Formats, selector: &'static str) -> Kind {
        Kind::SubMessage(formats, selector)
    }

    pub const fn message(header: &'static Struct, set: &'static Set) -> Kind {
        Kind::Message(header, set)
    }

    pub const fn records(header: &'static Struct, set: &'static Set) -> Kind {
        Kind::Records(header, set)
    }

    pub const fn fixed(layout: &'static Struct) -> Kind {
        Kind::Struct(layout)
    }

    pub const fn indexed(element: &'static Kind) -> Kind {
        Kind::Indexed(element)
    }

    pub const fn packed(element: &'static Kind, size: usize) -> Kind {
        Kind::Packed(element, size)
    }

    pub const fn type_value(levels: usize, inner: &'static Kind) -> Kind {
        Kind::TypeValue(levels, inner)
    }
}

/// `NLM_F_DUMP`: both bits together ask for a dump.
pub const DUMP: u16 = crate::wire::flags::DUMP;

/// The layout of a message: the fixed header that its kind has, if it has one, and attributes.
#[must_use]
pub const fn layout(message: Kind, set: &'static Set) -> Layout {
    match message {
        Kind::Message(header, _) => Layout { header: Some(header), set: Some(set) },
        _ => Layout { header: None, set: Some(set) },
    }
}

/// The layout of a message that is a struct of this kind alone.
#[must_use]
pub const fn layout_of(message: Kind) -> Layout {
    match message {
        Kind::Struct(header) => Layout { header: Some(header), set: None },
        _ => Layout { header: None, set: None },
    }
}

/// The operations of two tables, one after the other; `N` is how many there are.
#[must_use]
pub const fn joined<const N: usize>(
    first: &[&'static Operation],
    second: &[&'static Operation],
) -> [&'static Operation; N] {
    static NONE: Operation = Operation::new("", None, None);
    let (mut all, mut index) = ([&NONE; N], 0);
    while index < N {
        all[index] = if index < first.len() { first[index] } else { second[index - first.len()] };
        index += 1;
    }
    all
}

/// A struct of fixed layout whose bytes are all zero.
#[must_use]
#[inline]
pub fn zeroed<T: Fixed>() -> T {
    T::take(&mut FixedReader::new(&[]))
}

/// The table of a message that has no attributes.
pub static NO_ATTRIBUTES: Set = Set::new("no attributes", &[]);

/// The kind of a nest of this type.
#[must_use]
pub const fn nest_of<T: AttributeSet>() -> Kind {
    Kind::NestOf(|| T::SCHEMA)
}

/// The kind of a list's elements, or of the value itself.
const fn element(mut kind: &Kind) -> &Kind {
    while let Kind::Indexed(inner) | Kind::TypeValue(_, inner) = kind {
        kind = inner;
    }
    kind
}

/// Whether `min`, `max` and `mask` mean something to values of the kind.
#[must_use]
pub const fn is_number(kind: &Kind) -> bool {
    matches!(element(kind), Kind::Scalar(_))
}

/// Whether `min_len` and `max_len` mean something to values of the kind.
#[must_use]
pub const fn has_length(kind: &Kind) -> bool {
    let kind = element(kind);
    matches!(kind, Kind::String | Kind::Binary(_) | Kind::Struct(_) | Kind::Packed(..))
}

/// Whether a hint changes how values of the kind are printed.
#[must_use]
pub const fn can_be_hinted(kind: &Kind) -> bool {
    matches!(kind, Kind::Binary(_)) || matches!(kind, Kind::Scalar(_)) && kind.names().is_none()
}

/// The largest of the alignments of a struct's members.
#[must_use]
pub const fn largest(aligns: &[usize]) -> usize {
    let (mut largest, mut index) = (1, 0);
    while index < aligns.len() {
        if aligns[index] > largest {
            largest = aligns[index];
        }
        index += 1;
    }
    largest
}

/// Whether C would place a member at this offset, or end a struct there.
#[must_use]
pub const fn aligned(offset: usize, align: usize) -> bool {
    offset.is_multiple_of(align)
}

/// The kind of what a variant of an enum holds.
#[must_use]
pub const fn kind_of<T: Encode, M>(_: fn(T) -> M) -> Kind {
    T::KIND
}

/// The kind of what no table says more of.
pub const BYTES: Kind = Kind::Binary(crate::schema::Hint::None);

/// A message that an enum has no variant for.
#[cold]
#[must_use]
pub fn unknown_command(command: u16) -> DecodeError {
    DecodeError::other(format_args!("command {command} is none of the enum's messages"))
}
