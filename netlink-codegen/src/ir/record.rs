//! Structs whose fields are attributes.

use proc_macro2::{Ident, Span, TokenStream};
use syn::Generics;

use super::Payload;

/// A struct whose fields are attributes: a set, a nest, a request.
#[derive(Clone)]
pub struct Record {
    /// The struct's name.
    pub ident: Ident,
    /// Its generics: at most one lifetime.
    pub generics: Generics,
    /// Its documentation.
    pub doc: Option<String>,
    /// The table of its attributes.
    pub schema: Schema,
    /// The fixed header before the attributes.
    pub header: Option<FixedHeader>,
    /// The attributes.
    pub fields: Vec<Field>,
    /// The ids that are skipped on reading and are not unknown: padding.
    pub ignored: Vec<u16>,
    /// The field that keeps what is not declared.
    pub unknown: Option<Ident>,
    /// Fields that are no attributes, filled by `Default`.
    pub skipped: Vec<Ident>,
    /// What it is besides a set.
    pub role: Role,
    /// Whether the struct implements `Default` and has no required field, so that decoding can
    /// start from the default value.
    pub defaults: bool,
    /// Whether `Debug` is written by the schema.
    pub debug: bool,
}

/// Where the table of a record's attributes is.
#[derive(Clone)]
pub enum Schema {
    /// Made from the record's own fields, under this name.
    Own(String),
    /// A table that stands beside the items of a module: its name in the spec, and its path.
    Table {
        /// The set's name.
        name: String,
        /// The table.
        table: TokenStream,
        /// The table of the set that it is a selection of.
        whole: Option<Ident>,
    },
}

/// A fixed header.
#[derive(Clone)]
pub struct FixedHeader {
    /// The field.
    pub ident: Ident,
    /// Its type.
    pub ty: TokenStream,
}

/// What a record is besides a set.
#[derive(Clone)]
pub enum Role {
    /// Nothing: a nest, or an answer's attributes.
    Set,
    /// A request.
    Request(Box<Request>),
}

/// A request that can be sent.
#[derive(Clone)]
pub struct Request {
    /// The family: an expression of type `&'static Family`.
    pub family: TokenStream,
    /// The operation: an expression of type `&'static Operation`.
    pub operation: TokenStream,
    /// The command or message type: an expression of type `u16`.
    pub command: TokenStream,
    /// `NLM_F_*` bits that it always carries: an expression of type `u16`.
    pub flags: Option<TokenStream>,
    /// The type of the answer's view, its lifetime `'static`; `None` if there is only an
    /// acknowledgement.
    pub reply: Option<TokenStream>,
    /// Whether it asks for a dump.
    pub dump: bool,
}

/// One attribute as a field.
#[derive(Clone)]
pub struct Field {
    /// The field's name.
    pub ident: Ident,
    /// The attribute's name in tables and messages.
    pub name: String,
    /// The attribute's id.
    pub id: Id,
    /// The value.
    pub payload: Payload,
    /// How often it comes.
    pub cardinality: Cardinality,
    /// A module whose `decode` and `encode` stand in for the payload traits.
    pub with: Option<TokenStream>,
    /// How a payload is decoded whose format another attribute chooses; `None` if none does.
    pub choice: Option<Choice>,
    /// The field whose format this attribute chooses: it is sent when not set.
    pub selects: Option<Ident>,
    /// Whether the value must not be printed.
    pub secret: bool,
    /// What the value may be: the methods to call on limits without any.
    pub limits: Option<TokenStream>,
    /// Its documentation.
    pub doc: Option<String>,
    /// Where errors about it point.
    pub span: Span,
}

/// An attribute's id.
#[derive(Clone)]
pub enum Id {
    /// A number.
    Number(u16),
    /// A constant expression of type `u16`, which the compiler compares with the other ids.
    Const(TokenStream),
}

/// How often an attribute comes, and how the field says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cardinality {
    /// `T`: its absence is an error.
    Required,
    /// `Option<T>`.
    Optional,
    /// `T`: its absence is the default.
    Default,
    /// `bool`: its presence is the value.
    Flag,
    /// `()`: it is skipped, and never sent.
    Padding,
    /// A list: one attribute per element.
    Multi(Collection),
}

/// When a payload is decoded whose format another attribute chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// When asked: the field is the runtime's `SubMessage`, which keeps the bytes.
    WhenAsked,
    /// With the rest of the struct, by the selector that this field holds.
    By(Ident),
}

/// How a list is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// `Vec<T>`.
    Vec,
    /// The runtime's `List`, which borrows.
    List,
}

impl Record {
    /// The name of its attribute set in tables.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.schema {
            Schema::Own(name) | Schema::Table { name, .. } => name,
        }
    }
}
