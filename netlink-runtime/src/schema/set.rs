//! Tables of attribute sets, enums and structs.

use core::fmt;

use super::{Kind, Limits};

/// An attribute set: ids and what they mean.
#[non_exhaustive]
pub struct Set {
    /// The name in the spec.
    pub name: &'static str,
    /// The attributes.
    pub attributes: &'static [Attribute],
    /// The set that it is a selection of, with some attributes told otherwise.
    pub subset_of: Option<&'static Set>,
}

impl Set {
    /// A set.
    #[must_use]
    pub const fn new(name: &'static str, attributes: &'static [Attribute]) -> Self {
        Self { name, attributes, subset_of: None }
    }

    /// The same as a selection of another set.
    #[must_use]
    pub const fn selected_from(self, set: &'static Set) -> Self {
        Self { subset_of: Some(set), ..self }
    }

    /// The name under which the kernel knows the attributes: of a selection that of the whole.
    #[must_use]
    pub fn whole_name(&self) -> &'static str {
        self.subset_of.map_or(self.name, |whole| whole.name)
    }

    /// The attribute with this id.
    #[must_use]
    pub fn attribute(&self, id: u16) -> Option<&'static Attribute> {
        self.attributes.iter().find(|attribute| attribute.id == id)
    }
}

/// Sets may refer to each other in circles, so only the name is printed.
impl fmt::Debug for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Set({})", self.name)
    }
}

impl PartialEq for Set {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self, other)
    }
}

impl Eq for Set {}

/// One attribute of a set.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attribute {
    /// The id, `nla_type()`.
    pub id: u16,
    /// The name in the spec.
    pub name: &'static str,
    /// What the payload is.
    pub kind: Kind,
    /// Whether the attribute may come several times.
    pub multi: bool,
    /// Whether the value must not be printed.
    pub secret: bool,
    /// What the value may be.
    pub limits: Option<&'static Limits>,
}

impl Attribute {
    /// An attribute that comes once and is no secret.
    #[must_use]
    pub const fn new(id: u16, name: &'static str, kind: Kind) -> Self {
        Self { id, name, kind, multi: false, secret: false, limits: None }
    }

    /// The same, but it may come several times.
    #[must_use]
    pub const fn multi(self) -> Self {
        Self { multi: true, ..self }
    }

    /// The same, but its value is redacted wherever it would be printed.
    #[must_use]
    pub const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }

    /// The same with limits that the value keeps to.
    #[must_use]
    pub const fn limited(self, limits: &'static Limits) -> Self {
        Self { limits: Some(limits), ..self }
    }
}

/// The names of an integer's values or bits.
#[non_exhaustive]
pub struct Enum {
    /// The name in the spec.
    pub name: &'static str,
    /// Whether the values are masks that are combined.
    pub flags: bool,
    /// The values.
    pub entries: &'static [Entry],
}

impl Enum {
    /// An enum.
    #[must_use]
    pub const fn new(name: &'static str, entries: &'static [Entry]) -> Self {
        Self { name, flags: false, entries }
    }

    /// A set of flags; the entries' values are masks.
    #[must_use]
    pub const fn flags(name: &'static str, entries: &'static [Entry]) -> Self {
        Self { name, flags: true, entries }
    }

    /// Whether a value has this name.
    #[must_use]
    pub const fn has_name(&self, name: &str) -> bool {
        let mut index = 0;
        while index < self.entries.len() {
            if same_text(self.entries[index].name, name) {
                return true;
            }
            index += 1;
        }
        false
    }

    /// The name of a value.
    #[must_use]
    pub fn name_of(&self, value: u64) -> Option<&'static str> {
        self.entries.iter().find(|entry| entry.value == value).map(|entry| entry.name)
    }
}

impl Enum {
    /// The names of the bits that are set, and the bits that have none.
    pub(super) fn names_of_bits(&self, value: u64) -> (Vec<&'static str>, u64) {
        let set = |entry: &&Entry| entry.value != 0 && value & entry.value == entry.value;
        let entries = self.entries.iter().filter(set);
        let named = entries.clone().fold(0, |bits, entry| bits | entry.value);
        (entries.map(|entry| entry.name).collect(), value & !named)
    }
}

/// Whether two texts are the same, for constants.
#[doc(hidden)]
#[must_use]
pub const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

/// An enum may be long, so only the name is printed.
impl fmt::Debug for Enum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Enum({})", self.name)
    }
}

/// One value of an enum, or one bit of flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The value; for flags the mask. Negative values as 64 bits of two's complement.
    pub value: u64,
    /// The name in the spec.
    pub name: &'static str,
}

impl Entry {
    /// An entry.
    #[must_use]
    pub const fn new(value: u64, name: &'static str) -> Self {
        Self { value, name }
    }
}

/// The layout of a C struct, packed as written: what C pads is a member.
#[derive(Debug)]
#[non_exhaustive]
pub struct Struct {
    /// The name in the spec.
    pub name: &'static str,
    /// The size in bytes.
    pub size: usize,
    /// The members, in order.
    pub members: &'static [Member],
}

impl Struct {
    /// A struct.
    #[must_use]
    pub const fn new(name: &'static str, size: usize, members: &'static [Member]) -> Self {
        Self { name, size, members }
    }
}

/// One member of a struct.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Member {
    /// The offset in bytes from the start of the struct.
    pub offset: usize,
    /// The size in bytes.
    pub size: usize,
    /// The name in the spec.
    pub name: &'static str,
    /// What the bytes are.
    pub kind: Kind,
}

impl Member {
    /// A member.
    #[must_use]
    pub const fn new(offset: usize, size: usize, name: &'static str, kind: Kind) -> Self {
        Self { offset, size, name, kind }
    }
}

/// What follows the netlink headers: a fixed header, if the operation has one, and attributes.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The fixed header.
    pub header: Option<&'static Struct>,
    /// The attributes.
    pub set: Option<&'static Set>,
}

impl Layout {
    /// Splits a message's body into the fixed header and the attributes; a body that is too short
    /// is all header.
    #[must_use]
    pub fn split<'a>(&self, body: &'a [u8]) -> (&'a [u8], &'a [u8]) {
        let header = self.header.map_or(0, |header| crate::wire::align(header.size));
        body.split_at_checked(header).unwrap_or((body, &[]))
    }
}
