//! Constants, enums, flags and structs.

use super::{DisplayHint, Path, Scalar};

/// Names an [`Enum`] of the same spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumId(pub usize);

/// Names a [`Struct`] of the same spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StructId(pub usize);

/// A definition of type `const`.
#[derive(Clone, Debug)]
pub struct Const {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// `name-prefix`: with the name, the other spelling under which checks refer to it.
    pub name_prefix: Option<String>,
    /// `value`.
    pub value: ConstValue,
    /// `doc`.
    pub doc: Option<String>,
    /// Whether `header` says that a C header defines it: the value here may then be a placeholder.
    pub external: bool,
}

/// The value of a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConstValue {
    /// A number; fits in u64 or i64.
    Number(i128),
    /// A text.
    Text(String),
}

/// A definition of type `enum` or `flags`.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// Values or bits.
    pub kind: EnumKind,
    /// `entries`; may be empty when a C header defines the enum.
    pub entries: Vec<Entry>,
    /// `doc`.
    pub doc: Option<String>,
    /// `name-prefix`: C prefix of the entries.
    pub name_prefix: Option<String>,
}

/// What the numbers of an [`Enum`]'s entries are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumKind {
    /// `enum`: each number is a value.
    Values,
    /// `flags`: each number is a bit index, 0 to 63.
    Bits,
}

/// One entry of an [`Enum`].
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// The value of an enum's entry, the bit index of a flag: `value`, or one more than the entry before.
    pub number: i128,
    /// `doc`.
    pub doc: Option<String>,
}

/// How a number's values are named: `enum` and `enum-as-flags` of an attribute or struct member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnumUse {
    /// The definition.
    pub id: EnumId,
    /// Whether the number is a set of bits: the definition is `flags`, or `enum-as-flags` is true
    /// (then bit i has the name of the entry whose number is i).
    pub as_bits: bool,
}

/// A definition of type `struct`: its members follow each other without any gap.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// `members`, in order.
    pub members: Vec<Member>,
    /// `doc`.
    pub doc: Option<String>,
    /// Sum of the members' sizes, in bytes.
    pub size: u32,
}

/// One member of a [`Struct`].
#[derive(Clone, Debug)]
pub struct Member {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// What its bytes are.
    pub ty: MemberType,
    /// Bytes before it.
    pub offset: u32,
    /// Its own size in bytes.
    pub size: u32,
    /// `display-hint`.
    pub display_hint: Option<DisplayHint>,
    /// `key`, a word of ours: it says which object is meant, so that a constructor takes it.
    pub key: bool,
    /// `doc`.
    pub doc: Option<String>,
}

/// What the bytes of a [`Member`] are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberType {
    /// A number of fixed width (never `uint` or `sint`).
    Scalar(Scalar),
    /// `string`: text in a field of that size, NUL-padded.
    String,
    /// `binary` with `len`: bytes.
    Bytes,
    /// `binary` with `struct`: another struct, in place.
    Struct(StructId),
    /// `pad`: skipped on read, zero on write.
    Pad,
}
