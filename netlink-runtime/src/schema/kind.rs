//! What the payload of an attribute is.

use core::fmt;

use super::{Enum, Formats, Set, Struct};
use crate::wire::Writer;

/// What the payload of an attribute is.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Kind {
    /// Nothing; that the attribute is there is the value.
    Flag,
    /// An integer.
    Scalar(Scalar),
    /// Text that ends in NUL.
    String,
    /// Bytes.
    Binary(Hint),
    /// A C struct.
    Struct(&'static Struct),
    /// A C array: the kind of an element and its size in bytes.
    Packed(&'static Kind, usize),
    /// `struct nla_bitfield32`, with the names of its bits if they have any.
    Bitfield32(Option<&'static Enum>),
    /// Attributes.
    Nest(&'static Set),
    /// Attributes, of a set that is asked for: tables of nests that hold themselves could not be
    /// built otherwise where each stands within its own type.
    NestOf(fn() -> &'static Set),
    /// A fixed header and then attributes.
    Message(&'static Struct, &'static Set),
    /// Records that begin with their own length, each a fixed header and then attributes.
    Records(&'static Struct, &'static Set),
    /// A nest with an attribute per element.
    Indexed(&'static Kind),
    /// So many levels of nests whose attribute types are values, around this.
    TypeValue(usize, &'static Kind),
    /// A format that the attribute of this name chooses, in the same set or the nearest one around
    /// it that has such an attribute.
    SubMessage(&'static Formats, &'static str),
    /// Filler that aligns what follows; skipped.
    Pad,
}

impl Kind {
    /// Whether the attribute is marked with `NLA_F_NESTED`.
    #[must_use]
    pub const fn is_nest(&self) -> bool {
        match self {
            Self::Nest(_) | Self::NestOf(_) | Self::Message(..) | Self::Indexed(_) => true,
            Self::TypeValue(levels, inner) => *levels > 0 || inner.is_nest(),
            _ => false,
        }
    }

    /// The set of the attributes in it, if it is a nest.
    #[must_use]
    pub fn set(&self) -> Option<&'static Set> {
        match *self {
            Self::Nest(set) | Self::Message(_, set) => Some(set),
            Self::NestOf(set) => Some(set()),
            _ => None,
        }
    }

    /// The same scalar with names for its values.
    #[must_use]
    pub const fn named(self, names: &'static Enum) -> Self {
        match self {
            Self::Scalar(scalar) => Self::Scalar(Scalar { names: Some(names), ..scalar }),
            other => other,
        }
    }

    /// The same value to be printed by a hint.
    #[must_use]
    pub const fn hinted(self, hint: Hint) -> Self {
        match self {
            Self::Scalar(scalar) => Self::Scalar(Scalar { hint, ..scalar }),
            Self::Binary(_) => Self::Binary(hint),
            other => other,
        }
    }

    /// The names of a scalar's values.
    #[must_use]
    pub const fn names(&self) -> Option<&'static Enum> {
        match self {
            Self::Scalar(scalar) => scalar.names,
            _ => None,
        }
    }
}

/// However the table of a nest is reached, it prints as the nest that it is.
impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("Flag"),
            Self::Scalar(scalar) => scalar.fmt(f),
            Self::String => f.write_str("String"),
            Self::Binary(hint) => write!(f, "Binary({hint:?})"),
            Self::Struct(layout) => write!(f, "Struct({})", layout.name),
            Self::Packed(element, size) => write!(f, "Packed({element:?}, {size})"),
            Self::Bitfield32(names) => write!(f, "Bitfield32({names:?})"),
            Self::Nest(set) => write!(f, "Nest({})", set.name),
            Self::NestOf(set) => write!(f, "Nest({})", set().name),
            Self::Message(header, set) => write!(f, "Message({}, {})", header.name, set.name),
            Self::Records(header, set) => write!(f, "Records({}, {})", header.name, set.name),
            Self::Indexed(element) => write!(f, "Indexed({element:?})"),
            Self::TypeValue(levels, inner) => write!(f, "TypeValue({levels}, {inner:?})"),
            Self::SubMessage(formats, selector) => {
                write!(f, "SubMessage({}, {selector})", formats.name)
            }
            Self::Pad => f.write_str("Pad"),
        }
    }
}

/// An integer attribute.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Scalar {
    /// Size and sign.
    pub width: Width,
    /// Byte order.
    pub order: Order,
    /// The names of its values.
    pub names: Option<&'static Enum>,
    /// How to print it.
    pub hint: Hint,
}

impl Scalar {
    /// An integer in host byte order.
    #[must_use]
    pub const fn new(width: Width) -> Self {
        Self { width, order: Order::Host, names: None, hint: Hint::None }
    }

