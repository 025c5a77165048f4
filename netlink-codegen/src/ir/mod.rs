//! What both front ends lower to and the emitter writes: Rust items that speak netlink, with
//! every name chosen and every number known.
//!
//! The YAML front end makes whole families, the derive front end one item at a time. Nothing
//! here knows which syntax an item came from.

mod enumeration;
mod family;
mod fixed;
mod record;

pub use enumeration::{Entry, Enumeration, Order, Repr};
pub use family::{
    Family, Format, Group, Layout, MessageEnum, Operation, Protocol, SubMessage, Variant,
};
pub use fixed::{FixedStruct, Member, MemberRole};
pub use record::{
    Cardinality, Choice, Collection, Field, FixedHeader, Id, Record, Request, Role, Schema,
};

use proc_macro2::{Ident, Span, TokenStream};

/// `DevGet` as `DEV_GET`.
pub(crate) fn shout(camel: &str) -> String {
    let mut out = String::new();
    let mut last = '_';
    for char in camel.trim_start_matches("r#").chars() {
        if char.is_ascii_uppercase() && last.is_ascii_alphanumeric() && !last.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(char.to_ascii_uppercase());
        last = char;
    }
    out
}

/// The paths under which generated code reaches the runtime. Every path that is emitted goes
/// through here.
#[derive(Clone, Debug)]
pub struct RuntimePath {
    path: TokenStream,
    own_module: bool,
}

impl RuntimePath {
    /// The path of the runtime's `generated` module: `::netlink_runtime::generated`, or the alias
    /// `rt` that a generated module declares.
    #[must_use]
    pub fn new(path: TokenStream) -> Self {
        Self { path, own_module: false }
    }

    /// The path `rt` in a module that has no items but generated ones.
    #[must_use]
    pub fn in_own_module() -> Self {
        Self { path: quote::quote!(rt), own_module: true }
    }

    /// Whether the code stands in a module that has no items but generated ones.
    #[must_use]
    pub fn is_in_own_module(&self) -> bool {
        self.own_module
    }

    /// A local variable of generated code. Among a user's items its name is one that no user
    /// writes, since a constant or macro of the same name would shadow it.
    #[must_use]
    pub fn local(&self, name: &str) -> Ident {
        let name = if self.own_module { name.to_owned() } else { format!("__{name}") };
        Ident::new(&name, Span::call_site())
    }
}

impl quote::ToTokens for RuntimePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.path.to_tokens(tokens);
    }
}

/// A Rust type and its form on the wire.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The type, as it is written in the struct (without the `Option` or list around it).
    pub ty: TokenStream,
    /// The form; `None` is the runtime's `Native`.
    pub form: Option<TokenStream>,
    /// The table's entry, where it is known without asking the type.
    pub kind: Option<TokenStream>,
}
