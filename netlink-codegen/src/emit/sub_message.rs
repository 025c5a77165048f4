//! Sub-messages: an enum with a variant per format.

use proc_macro2::TokenStream;
use quote::quote;

use super::{decode_generics, decode_lifetime, table_path};
use crate::ir::{Format, RuntimePath, SubMessage};

/// `impl Formats` for a user's enum, with a table of its own.
#[must_use]
pub fn sub_message_impls(item: &SubMessage, rt: &RuntimePath) -> TokenStream {
    let table = table(item, rt);
    let lifetime = decode_lifetime(&item.generics);
    let all = decode_generics(&item.generics);
    let (generics, _, clause) = all.split_for_impl();
    let (_, arguments, _) = item.generics.split_for_impl();
    let (ident, rows) = (&item.ident, rows(item));
    let other = item.other.as_ref().map(|other| quote!(_ => #other;));
    quote! {
        static __FORMATS: #rt::Formats = #table;
        #rt::sub_message! {
            [#generics] #lifetime [#ident #arguments] [#clause] &__FORMATS;
            #rows
            #other
        }
    }
}

/// The rows of the formats, those with content first.
fn rows(item: &SubMessage) -> TokenStream {
    let rows = item.formats.iter().filter_map(|Format { ident, selector, content }| {
        let (ty, _) = content.as_ref()?;
        Some(quote!(#ident(#ty): #selector;))
    });
    let empty = item.formats.iter().filter(|format| format.content.is_none());
    let empty = empty.map(|Format { ident, selector, .. }| quote!(() #ident: #selector;));
    quote!(#(#rows)* #(#empty)*)
}

/// The enum of a spec and its impls.
pub(super) fn definition(item: &SubMessage, rt: &RuntimePath) -> TokenStream {
    let (ident, table) = (&item.ident, table_path(&item.ident));
    let docs = format!(" The formats of `{}`.", item.name);
    let variants = item.formats.iter().map(|Format { ident, selector, content }| {
        let docs = format!(" `{selector}`");
        let content = content.as_ref().map(|(ty, _)| quote!((#ty)));
        quote!(#[doc = #docs] #ident #content,)
    });
    let rows = rows(item);
    quote! {
        #[doc = #docs]
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a view is looked at and not stored")]
        pub enum #ident<'a> {
            #(#variants)*
            #[doc = " A format that the spec does not name, as it came."]
            Other(&'a [u8]),
        }

        #rt::sub_message! {
            #ident, tables::#table;
            #rows
        }
    }
}

/// The table of the formats.
pub(super) fn table(item: &SubMessage, rt: &RuntimePath) -> TokenStream {
    let name = &item.name;
    let formats = item.formats.iter().map(|Format { selector, content, .. }| {
        let kind = match content {
            Some((_, kind)) => kind.clone(),
            None => quote!(#rt::kind::BINARY),
        };
        quote!(#rt::Format::new(#selector, #kind))
    });
    quote!(#rt::Formats::new(#name, &[#(#formats),*]))
}
