//! Tables of messages that no spec lists: those of derived items.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::table;
use crate::ir::RuntimePath;

/// A family's table, as the static `name`.
pub(crate) struct FamilyTable<'t> {
    /// The name of the static.
    pub(crate) table: &'t Ident,
    /// The family's name.
    pub(crate) name: &'t str,
    /// How it is addressed: an expression of type `Protocol`.
    pub(crate) protocol: &'t TokenStream,
    /// The statics of its operations.
    pub(crate) operations: &'t [Ident],
}

impl FamilyTable<'_> {
    pub(crate) fn tokens(&self, rt: &RuntimePath) -> TokenStream {
        let Self { table, name, protocol, operations } = self;
        quote! {
            static #table: #rt::Family =
                #rt::Family::new(#name, #protocol).with_operations(&[#(&#operations),*]);
        }
    }
}

/// The table of the one operation that a request asks for, as the static `table`. The layout is
/// that of the request, whose type at `'static` is `this`.

pub(crate) struct OperationTable<'t> {
    /// The name of the static.
    pub(crate) table: &'t Ident,
    /// The operation's name.
    pub(crate) name: &'t str,
    /// An expression of the command.
    pub(crate) command: &'t TokenStream,
    /// An expression of the answer's command, if it is known.
    pub(crate) reply: Option<TokenStream>,
    /// Whether it is a dump.
    pub(crate) dump: bool,
    /// The request's type.
    pub(crate) this: &'t TokenStream,
}

impl OperationTable<'_> {
    pub(crate) fn tokens(&self, rt: &RuntimePath) -> TokenStream {
        let Self { table, name, command, reply, dump, this } = self;
        let reply = table::option(reply.clone(), rt);
        let single = !dump;
        quote! {
            static #table: #rt::Operation =
                #rt::Operation::new(#name, #rt::Some(#command), #reply)
                    .with_modes(#rt::Modes { request: #single, dump: #dump, notify: false })
                    .with_layout(#rt::layout(
                        <#this as #rt::Encode>::KIND,
                        <#this as #rt::AttributeSet>::SCHEMA,
                    ));
        }
    }
}
