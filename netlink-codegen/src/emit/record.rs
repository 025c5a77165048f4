//! Impls of structs whose fields are attributes.

mod decode;
mod encode;
mod schema;
mod selector;

use proc_macro2::TokenStream;
use quote::quote;
pub(super) use schema::set_table;

use super::decode_generics;
use crate::ir::{Record, Request, Role, RuntimePath};

/// All impls of a record.
#[must_use]
pub fn record_impls(record: &Record, rt: &RuntimePath) -> TokenStream {
    let schema = schema::attribute_set(record, rt);
    let decode = decode::decode(record, rt);
    let encode = encode::encode(record, rt);
    let request = match &record.role {
        Role::Set => None,
        Role::Request(request) => Some(self::request(record, request, rt)),
    };
    quote!(#schema #decode #encode #request)
}

/// `Request`, and which way it is sent.
fn request(record: &Record, request: &Request, rt: &RuntimePath) -> TokenStream {
    let Request { family, operation, command, flags, reply, dump } = request;
    let ident = &record.ident;
    let (generics, arguments, clause) = record.generics.split_for_impl();
    let derived = derived(record);
    let has_reply = reply.is_some() || *dump;
    let reply = reply.clone().unwrap_or_else(|| quote!(()));
    let flags = flags.as_ref().map(|flags| quote!(const FLAGS: #rt::u16 = #flags;));
    let way = if *dump { quote!(Dump) } else { quote!(Single) };
    quote! {
        #derived
        impl #generics #rt::Request for #ident #arguments #clause {
            type Reply = #reply;
            const FAMILY: &'static #rt::Family = #family;
            const OPERATION: &'static #rt::Operation = #operation;
            const COMMAND: #rt::u16 = #command;
            const HAS_REPLY: #rt::bool = #has_reply;
            #flags
        }

        #derived
        impl #generics #rt::#way for #ident #arguments #clause {}
    }
}

/// The head of `impl Decode<'a> for …`.
fn decode_head(record: &Record, rt: &RuntimePath) -> TokenStream {
    let ident = &record.ident;
    let lifetime = super::decode_lifetime(&record.generics);
    let all = decode_generics(&record.generics);
    let (generics, _, clause) = all.split_for_impl();
    let (_, arguments, _) = record.generics.split_for_impl();
    quote!(impl #generics #rt::Decode<#lifetime> for #ident #arguments #clause)
}

/// Marks the impls of a user's item, so that lints leave them alone; a module of its own needs no
/// such mark.
fn derived(record: &Record) -> Option<TokenStream> {
    (!record.defaults).then(|| quote!(#[automatically_derived]))
}
