//! Attribute sets, their attributes, and sub-messages.

use super::{EnumId, EnumUse, Path, StructId};

/// Names an [`AttributeSet`] of the same spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SetId(pub usize);

/// Names a [`SubMessage`] of the same spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubMessageId(pub usize);

/// One attribute space.
#[derive(Clone, Debug)]
pub struct AttributeSet {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// `subset-of`: the set whose ids it uses.
    pub subset_of: Option<SetId>,
    /// `attributes`, in order, `unused` ones included.
    pub attributes: Vec<Attribute>,
    /// `doc`.
    pub doc: Option<String>,
    /// `name-prefix`: C prefix of the attribute names.
    pub name_prefix: Option<String>,
}

/// One attribute; in a subset, with everything it takes over from the parent.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Where it is written; in a subset, its place in the subset.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// The attribute type number, 0 to 0x3fff: `value`, or one more than the attribute before, from 1.
    pub id: u16,
    /// What its payload is.
    pub ty: AttributeType,
    /// `multi-attr`: the attribute repeats, each holding one item of a list.
    pub multi: bool,
    /// `display-hint`.
    pub display_hint: Option<DisplayHint>,
    /// `checks`.
    pub checks: Checks,
    /// `secret`, a key of ours: the value is shown nowhere.
    pub secret: bool,
    /// `doc`.
    pub doc: Option<String>,
}

/// What the payload of an attribute is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// `unused`: the id is reserved.
    Unused,
    /// `pad`: skipped on read, never sent.
    Pad,
    /// `flag`: empty; sent only if true.
    Flag,
    /// `u8` to `s64`, `uint`, `sint`.
    Scalar(Scalar),
    /// `bitfield32`: a value and a selector, u32 each.
    Bitfield32(Option<EnumUse>),
    /// `string`: bytes and a NUL.
    String,
    /// `binary`.
    Binary(Binary),
    /// `nest`: attributes of that set.
    Nest(SetId),
    /// `indexed-array`: a nest whose entries are typed by index.
    IndexedArray(Element),
    /// `nest-type-value`, or a number with `type-value`: one nest for each level, whose attribute *type* is a value.
    NestTypeValue {
        /// `type-value`: what the types carry, outermost first; at least one.
        levels: Vec<String>,
        /// What the innermost holds.
        inner: TypeValue,
    },
    /// `sub-message`: its format depends on another attribute.
    SubMessage {
        /// The formats.
        message: SubMessageId,
        /// What chooses among them.
        selector: Selector,
    },
}

/// A number on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Width and sign.
    pub kind: ScalarKind,
    /// `byte-order`; [`ByteOrder::Host`] for one-byte numbers, `uint` and `sint`.
    pub byte_order: ByteOrder,
    /// `enum`: names of its values.
    pub names: Option<EnumUse>,
}

/// Width and sign of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarKind {
    /// 1 byte, unsigned.
    U8,
    /// 2 bytes, unsigned.
    U16,
    /// 4 bytes, unsigned.
    U32,
    /// 8 bytes, unsigned.
    U64,
    /// 1 byte, signed.
    S8,
    /// 2 bytes, signed.
    S16,
    /// 4 bytes, signed.
    S32,
    /// 8 bytes, signed.
    S64,
    /// 4 bytes if it fits, else 8, unsigned.
    Uint,
    /// 4 bytes if it fits, else 8, signed.
    Sint,
}

impl ScalarKind {
    /// Bytes on the wire; none for `uint` and `sint`, which have 4 or 8.
    #[must_use]
    pub fn size(self) -> Option<u32> {
        match self {
            Self::U8 | Self::S8 => Some(1),
            Self::U16 | Self::S16 => Some(2),
            Self::U32 | Self::S32 => Some(4),
            Self::U64 | Self::S64 => Some(8),
            Self::Uint | Self::Sint => None,
        }
    }

    /// Whether it has a sign.
    #[must_use]
    pub fn is_signed(self) -> bool {
        matches!(self, Self::S8 | Self::S16 | Self::S32 | Self::S64 | Self::Sint)
    }
}

/// `byte-order` of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// The machine's: the default.
    #[default]
    Host,
    /// `big-endian`.
    Big,
    /// `little-endian`.
    Little,
}

/// What a `binary` attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// Bytes, uninterpreted.
    Bytes,
    /// `struct`: one struct.
    Struct(StructId),
    /// `struct` and `nested-attributes`: records back to back, each the struct, whose first member
    /// is the length of the record, and then attributes of the set.
    Records(StructId, SetId),
    /// `sub-type`: numbers one after the other, as a C array (never `uint` or `sint`).
    Array(Scalar),
}

/// One entry of an `indexed-array`: its `sub-type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// A number.
    Scalar(Scalar),
    /// `string`.
    String,
    /// `binary`; the attribute's `checks.exact_len` is the size of each.
    Binary(Binary),
    /// `nest`.
    Nest(SetId),
}

/// What the innermost nest of [`AttributeType::NestTypeValue`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeValue {
    /// Attributes of that set.
    Set(SetId),
    /// One number: the attribute's type is a plain number and it has `type-value`.
    Scalar(Scalar),
}

/// What chooses the format of a sub-message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// `selector`: the name of an attribute.
    pub name: String,
    /// The sets the attribute is looked for in: the own set if it has one of that name, else the nearest enclosing
    /// ones that have (several if this set is nested in several places).
    pub sets: Vec<SetId>,
}

/// `checks`: what the kernel refuses. All lengths in bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    /// `min`: least value of a number.
    pub min: Option<i128>,
    /// `max`: greatest value of a number.
    pub max: Option<i128>,
    /// `min-len`.
    pub min_len: Option<u32>,
    /// `max-len`; for strings without the NUL.
    pub max_len: Option<u32>,
    /// `exact-len`; of an indexed array of `binary`, the size of one element.
    pub exact_len: Option<u32>,
    /// `flags-mask`: only bits named by this definition may be set.
    pub flags_mask: Option<EnumId>,
    /// `unterminated-ok`: the kernel takes the string without its NUL.
    pub unterminated_ok: bool,
}

/// `display-hint`: how people write such a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DisplayHint {
    /// `hex`: digits.
    Hex,
    /// `mac`: a link-layer address.
    Mac,
    /// `fddi`: a link-layer address with reversed bits.
    Fddi,
    /// `ipv4`.
    Ipv4,
    /// `ipv6`.
    Ipv6,
    /// `ipv4-or-v6`: told apart by the length, 4 or 16.
    Ipv4OrV6,
    /// `uuid`.
    Uuid,
    /// `socket-address`, a word of ours: a `struct sockaddr_in` or `struct sockaddr_in6`.
    SocketAddress,
}

/// One of `sub-messages`: the formats an attribute's payload can have.
#[derive(Clone, Debug)]
pub struct SubMessage {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// `formats`, in order.
    pub formats: Vec<Format>,
}

/// One format of a [`SubMessage`]: a fixed header, then attributes; either may be missing, or both.
#[derive(Clone, Debug)]
pub struct Format {
    /// Where it is written.
    pub path: Path,
    /// `value`: the selector's text, or the name of its enum entry.
    pub value: String,
    /// `fixed-header`.
    pub fixed_header: Option<StructId>,
    /// `attribute-set`.
    pub attribute_set: Option<SetId>,
}
