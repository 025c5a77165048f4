//! Rows of schema tables.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::RuntimePath;

/// One attribute of a set.
pub(super) fn attribute(
    id: &TokenStream,
    name: &str,
    kind: &TokenStream,
    rt: &RuntimePath,
) -> TokenStream {
    quote!(#rt::Attribute::new(#id, #name, #kind))
}

/// The entries of an enum: value expressions of 64 bits, and names.
pub(super) fn enumeration(
    name: &str,
    flags: bool,
    entries: impl Iterator<Item = (TokenStream, String)>,
    rt: &RuntimePath,
) -> TokenStream {
    let new = if flags { quote!(flags) } else { quote!(new) };
    let entries = entries.map(|(value, name)| quote!(#rt::Entry::new(#value, #name)));
    quote!(#rt::Enum::#new(#name, &[#(#entries),*]))
}

/// An optional expression as an `Option`.
pub(super) fn option(value: Option<TokenStream>, rt: &RuntimePath) -> TokenStream {
    match value {
        Some(value) => quote!(#rt::Some(#value)),
        None => quote!(#rt::None),
    }
}
