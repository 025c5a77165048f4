//! Writing a record.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::schema::id_expression;
use crate::ir::{Cardinality, Collection, Field, Record, RuntimePath};

/// `impl Encode`.
pub(super) fn encode(record: &Record, rt: &RuntimePath) -> TokenStream {
    let ident = &record.ident;
    let (generics, arguments, clause) = record.generics.split_for_impl();
    let (out, derived) = (rt.local("out"), super::derived(record));
    let set = quote!(<Self as #rt::AttributeSet>::SCHEMA);
    let (kind, header) = match &record.header {
        None => (quote!(#rt::Kind::Nest(#set)), None),
        Some(header) => {
            let (ty, ident) = (&header.ty, &header.ident);
            let kind = quote!(#rt::message_kind(<#ty as #rt::Encode>::KIND, #set));
            (kind, Some(quote!(#rt::write_header(&self.#ident, #out);)))
        }
    };
    let fields = record.fields.iter().map(|field| write(field, rt));
    let unknown = record.unknown.as_ref().map(|ident| quote!(self.#ident.encode(#out);));
    let empty = record.fields.is_empty() && record.unknown.is_none() && record.header.is_none();
    let parameter = if empty { quote!(_) } else { quote!(#out) };
    quote! {
        #derived
        impl #generics #rt::Encode for #ident #arguments #clause {
            const KIND: #rt::Kind = #kind;

            fn encode(&self, #parameter: &mut #rt::Writer) {
                #header
                #(#fields)*
                #unknown
            }
        }
    }
}

/// Writes one attribute.
fn write(field: &Field, rt: &RuntimePath) -> TokenStream {
    let (ident, id, out) = (&field.ident, id_expression(field), rt.local("out"));
    let form = &field.payload.form;
    if let Some(with) = &field.with {
        return write_with(field, with, &id, rt);
    }
    let tokens = match (field.cardinality, form) {
        (Cardinality::Flag, _) => quote!(#out.flag(#id, self.#ident)),
        (Cardinality::Required | Cardinality::Default, None) => {
            quote!(#out.put(#id, &self.#ident))
        }
        (Cardinality::Optional, None) => quote!(#out.optional(#id, &self.#ident)),
        (Cardinality::Multi(_), None) => quote!(#out.each(#id, &self.#ident)),
        (Cardinality::Required | Cardinality::Default, Some(form)) => {
            quote!(#out.put_as::<#form, _>(#id, &self.#ident))
        }
        (Cardinality::Optional, Some(form)) => {
            quote!(#out.optional_as::<#form, _>(#id, &self.#ident))
        }
        (Cardinality::Multi(_), Some(form)) => quote!(#out.each_as::<#form, _>(#id, &self.#ident)),
    };
    quote_spanned!(field.span=> #tokens;)
}

/// Writes one attribute through the functions of a module.
fn write_with(
    field: &Field,
    with: &TokenStream,
    id: &TokenStream,
    rt: &RuntimePath,
) -> TokenStream {
    let (ident, out) = (&field.ident, rt.local("out"));
    let one = quote! {
        let __mark = #out.begin_attribute(#id);
        #with::encode(__value, #out);
        #out.end(__mark);
    };
    match field.cardinality {
        Cardinality::Optional => {
            quote!(if let #rt::Some(__value) = &self.#ident { #one })
        }
        Cardinality::Multi(Collection::Vec | Collection::List) => {
            quote!(for __value in &self.#ident { #one })
        }
        Cardinality::Required | Cardinality::Default | Cardinality::Flag => {
            quote!({ let __value = &self.#ident; #one })
        }
    }
}
