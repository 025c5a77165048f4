//! Impls of enums that have a variant per message, and their definitions.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Lifetime;

use super::{arguments_at, decode_generics, decode_lifetime, doc};
use crate::ir::{MessageEnum, RuntimePath, Variant};

/// `impl MessageSet`.
#[must_use]
pub fn message_impls(item: &MessageEnum, rt: &RuntimePath) -> TokenStream {
    let (ident, family) = (&item.ident, &item.family);
    let lifetime = decode_lifetime(&item.generics);
    let all = decode_generics(&item.generics);
    let (generics, _, clause) = all.split_for_impl();
    let (_, arguments, _) = item.generics.split_for_impl();
    let viewed = arguments_at(&item.generics, &Lifetime::new("'__view", Span::call_site()));
    let rows = item.variants.iter().map(|Variant { ident, command, dump, .. }| {
        let dump = dump.map(|dump| quote!(, dump #dump));
        quote!(#ident: #command #dump;)
    });
    let other = item.other.as_ref().map(|other| quote!(_ => #other;));
    let own_module = rt.is_in_own_module();
    let head = match own_module {
        true => quote!(#ident, #family;),
        false => {
            quote!([#generics] #lifetime [#ident #arguments] [#ident #viewed] [#clause] #family;)
        }
    };
    quote! {
        #rt::message_set! {
            #head
            #(#rows)*
            #other
        }
    }
}

/// The definition of a spec's enum.
pub(super) fn definition(item: &MessageEnum) -> TokenStream {
    let (ident, docs) = (&item.ident, doc(item.doc.as_deref()));
    let lifetime = decode_lifetime(&item.generics);
    let (generics, _, _) = item.generics.split_for_impl();
    let variants = item.variants.iter().map(|Variant { ident, ty, doc: text, .. }| {
        let docs = doc(text.as_deref());
        quote!(#docs #ident(#ty),)
    });
    let other = item.other.as_ref().map(|other| {
        quote! {
            #[doc = " Any other command, and the bytes after the netlink headers."]
            #other(u16, &#lifetime [u8]),
        }
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant, reason = "a view is looked at and not stored")]
        pub enum #ident #generics {
            #(#variants)*
            #other
        }
    }
}