    /// The same in another byte order.
    #[must_use]
    pub const fn ordered(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// Appends the low bytes of `value`; those that may be four or eight are four if it fits.
    pub(crate) fn write(&self, value: u64, out: &mut Writer) {
        let fits = match self.width.is_signed() {
            true => i32::try_from(value as i64).is_ok(),
            false => u32::try_from(value).is_ok(),
        };
        let size = self.width.size().unwrap_or(if fits { 4 } else { 8 });
        let big = match self.order {
            Order::Big => true,
            Order::Little => false,
            Order::Host => cfg!(target_endian = "big"),
        };
        match big {
            true => out.extend(&value.to_be_bytes()[8 - size..]),
            false => out.extend(&value.to_le_bytes()[..size]),
        }
    }

    /// The value of a payload, widened with its sign; `None` if it is too short.
    #[must_use]
    pub fn read(&self, payload: &[u8]) -> Option<i128> {
        let size = match self.width.size() {
            Some(size) => size,
            None if payload.len() >= 8 => 8,
            None => 4,
        };
        let bytes = payload.get(..size)?;
        let big = match self.order {
            Order::Big => true,
            Order::Little => false,
            Order::Host => cfg!(target_endian = "big"),
        };
        let fold = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        let value = if big { bytes.iter().fold(0, fold) } else { bytes.iter().rev().fold(0, fold) };
        let unused = 64 - 8 * size;
        Some(if self.width.is_signed() {
            i128::from((value << unused) as i64 >> unused)
        } else {
            i128::from(value)
        })
    }
}

/// The size and sign of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it all")]
pub enum Width {
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    /// Unsigned, four or eight bytes.
    Uint,
    /// Signed, four or eight bytes.
    Sint,
}

impl Width {
    /// The size in bytes; `None` where it is four or eight.
    #[must_use]
    pub const fn size(self) -> Option<usize> {
        Some(match self {
            Self::U8 | Self::S8 => 1,
            Self::U16 | Self::S16 => 2,
            Self::U32 | Self::S32 => 4,
            Self::U64 | Self::S64 => 8,
            Self::Uint | Self::Sint => return None,
        })
    }

    /// Whether the integer has a sign.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::S8 | Self::S16 | Self::S32 | Self::S64 | Self::Sint)
    }

    /// The name in the kernel's specs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::S8 => "s8",
            Self::S16 => "s16",
            Self::S32 => "s32",
            Self::S64 => "s64",
            Self::Uint => "uint",
            Self::Sint => "sint",
        }
    }
}

/// A byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The machine's.
    Host,
    /// Most significant byte first.
    Big,
    /// Least significant byte first.
    Little,
}

/// How a value is best shown to a person (the specs' `display-hint`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Numbers in decimal, bytes in hex.
    None,
    /// Hexadecimal.
    Hex,
    /// A hardware address of any length.
    Mac,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// An IPv4 or IPv6 address, told apart by length.
    Ip,
    /// A UUID.
    Uuid,
    /// An IP address and a port, as `struct sockaddr_in` or `struct sockaddr_in6`.
    SocketAddress,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scalar_writes_what_it_reads() {
        let written = |width, order, value: i128| {
            let (scalar, mut out) = (Scalar::new(width).ordered(order), Writer::new());
            scalar.write(value as u64, &mut out);
            assert_eq!(scalar.read(out.bytes()), Some(value), "{scalar:?}");
            out.take_bytes()
        };
        assert_eq!(written(Width::U16, Order::Big, 0x0102), [1, 2]);
        assert_eq!(written(Width::S32, Order::Little, -2), [0xfe, 0xff, 0xff, 0xff]);
        assert_eq!(written(Width::U8, Order::Host, 7), [7]);
        assert_eq!(written(Width::Uint, Order::Host, 7), 7u32.to_ne_bytes());
        assert_eq!(written(Width::Uint, Order::Host, 1 << 32), (1u64 << 32).to_ne_bytes());
        assert_eq!(written(Width::Sint, Order::Host, -1), (-1i32).to_ne_bytes());
    }

    #[test]
    fn a_scalar_reads_its_width_order_and_sign() {
        let read = |width, order, bytes: &[u8]| Scalar::new(width).ordered(order).read(bytes);
        assert_eq!(read(Width::U16, Order::Big, &[1, 2]), Some(0x0102));
        assert_eq!(read(Width::U16, Order::Little, &[1, 2, 9]), Some(0x0201));
        assert_eq!(read(Width::S8, Order::Host, &[0xff]), Some(-1));
        assert_eq!(read(Width::S64, Order::Big, &[0xff; 8]), Some(-1));
        assert_eq!(read(Width::U64, Order::Host, &[0xff; 8]), Some(u64::MAX.into()));
        assert_eq!(read(Width::Sint, Order::Host, &(-7i32).to_ne_bytes()), Some(-7));
        assert_eq!(read(Width::Uint, Order::Host, &7u64.to_ne_bytes()), Some(7));
        assert_eq!(read(Width::U32, Order::Host, &[1, 2, 3]), None);
    }
}
