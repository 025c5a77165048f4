//! The schema as data: which keys each object has, with which `protocol`, and what their values look like.

mod objects;

pub(super) use objects::SPEC;

use super::model::Level;

/// A set of schema levels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Levels(u8);

const GENETLINK: u8 = 1;
const C: u8 = 2;
const LEGACY: u8 = 4;
const RAW: u8 = 8;

const ALL: Levels = Levels(GENETLINK | C | LEGACY | RAW);
/// Keys that the kernel's schema does not have: allowed everywhere, since they change what a spec says to us only.
const OURS: Levels = ALL;
const FROM_C: Levels = Levels(C | LEGACY | RAW);
const FROM_LEGACY: Levels = Levels(LEGACY | RAW);
const ONLY_LEGACY: Levels = Levels(LEGACY);
const ONLY_RAW: Levels = Levels(RAW);
const C_AND_LEGACY: Levels = Levels(C | LEGACY);
const NOT_C_NOT_RAW: Levels = Levels(GENETLINK | LEGACY);
const NOT_RAW: Levels = Levels(GENETLINK | C | LEGACY);

impl Level {
    /// All of them, from the strictest on.
    pub(super) const ALL: [Self; 4] =
        [Self::Genetlink, Self::GenetlinkC, Self::GenetlinkLegacy, Self::NetlinkRaw];

    /// The word for it in a spec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Genetlink => "genetlink",
            Self::GenetlinkC => "genetlink-c",
            Self::GenetlinkLegacy => "genetlink-legacy",
            Self::NetlinkRaw => "netlink-raw",
        }
    }
}

impl Levels {
    /// Whether it contains `level`.
    pub(super) fn contain(self, level: Level) -> bool {
        let bit = match level {
            Level::Genetlink => GENETLINK,
            Level::GenetlinkC => C,
            Level::GenetlinkLegacy => LEGACY,
            Level::NetlinkRaw => RAW,
        };
        self.0 & bit != 0
    }

    /// "allowed with protocol ..."
    pub(super) fn help(self) -> String {
        let names = Level::ALL.into_iter().filter(|level| self.contain(*level)).map(Level::name);
        let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
        match (self.contain(Level::NetlinkRaw), names.first()) {
            (true, Some(first)) if names.len() > 1 => format!("allowed from protocol {first} on"),
            _ => format!("allowed only with protocol {}", names.join(" or ")),
        }
    }
}

/// What a value looks like.
#[derive(Debug)]
pub(super) enum Shape {
    /// A text.
    Text,
    /// A text or nothing.
    TextOrNull,
    /// A name; of nearly any letters with all protocols but `genetlink`.
    FreeName,
    /// A name.
    Name,
    /// A name of a struct member: may have capitals with protocol `netlink-raw`.
    MemberName,
    /// `true` or `false`.
    Bool,
    /// A whole number, and the least and greatest it can be.
    Int(i128, i128),
    /// A whole number or a text.
    IntOrText,
    /// A length: a number, a constant's name, or `name - 1`.
    Length,
    /// A limit: a number, a constant's name, or a type's limit as `u32-max`.
    Limit,
    /// One of some words: what the words are, and each with its levels.
    OneOf(&'static str, &'static [(&'static str, Levels)]),
    /// A list of such values.
    List(&'static Shape),
    /// An object.
    Object(&'static Object),
    /// A name, or an object.
    NameOr(&'static Object),
}

/// An object that has these keys and no others.
#[derive(Debug)]
pub(super) struct Object {
    /// What it is called in errors.
    pub(super) what: &'static str,
    /// Its keys.
    pub(super) keys: &'static [Key],
}

/// A key of an [`Object`].
#[derive(Debug)]
pub(super) struct Key {
    /// The key.
    pub(super) name: &'static str,
    /// Where it is allowed.
    pub(super) levels: Levels,
    /// Whether it must be there.
    pub(super) required: bool,
    /// What its value looks like.
    pub(super) shape: Shape,
}

const fn key(name: &'static str, levels: Levels, shape: Shape) -> Key {
    Key { name, levels, required: false, shape }
}

const fn need(name: &'static str, shape: Shape) -> Key {
    Key { name, levels: ALL, required: true, shape }
}

/// Numbers that fit 64 bits, with or without a sign.
pub(super) const INTEGER: (i128, i128) = (i64::MIN as i128, u64::MAX as i128);
