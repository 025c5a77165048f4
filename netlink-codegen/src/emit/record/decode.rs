//! Reading a record: one pass, one match arm per attribute.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::{decode_lifetime, local};
use super::{decode_head, schema};
use crate::ir::{Cardinality, Collection, Field, Payload, Record, RuntimePath};

/// `impl Decode`.
pub(super) fn decode(record: &Record, rt: &RuntimePath) -> TokenStream {
    let head = decode_head(record, rt);
    let lifetime = decode_lifetime(&record.generics);
    let header = record.header.as_ref().map(|header| {
        let ty = &header.ty;
        quote!(let (__header, __payload) = #rt::split_header::<#ty>(__payload)?;)
    });
    let body = if record.defaults { in_place(record, rt) } else { in_locals(record, rt) };
    quote! {
        #[automatically_derived]
        #head {
            fn decode(__payload: &#lifetime [#rt::u8]) -> #rt::Result<Self, #rt::DecodeError> {
                #header
                #body
            }
        }
    }
}

/// Starts from the default value and fills its fields.
fn in_place(record: &Record, rt: &RuntimePath) -> TokenStream {
    let walk = walk(record, rt, |index| {
        let ident = &record.fields[index].ident;
        quote!(__this.#ident)
    });
    let header = record.header.as_ref().map(|header| {
        let ident = &header.ident;
        quote!(__this.#ident = __header;)
    });
    let unused = record.fields.is_empty() && record.unknown.is_none() && header.is_none();
    let mutable = (!unused).then(|| quote!(mut));
    quote! {
        let #mutable __this = Self::default();
        #header
        #walk
        #rt::Ok(__this)
    }
}

/// Collects the values in locals and builds the struct at the end.
fn in_locals(record: &Record, rt: &RuntimePath) -> TokenStream {
    let slots = record.fields.iter().enumerate().map(|(index, field)| slot(index, field, rt));
    let unknown = record
        .unknown
        .as_ref()
        .map(|_| quote!(let mut __unknown = <#rt::Unknown<'_> as #rt::Default>::default();));
    let walk = walk(record, rt, |index| {
        let slot = local(index);
        quote!(#slot)
    });
    let header = record.header.as_ref().map(|header| {
        let ident = &header.ident;
        quote!(#ident: __header,)
    });
    let values = record.fields.iter().enumerate().map(|(index, field)| finish(index, field, rt));
    let kept = record.unknown.as_ref().map(|ident| quote!(#ident: __unknown,));
    let skipped = record.skipped.iter().map(|ident| quote!(#ident: #rt::Default::default(),));
    quote! {
        #(#slots)*
        #unknown
        #walk
        #rt::Ok(Self { #header #(#values)* #kept #(#skipped)* })
    }
}

/// The local that a field's value is collected in.
fn slot(index: usize, field: &Field, rt: &RuntimePath) -> TokenStream {
    let slot = local(index);
    let ty = &field.payload.ty;
    match field.cardinality {
        Cardinality::Flag => quote!(let mut #slot = false;),
        Cardinality::Multi(Collection::Vec) => {
            quote!(let mut #slot: #rt::Vec<#ty> = #rt::Vec::new();)
        }
        Cardinality::Multi(Collection::List) => {
            let form = field.payload.form.clone().unwrap_or_else(|| quote!(#rt::Native));
            quote!(let mut #slot: #rt::List<'_, #ty, #form> = #rt::Default::default();)
        }
        Cardinality::Required | Cardinality::Optional | Cardinality::Default => {
            quote!(let mut #slot: #rt::Option<#ty> = #rt::None;)
        }
    }
}

/// The field's initializer.
fn finish(index: usize, field: &Field, rt: &RuntimePath) -> TokenStream {
    let (slot, ident) = (local(index), &field.ident);
    let value = match field.cardinality {
        Cardinality::Required => {
            let id = schema::id_expression(field);
            quote!(#rt::required(#slot, <Self as #rt::AttributeSet>::SCHEMA, #id)?)
        }
        Cardinality::Default => quote!(#slot.unwrap_or_default()),
        Cardinality::Optional | Cardinality::Flag | Cardinality::Multi(_) => quote!(#slot),
    };
    quote!(#ident: #value,)
}

/// The pass over the attributes; `place` is where the value of the field of an index goes.
fn walk(record: &Record, rt: &RuntimePath, place: impl Fn(usize) -> TokenStream) -> TokenStream {
    let constants =
        record.fields.iter().enumerate().filter_map(|numbered| schema::id_constant(numbered, rt));
    let arms = record.fields.iter().enumerate().map(|(index, field)| {
        let pattern = schema::id_pattern(index, field);
        let store = store(field, &place(index), rt);
        quote!(#pattern => #store,)
    });
    let ignored: Vec<_> = record.ignored.iter().map(|id| Literal::u16_unsuffixed(*id)).collect();
    let ignored = (!ignored.is_empty()).then(|| quote!(#(#ignored)|* => {}));
    let rest = record.unknown.as_ref().map(|ident| {
        let place = if record.defaults { quote!(__this.#ident) } else { quote!(__unknown) };
        quote!(#place.note(__attribute, <Self as #rt::AttributeSet>::DECLARED);)
    });
    let nothing_declared = record.fields.is_empty() && ignored.is_none();
    let (argument, body) = match (nothing_declared, &rest) {
        (true, None) => (quote!(_), None),
        (true, Some(_)) => (quote!(__attribute), rest),
        (false, _) => (
            quote!(__attribute),
            Some(quote!(match __attribute.id() { #(#arms)* #ignored _ => { #rest } })),
        ),
    };
    quote! {
        #(#constants)*
        #rt::decode_set(__payload, <Self as #rt::AttributeSet>::SCHEMA, |#argument| {
            #body
            #rt::Ok(())
        })?;
    }
}

/// Puts an attribute's value in its place.
fn store(field: &Field, place: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let value = value(field);
    match field.cardinality {
        Cardinality::Flag => quote!(#place = true),
        // A list of nests may hold others of its kind.
        Cardinality::Multi(Collection::Vec) => quote!(#place.push(#rt::deeper(|| #value)?)),
        Cardinality::Multi(Collection::List) => quote!(#place.note(__attribute)),
        Cardinality::Required | Cardinality::Optional | Cardinality::Default => {
            quote!(#place = #rt::Some(#value?))
        }
    }
}

/// Reads an attribute's value. An error about the type points to the field, while the locals are
/// those of the code around, whichever macro the field is from.
fn value(field: &Field) -> TokenStream {
    let Payload { ty, form, .. } = &field.payload;
    let method = |name: &str| Ident::new(name, field.span);
    match (&field.with, form) {
        (Some(with), _) => quote!(#with::decode(__attribute.payload())),
        (None, None) => {
            let get = method("get");
            quote!(__attribute.#get())
        }
        (None, Some(form)) => {
            let get = method("get_as");
            quote!(__attribute.#get::<#form, #ty>())
        }
    }
}
