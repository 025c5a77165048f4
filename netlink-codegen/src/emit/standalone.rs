//! Tables of messages that no spec lists: those of derived items.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::table;
use crate::ir::RuntimePath;

/// A family's table, as the static `table`.
pub(crate) struct FamilyTable<'t> {
    /// The name of the static.
    pub(crate) table: &'t Ident,
    /// The family's name.
    pub(crate) name: &'t str,
    /// How it is addressed: an expression of type `Protocol`.
    pub(crate) protocol: &'t TokenStream,
    /// An expression of its operations, of type `&'static [&'static Operation]`.
    pub(crate) operations: TokenStream,
    /// The same of its multicast groups.
    pub(crate) groups: Option<TokenStream>,
}

impl FamilyTable<'_> {
    pub(crate) fn tokens(&self, rt: &RuntimePath) -> TokenStream {
        let Self { table, name, protocol, operations, groups } = self;
        let groups = groups.as_ref().map(|groups| quote!(.with_groups(#groups)));
        quote! {
            static #table: #rt::Family =
                #rt::Family::new(#name, #protocol).with_operations(#operations) #groups;
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
    /// The answer's type at `'static`, if there is one.
    pub(crate) answer: Option<TokenStream>,
    /// Whether it needs `CAP_NET_ADMIN`.
    pub(crate) privileged: bool,
    /// The request's type.
    pub(crate) this: &'t TokenStream,
}

impl OperationTable<'_> {
    pub(crate) fn tokens(&self, rt: &RuntimePath) -> TokenStream {
        let Self { table, name, command, reply, dump, answer, privileged, this } = self;
        let answer = answer
            .as_ref()
            .map(|answer| quote!(.with_reply_layout(<#answer as #rt::View>::LAYOUT)));
        let privileged = privileged.then(|| quote!(.privileged()));
        let reply = table::option(reply.clone(), rt);
        let single = !dump;
        quote! {
            static #table: #rt::Operation =
                #rt::Operation::new(#name, #rt::Some(#command), #reply)
                    .with_modes(#rt::Modes { request: #single, dump: #dump, notify: false })
                    .with_layout(#rt::layout(
                        <#this as #rt::Encode>::KIND,
                        <#this as #rt::AttributeSet>::SCHEMA,
                    ))
                    #answer #privileged;
        }
    }
}
