//! Sub-messages: an enum with a variant per format.

use proc_macro2::TokenStream;
use quote::quote;

use super::table_path;
use crate::ir::{Format, RuntimePath, SubMessage};

/// The enum and its impls.
pub(super) fn definition(item: &SubMessage, rt: &RuntimePath) -> TokenStream {
    let (ident, table) = (&item.ident, table_path(&item.ident));
    let docs = format!(" The formats of `{}`.", item.name);
    let variants = item.formats.iter().map(|Format { ident, selector, content }| {
        let docs = format!(" `{selector}`");
        let content = content.as_ref().map(|(ty, _)| quote!((#ty)));
        quote!(#[doc = #docs] #ident #content,)
    });
    let rows = item.formats.iter().filter_map(|Format { ident, selector, content }| {
        let (ty, _) = content.as_ref()?;
        Some(quote!(#ident(#ty): #selector;))
    });
    let empty = item.formats.iter().filter(|format| format.content.is_none());
    let empty = empty.map(|Format { ident, selector, .. }| quote!(() #ident: #selector;));
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
            #(#rows)*
            #(#empty)*
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
