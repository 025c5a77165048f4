//! Enums and flags.

use proc_macro2::{Ident, Span, TokenStream};

/// A type whose values are named integers, or sets of named bits.
#[derive(Clone, Debug)]
pub struct Enumeration {
    /// The type's name.
    pub ident: Ident,
    /// The name in tables.
    pub name: String,
    /// Its documentation.
    pub doc: Option<String>,
    /// The integer.
    pub repr: Repr,
    /// Whether the entries are masks of bits.
    pub flags: bool,
    /// The values or bits.
    pub entries: Vec<Entry>,
    /// The variant that keeps any other value; without it the enum is closed. Flags keep all.
    pub other: Option<Ident>,
    /// The byte orders that it travels in; empty stands for all.
    pub orders: Vec<Order>,
}

/// A byte order, by the name of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it all")]
pub enum Order {
    Native,
    BigEndian,
    LittleEndian,
}

impl quote::ToTokens for Order {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = match self {
            Self::Native => "Native",
            Self::BigEndian => "BigEndian",
            Self::LittleEndian => "LittleEndian",
        };
        Ident::new(name, Span::call_site()).to_tokens(tokens);
    }
}

/// One value of an enum or one bit of flags.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The variant's or constant's name.
    pub ident: Ident,
    /// The name in tables.
    pub name: String,
    /// The value or mask: an expression of the enum's integer type.
    pub value: TokenStream,
    /// Its documentation.
    pub doc: Option<String>,
    /// Where errors about it point.
    pub span: Span,
}

/// An integer type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it all")]
pub enum Repr {
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
}

impl Repr {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::U8, Self::U16, Self::U32, Self::U64, Self::I8, Self::I16, Self::I32, Self::I64];

    /// The name in Rust.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
        }
    }
}

impl quote::ToTokens for Repr {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new(self.name(), Span::call_site()).to_tokens(tokens);
    }
}
