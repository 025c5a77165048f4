//! Families, their operations, and the enums of their messages.

use proc_macro2::{Ident, TokenStream};
use syn::Generics;

use super::{Enumeration, FixedStruct, Record};

/// A whole family, which becomes a module.
#[derive(Clone)]
pub struct Family {
    /// The name.
    pub name: String,
    /// The documentation.
    pub doc: String,
    /// How its messages are addressed.
    pub protocol: Protocol,
    /// Constants: name, value, documentation.
    pub consts: Vec<(Ident, i128, Option<String>)>,
    /// Enums and flags.
    pub enums: Vec<Enumeration>,
    /// Structs of fixed layout.
    pub structs: Vec<FixedStruct>,
    /// Attribute sets.
    pub sets: Vec<Record>,
    /// Payloads whose format another attribute chooses.
    pub sub_messages: Vec<SubMessage>,
    /// Requests.
    pub requests: Vec<Record>,
    /// Operations, for the tables.
    pub operations: Vec<Operation>,
    /// Multicast groups.
    pub groups: Vec<Group>,
    /// The enums of requests, of responses and of notifications, as far as there are any.
    pub messages: Vec<MessageEnum>,
}

/// How a family's messages are addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Generic netlink, with the version of its header.
    Generic(u8),
    /// A protocol number of its own.
    Raw(u16),
}

/// An operation, as the tables say it.
#[derive(Clone)]
pub struct Operation {
    /// The name of its table.
    pub table: Ident,
    /// The name.
    pub name: String,
    /// The command or type of requests.
    pub request: Option<u16>,
    /// The command or type of answers, notifications or events.
    pub reply: Option<u16>,
    /// Used as `do`, as `dump`, and as a notification.
    pub modes: [bool; 3],
    /// What requests consist of, and answers unless they have a layout of their own.
    pub layout: Layout,
    /// What answers consist of.
    pub reply_layout: Option<Layout>,
    /// The multicast group.
    pub group: Option<String>,
    /// Whether it needs a capability.
    pub privileged: bool,
}

/// The tables of what a message consists of.
#[derive(Clone)]
pub struct Layout {
    /// The table of the fixed header.
    pub header: Option<TokenStream>,
    /// The table of the attributes.
    pub set: Option<TokenStream>,
}

/// A multicast group.
#[derive(Clone)]
pub struct Group {
    /// The name.
    pub name: String,
    /// The number, where it is fixed.
    pub id: Option<u32>,
}

/// An enum that has a variant per message.
#[derive(Clone)]
pub struct MessageEnum {
    /// The enum's name.
    pub ident: Ident,
    /// Its generics: at most one lifetime.
    pub generics: Generics,
    /// Its documentation.
    pub doc: Option<String>,
    /// The family: an expression of type `&'static Family`.
    pub family: TokenStream,
    /// The variants.
    pub variants: Vec<Variant>,
    /// The variant that keeps a message of any other command: `(u16, &[u8])`.
    pub other: Option<Ident>,
}

/// One message.
#[derive(Clone)]
pub struct Variant {
    /// The variant's name.
    pub ident: Ident,
    /// The type that it holds.
    pub ty: TokenStream,
    /// The command or message type: an expression of type `u16`.
    pub command: TokenStream,
    /// Whether it is told from others of its command by asking for a dump, or by not doing so.
    pub dump: Option<bool>,
    /// Its documentation.
    pub doc: Option<String>,
}

/// A payload whose format another attribute chooses, as an enum with a variant per format.
#[derive(Clone)]
pub struct SubMessage {
    /// The enum's name.
    pub ident: Ident,
    /// Its generics: at most one lifetime.
    pub generics: Generics,
    /// The name in tables.
    pub name: String,
    /// The formats.
    pub formats: Vec<Format>,
    /// The variant that keeps the bytes of any other format.
    pub other: Option<Ident>,
}

/// One format.
#[derive(Clone)]
pub struct Format {
    /// The variant's name.
    pub ident: Ident,
    /// What selects it.
    pub selector: String,
    /// The type of its content, and the tables' kind; `None` if it is empty.
    pub content: Option<(TokenStream, TokenStream)>,
}
