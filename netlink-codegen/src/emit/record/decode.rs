//! Reading a record: one pass, one match arm per attribute.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::{decode_lifetime, local, pointing_at};
use super::selector::formats;
use super::{decode_head, schema};
use crate::ir::{Cardinality, Choice, Collection, Field, Record, RuntimePath};

/// `impl Decode`.
pub(super) fn decode(record: &Record, rt: &RuntimePath) -> TokenStream {
    let (head, derived) = (decode_head(record, rt), super::derived(record));
    let (lifetime, payload) = (decode_lifetime(&record.generics), rt.local("payload"));
    let header = record.header.as_ref().map(|header| {
        let (ty, name) = (&header.ty, rt.local("header"));
        quote!(let (#name, #payload) = #rt::split_header::<#ty>(#payload)?;)
    });
    let body = if record.defaults { in_place(record, rt) } else { in_locals(record, rt) };
    quote! {
        #derived
        #head {
            #[inline]
            fn decode(#payload: &#lifetime [#rt::u8]) -> #rt::Result<Self, #rt::DecodeError> {
                #header
                #body
            }
        }
    }
}

/// Starts from the default value and fills its fields.
fn in_place(record: &Record, rt: &RuntimePath) -> TokenStream {
    let [this, attribute, payload] = ["this", "attribute", "payload"].map(|name| rt.local(name));
    let arms = arms(record, rt, |index| {
        let ident = &record.fields[index].ident;
        quote!(#this.#ident)
    });
    let fill = quote!(#rt::fill(#payload, |#this: &mut Self, #attribute| #arms));
    match &record.header {
        None => fill,
        Some(header) => {
            let (ident, name) = (&header.ident, rt.local("header"));
            let value = if *ident == name { quote!(#name) } else { quote!(#ident: #name) };
            quote!(#rt::Ok(Self { #value, ..#fill? }))
        }
    }
}

/// Collects the values in locals and builds the struct at the end.
fn in_locals(record: &Record, rt: &RuntimePath) -> TokenStream {
    let slots = record.fields.iter().enumerate().map(|(index, field)| slot(index, field, rt));
    let unknown = record
        .unknown
        .as_ref()
        .map(|_| quote!(let mut __unknown = <#rt::Unknown<'_> as #rt::Default>::default();));
    let constants =
        record.fields.iter().enumerate().filter_map(|numbered| schema::id_constant(numbered, rt));
    let [attribute, payload] = ["attribute", "payload"].map(|name| rt.local(name));
    let arms = arms(record, rt, |index| {
        let slot = local(index);
        quote!(#slot)
    });
    let header = record.header.as_ref().map(|header| {
        let ident = &header.ident;
        quote!(#ident: __header,)
    });
    let chosen =
        record.fields.iter().enumerate().filter_map(|(index, _)| choose(index, record, rt));
    let values = record.fields.iter().enumerate().map(|(index, field)| finish(index, field, rt));
    let kept = record.unknown.as_ref().map(|ident| quote!(#ident: __unknown,));
    let skipped = record.skipped.iter().map(|ident| quote!(#ident: #rt::Default::default(),));
    quote! {
        #(#slots)*
        #unknown
        #(#constants)*
        #rt::decode_set(
            #payload,
            <Self as #rt::AttributeSet>::SCHEMA,
            |#attribute| #arms,
        )?;
        #(#chosen)*
        #rt::Ok(Self { #header #(#values)* #kept #(#skipped)* })
    }
}

/// The local that a field's value is collected in.
fn slot(index: usize, field: &Field, rt: &RuntimePath) -> TokenStream {
    let slot = local(index);
    let ty = &field.payload.ty;
    if let Some(Choice::By(_)) = field.choice {
        return quote!(let mut #slot: #rt::Option<#rt::SubMessage<'_, #ty>> = #rt::None;);
    }
    match field.cardinality {
        Cardinality::Flag => quote!(let mut #slot = false;),
        Cardinality::Padding => quote!(let #slot = #rt::Default::default();),
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

/// Decodes a payload whose format an attribute of the record chooses, once all are there.
fn choose(index: usize, record: &Record, rt: &RuntimePath) -> Option<TokenStream> {
    let field = &record.fields[index];
    let Some(Choice::By(selector)) = &field.choice else { return None };
    let selector = record.fields.iter().position(|field| field.ident == *selector)?;
    let (slot, selector, id) = (local(index), local(selector), schema::id_expression(field));
    let set = quote!(<Self as #rt::AttributeSet>::SCHEMA);
    let formats = pointing_at(field.span, formats(field, rt));
    Some(quote!(let #slot = #formats::choose(#slot, &#selector, #set, #id)?;))
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
        Cardinality::Optional
        | Cardinality::Flag
        | Cardinality::Padding
        | Cardinality::Multi(_) => quote!(#slot),
    };
    quote!(#ident: #value,)
}

/// Stores one attribute; `place` is where the value of the field of an index goes.
fn arms(record: &Record, rt: &RuntimePath, place: impl Fn(usize) -> TokenStream) -> TokenStream {
    let fields = record.fields.iter().enumerate().map(|(index, field)| {
        let pattern = schema::id_pattern(index, field);
        let store = store(field, &place(index), rt);
        quote!(#pattern => #store,)
    });
    let ignored: Vec<_> = record.ignored.iter().map(|id| Literal::u16_unsuffixed(*id)).collect();
    let ignored = (!ignored.is_empty()).then(|| quote!(#(#ignored)|* => #rt::Ok(()),));
    let attribute = rt.local("attribute");
    let rest = match &record.unknown {
        None => quote!(#rt::Ok(())),
        Some(ident) => {
            let this = rt.local("this");
            let place = if record.defaults { quote!(#this.#ident) } else { quote!(__unknown) };
            quote!(#attribute.keep::<Self>(&mut #place))
        }
    };
    if record.fields.is_empty() && record.ignored.is_empty() {
        return rest;
    }
    quote!(match #attribute.id() { #(#fields)* #ignored _ => #rest, })
}

/// Puts an attribute's value in its place.
fn store(field: &Field, place: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let attribute = rt.local("attribute");
    if let Some(with) = &field.with {
        let value = quote!(#with::decode(#attribute.payload())?);
        let store = match field.cardinality {
            Cardinality::Multi(_) => quote!(#place.push(#value)),
            _ => quote!(#place = #rt::Some(#value)),
        };
        return quote!({ #store; #rt::Ok(()) });
    }
    if field.cardinality == Cardinality::Padding {
        return quote!(#rt::Ok(()));
    }
    // An error about the type points to the field, while the locals are those of the code around,
    // whichever macro the field is from.
    let method = match (field.cardinality, &field.payload.form) {
        _ if field.choice.is_some() => quote!(select),
        (Cardinality::Flag, _) => quote!(flag),
        (Cardinality::Multi(Collection::List), _) => quote!(note),
        (Cardinality::Multi(Collection::Vec), None) => quote!(push),
        (Cardinality::Multi(Collection::Vec), Some(form)) => quote!(push_as::<#form, _>),
        (_, None) => quote!(store),
        (_, Some(form)) => quote!(store_as::<#form, _>),
    };
    pointing_at(field.span, quote!(#attribute.#method(&mut #place)))
}
