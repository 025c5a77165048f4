//! Impls of enums that have a variant per message, and their definitions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{decode_generics, decode_lifetime, doc};
use crate::ir::{MessageEnum, RuntimePath, Variant};

/// `impl MessageSet`.
#[must_use]
pub fn message_impls(item: &MessageEnum, rt: &RuntimePath) -> TokenStream {
    let (ident, family) = (&item.ident, &item.family);
    let lifetime = decode_lifetime(&item.generics);
    let all = decode_generics(&item.generics);
    let (generics, _, clause) = all.split_for_impl();
    let (_, arguments, _) = item.generics.split_for_impl();
    let constants = item.variants.iter().enumerate().map(|(index, variant)| {
        let (name, command) = (constant(index), &variant.command);
        quote!(const #name: #rt::u16 = #command;)
    });
    let constants = quote!(#(#constants)*);
    let decode = decode_arms(item, rt);
    let commands = item.variants.iter().enumerate().map(|(index, variant)| {
        let (ident, name) = (&variant.ident, constant(index));
        quote!(Self::#ident(_) => #name,)
    });
    let bodies = item.variants.iter().map(|variant| {
        let ident = &variant.ident;
        quote!(Self::#ident(__message) => #rt::Encode::encode(__message, __out),)
    });
    let other = item.other.iter();
    let other_command =
        other.clone().map(|other| quote!(Self::#other(__command, _) => *__command,));
    let other_body = other.map(|other| quote!(Self::#other(_, __body) => __out.extend(__body),));
    quote! {
        #[automatically_derived]
        impl #generics #rt::MessageSet<#lifetime> for #ident #arguments #clause {
            const FAMILY: &'static #rt::Family = #family;

            fn decode(
                __command: #rt::u16,
                __flags: #rt::u16,
                __body: &#lifetime [#rt::u8],
            ) -> #rt::Result<Self, #rt::DecodeError> {
                #constants
                let __dump = __flags & #rt::DUMP == #rt::DUMP;
                #rt::Ok(match (__command, __dump) { #decode })
            }

            fn command(&self) -> #rt::u16 {
                #constants
                match self { #(#commands)* #(#other_command)* }
            }

            fn encode(&self, __out: &mut #rt::Writer) {
                match self { #(#bodies)* #(#other_body)* }
            }
        }
    }
}

fn constant(index: usize) -> proc_macro2::Ident {
    format_ident!("__COMMAND{index}")
}

fn decode_arms(item: &MessageEnum, rt: &RuntimePath) -> TokenStream {
    let arms = item.variants.iter().enumerate().map(|(index, variant)| {
        let (ident, name) = (&variant.ident, constant(index));
        let dump = match variant.dump {
            None => quote!(_),
            Some(dump) => quote!(#dump),
        };
        quote!((#name, #dump) => Self::#ident(#rt::Decode::decode(__body)?),)
    });
    let rest = match &item.other {
        Some(other) => quote!(_ => Self::#other(__command, __body),),
        None => quote!(_ => return #rt::Err(#rt::unknown_command(__command)),),
    };
    quote!(#(#arms)* #rest)
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
        pub enum #ident #generics {
            #(#variants)*
            #other
        }
    }
}
