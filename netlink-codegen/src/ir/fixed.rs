//! Structs of fixed layout: C structs as payloads, and fixed headers.

use proc_macro2::{Ident, Span, TokenStream};

use super::Payload;

/// A struct whose members follow each other as written.
#[derive(Clone, Debug)]
pub struct FixedStruct {
    /// The struct's name.
    pub ident: Ident,
    /// The name in tables.
    pub name: String,
    /// Its documentation.
    pub doc: Option<String>,
    /// The members, in order.
    pub members: Vec<Member>,
    /// Whether C's alignment must agree with the members as written, which the compiler then
    /// checks.
    pub natural: bool,
}

/// One member.
#[derive(Clone, Debug)]
pub struct Member {
    /// The field's name.
    pub ident: Ident,
    /// The name in tables.
    pub name: String,
    /// What it is for.
    pub role: MemberRole,
    /// Its size in bytes, where it is known without asking the type.
    pub size: Option<u32>,
    /// Whether the constructor takes it.
    pub key: bool,
    /// Its documentation.
    pub doc: Option<String>,
    /// Where errors about it point.
    pub span: Span,
}

/// What a member is for.
#[derive(Clone, Debug)]
pub enum MemberRole {
    /// A value.
    Value(Payload),
    /// Filler: read and forgotten, written as zeros.
    Padding {
        /// An expression of its size in bytes.
        size: TokenStream,
        /// Whether the struct has a field for it.
        declared: bool,
    },
}
