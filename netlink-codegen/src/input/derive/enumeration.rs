//! `#[derive(NetlinkEnum)]`: values with names.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DataEnum, DeriveInput, Fields, LitStr};

use super::errors::Errors;
use super::names::table_name;
use super::types::is_one_of;
use super::word;
use super::words::Words;
use super::{Expansion, generics, runtime_path, stub};
use crate::emit;
use crate::ir::{Entry, Enumeration, Repr, RuntimePath};

/// `#[derive(NetlinkEnum)]`.
pub(super) fn enumeration(input: &DeriveInput, errors: &Errors) -> Expansion {
    let words = Words::parse(&input.attrs, &word::ENUM, errors);
    let rt = &runtime_path(&words);
    generics::none(&input.generics, "an enum of integers", errors);
    let Data::Enum(data) = &input.data else {
        let token = match &input.data {
            Data::Struct(data) => data.struct_token.to_token_stream(),
            Data::Union(data) => data.union_token.to_token_stream(),
            Data::Enum(_) => TokenStream::new(),
        };
        errors.on(
            token,
            "`NetlinkEnum` is for enums; for sets of bits there is `netlink_runtime::flags!`, for \
             structs `NetlinkMessage` (attributes) or `NetlinkStruct` (fixed layout)",
        );
        return Expansion { impls: None, stub: stub::enumeration(input, None, false, rt) };
    };
    let repr = repr(input, errors);
    let lowered = lower(input, data, &words, repr, rt, errors);
    let open = lowered.as_ref().is_none_or(|(item, _)| item.other.is_some());
    let impls = lowered.map(|(item, values)| {
        let impls = emit::enumeration_impls(&item, rt);
        quote!(#values #impls)
    });
    Expansion { impls, stub: stub::enumeration(input, repr, open, rt) }
}

/// The integer of `#[repr(…)]`.
fn repr(input: &DeriveInput, errors: &Errors) -> Option<Repr> {
    let mut found = None;
    let mut wrong = None;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        let names = arguments(attribute);
        found = found.or_else(|| {
            names.iter().find_map(|name| Repr::ALL.into_iter().find(|repr| name == repr.name()))
        });
        wrong = wrong.or_else(|| names.first().map(Spanned::span));
    }
    if found.is_none() {
        errors.at(
            wrong.unwrap_or_else(|| input.ident.span()),
            "which integer is on the wire? write `#[repr(u32)]`, or another of u8 to u64 and i8 \
             to i64",
        );
    }
    found
}

/// The identifiers among an attribute's arguments.
fn arguments(attribute: &Attribute) -> Vec<Ident> {
    let Ok(list) = attribute.meta.require_list() else { return Vec::new() };
    let tokens = list.tokens.clone().into_iter();
    let idents = tokens.filter_map(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    idents.collect()
}

/// The enum, and the constants of its values.
fn lower(
    input: &DeriveInput,
    data: &DataEnum,
    words: &Words,
    repr: Option<Repr>,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<(Enumeration, TokenStream)> {
    let mut item = Enumeration {
        ident: input.ident.clone(),
        name: words.text(&word::NAME).map_or_else(|| table_name(&input.ident), LitStr::value),
        doc: None,
        repr: repr.unwrap_or(Repr::U32),
        flags: false,
        entries: Vec::new(),
        other: None,
        orders: Vec::new(),
    };
    let mut values = TokenStream::new();
    let mut before = None;
    for (index, variant) in data.variants.iter().enumerate() {
        let value = format_ident!("__VALUE{index}");
        values.extend(constant(&value, before.as_ref(), variant, item.repr, rt));
        let words = Words::parse(&variant.attrs, &word::ENUM_VARIANT, errors);
        if words.has(&word::OTHER) {
            keeps_the_rest(variant, &words, &item, repr, errors);
            item.other.get_or_insert_with(|| variant.ident.clone());
        } else {
            unit(variant, item.repr, errors);
            let name = words.text(&word::RENAME);
            item.entries.push(Entry {
                ident: variant.ident.clone(),
                name: name.map_or_else(|| table_name(&variant.ident), LitStr::value),
                value: value.to_token_stream(),
                doc: None,
                span: variant.ident.span(),
            });
        }
        before = Some(value);
    }
    if item.entries.is_empty() {
        errors.on(&input.ident, "an enum of integers has at least one named value");
    }
    repr.map(|_| (item, values))
}

/// The constant of a variant's value, which counts as Rust does. What it cannot count to, the
/// compiler reports at the enum itself.
fn constant(
    name: &Ident,
    before: Option<&Ident>,
    variant: &syn::Variant,
    repr: Repr,
    rt: &RuntimePath,
) -> TokenStream {
    let value = match (&variant.discriminant, before) {
        (Some((_, value)), _) => quote!(#value),
        (None, Some(before)) => quote!(#before.wrapping_add(1)),
        (None, None) => quote!(0),
    };
    quote_spanned!(value.span()=> const #name: #rt::#repr = #value;)
}

/// A named value holds nothing.
fn unit(variant: &syn::Variant, repr: Repr, errors: &Errors) {
    if !matches!(variant.fields, Fields::Unit) {
        let (ident, repr) = (&variant.ident, repr.name());
        errors.on(
            &variant.fields,
            format_args!(
                "a named value holds nothing; the variant that keeps all other values is \
                 `#[netlink(other)] {ident}({repr})`"
            ),
        );
    }
}

/// The variant for all other values holds the integer.
fn keeps_the_rest(
    variant: &syn::Variant,
    words: &Words,
    item: &Enumeration,
    repr: Option<Repr>,
    errors: &Errors,
) {
    if let (Some(earlier), Some(span)) = (&item.other, words.span(&word::OTHER)) {
        errors.at(span, format_args!("`{earlier}` keeps all other values already"));
    }
    if let Some(span) = words.span(&word::RENAME) {
        errors.at(span, "the variant that keeps all other values has no name: remove `rename`");
    }
    let Some(repr) = repr else { return };
    let right = match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            is_one_of(&fields.unnamed[0].ty, &[repr.name()])
        }
        _ => false,
    };
    if !right {
        let (ident, repr) = (&variant.ident, repr.name());
        errors.at(
            super::messages::content_span(variant),
            format_args!("`other` keeps the integer of the enum: write `{ident}({repr})`"),
        );
    }
}
