//! Writes IR as Rust tokens.
//!
//! The front ends share all of this: a derived item gets its impls ([`record_impls`] and its
//! siblings), a family from YAML gets the items too ([`family`]).

mod enumeration;
mod family;
mod fixed;
mod messages;
mod record;
mod standalone;
mod sub_message;
mod table;

pub use enumeration::enumeration_impls;
#[cfg(feature = "yaml")]
pub(crate) use family::IMPORTED;
pub(crate) use family::table_path;
pub use family::{family, module_doc, module_doc_inside};
pub use fixed::fixed_impls;
pub use messages::message_impls;
pub use record::record_impls;
pub(crate) use standalone::{FamilyTable, OperationTable};
pub use sub_message::sub_message_impls;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{GenericParam, Generics, Lifetime};

use crate::ir::Payload;

/// `#[doc = …]` lines of a documentation text.
fn doc(text: Option<&str>) -> TokenStream {
    let lines = text.unwrap_or_default().lines().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// The lifetime of an item that borrows, if it has one.
fn lifetime(generics: &Generics) -> Option<&Lifetime> {
    generics.params.iter().find_map(|param| match param {
        GenericParam::Lifetime(param) => Some(&param.lifetime),
        _ => None,
    })
}

/// The lifetime under which an item is decoded: its own, or a new one.
pub(crate) fn decode_lifetime(generics: &Generics) -> Lifetime {
    let new = || Lifetime::new("'__wire", proc_macro2::Span::call_site());
    lifetime(generics).cloned().unwrap_or_else(new)
}

/// The generics of `impl Decode<'a> for …`: the item's own, and the lifetime if it has none.
pub(crate) fn decode_generics(generics: &Generics) -> Generics {
    let mut all = generics.clone();
    if lifetime(generics).is_none() {
        let param = syn::LifetimeParam::new(decode_lifetime(generics));
        all.params.insert(0, GenericParam::Lifetime(param));
    }
    all
}

/// The generics with each lifetime replaced: `<'static>` or `<'_>` behind the item's name.
pub(crate) fn arguments_at(generics: &Generics, at: &Lifetime) -> TokenStream {
    let arguments = generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(_) => quote!(#at),
        GenericParam::Type(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
        GenericParam::Const(param) => {
            let ident = &param.ident;
            quote!(#ident)
        }
    });
    if generics.params.is_empty() { quote!() } else { quote!(<#(#arguments),*>) }
}

/// Tokens with each named lifetime replaced by `'static`, for types within statics.
pub(crate) fn at_static(tokens: TokenStream) -> TokenStream {
    let mut after_tick = false;
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident) if core::mem::take(&mut after_tick) => {
                TokenTree::Ident(Ident::new("static", ident.span()))
            }
            TokenTree::Group(group) => {
                let mut inner =
                    proc_macro2::Group::new(group.delimiter(), at_static(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            TokenTree::Punct(punct) => {
                after_tick = punct.as_char() == '\'';
                TokenTree::Punct(punct)
            }
            other => other,
        })
        .collect()
}

/// Tokens that errors about point to `span`; names are looked up where they were.
pub(crate) fn pointing_at(span: proc_macro2::Span, tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                let inner = pointing_at(span, group.stream());
                token = proc_macro2::Group::new(group.delimiter(), inner).into();
            }
            token.set_span(token.span().located_at(span));
            token
        })
        .collect()
}

/// The table's kind of a payload: known, or asked of the type.
pub(crate) fn kind(payload: &Payload, rt: &crate::ir::RuntimePath) -> TokenStream {
    if let Some(kind) = &payload.kind {
        return kind.clone();
    }
    let ty = at_static(payload.ty.clone());
    match &payload.form {
        None => quote!(<#ty as #rt::Encode>::KIND),
        Some(form) => quote!(<#ty as #rt::Encode<#form>>::KIND),
    }
}

/// A local variable of generated code, whose name no user writes.
fn local(index: usize) -> Ident {
    format_ident!("__value{index}")
}
