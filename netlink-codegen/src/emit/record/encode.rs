//! Writing a record.

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;

use super::super::pointing_at;
use super::schema::id_expression;
use super::selector::{self, formats};
use crate::ir::{Cardinality, Choice, Collection, Field, Payload, Record, RuntimePath, Schema};

/// `impl Encode`.
pub(super) fn encode(record: &Record, rt: &RuntimePath) -> TokenStream {
    let ident = &record.ident;
    let (generics, arguments, clause) = record.generics.split_for_impl();
    let (out, derived) = (rt.local("out"), super::derived(record));
    let set = quote!(<Self as #rt::AttributeSet>::SCHEMA);
    let (kind, header) = match &record.header {
        None => match record.schema {
            Schema::Table { .. } => (quote!(#rt::Kind::Nest(#set)), None),
            Schema::Own(_) => (quote!(#rt::nest_of::<Self>()), None),
        },
        Some(header) => {
            let (ty, ident) = (&header.ty, &header.ident);
            let kind = quote!(#rt::message_kind(<#ty as #rt::Encode>::KIND, #set));
            let span = header.ty.span();
            (kind, Some(pointing_at(span, quote!(#rt::write_header(&self.#ident, #out);))))
        }
    };
    let fields = record.fields.iter().map(|field| write(record, field, rt));
    let unknown = record.unknown.as_ref().map(|ident| quote!(self.#ident.encode(#out);));
    let empty = record.fields.is_empty() && record.unknown.is_none() && record.header.is_none();
    let parameter = if empty { quote!(_) } else { quote!(#out) };
    quote! {
        #derived
        impl #generics #rt::Encode for #ident #arguments #clause {
            const KIND: #rt::Kind = #kind;

            #[inline]
            fn encode(&self, #parameter: &mut #rt::Writer) {
                #header
                #(#fields)*
                #unknown
            }
        }
    }
}

/// Writes one attribute.
fn write(record: &Record, field: &Field, rt: &RuntimePath) -> TokenStream {
    let (id, out) = (id_expression(field), rt.local("out"));
    let borrowed = matches!(field.cardinality, Cardinality::Multi(Collection::List));
    if field.cardinality == Cardinality::Padding {
        return TokenStream::new();
    }
    if let Some(put) = selector::put(record, field, rt) {
        return put;
    }
    if let Some(Choice::By(_)) = field.choice {
        let formats = pointing_at(field.span, formats(field, rt));
        return each_value(field, &quote!(#formats::encode_attribute(__value, #id, #out);), rt);
    }
    match (&field.with, &record.schema) {
        (Some(with), _) => each_value(
            field,
            &quote! {
                let __mark = #out.begin_attribute(#id);
                #with::encode(__value, #out);
                #out.end(__mark);
            },
            rt,
        ),
        // A user's type may lack the trait: where the type itself is named, the compiler says so
        // at the field, and in the same words as for the table, which it then says once.
        (None, Schema::Own(_)) if field.cardinality != Cardinality::Flag && !borrowed => {
            let encode = encode_trait(&field.payload, rt);
            each_value(field, &quote!(#encode::encode_attribute(__value, #id, #out);), rt)
        }
        (None, Schema::Own(_) | Schema::Table { .. }) => write_in_one_call(field, &id, rt),
    }
}

/// `<T as Encode<F>>`.
fn encode_trait(Payload { ty, form, .. }: &Payload, rt: &RuntimePath) -> TokenStream {
    match form {
        None => quote!(<#ty as #rt::Encode>),
        Some(form) => quote!(<#ty as #rt::Encode<#form>>),
    }
}

/// Runs `one` for each `__value` that the field has.
fn each_value(field: &Field, one: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let ident = &field.ident;
    match field.cardinality {
        Cardinality::Optional => {
            quote!(if let #rt::Some(__value) = &self.#ident { #one })
        }
        Cardinality::Multi(_) => quote!(for __value in &self.#ident { #one }),
        Cardinality::Required | Cardinality::Default | Cardinality::Flag | Cardinality::Padding => {
            quote!({ let __value = &self.#ident; #one })
        }
    }
}

/// Writes one attribute by a call of the writer, which is the shortest.
fn write_in_one_call(field: &Field, id: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let (ident, form, out) = (&field.ident, &field.payload.form, rt.local("out"));
    let tokens = match (field.cardinality, form) {
        (Cardinality::Flag, _) => quote!(#out.flag(#id, self.#ident)),
        (Cardinality::Padding, _) => return TokenStream::new(),
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
    pointing_at(field.span, quote!(#tokens;))
}
