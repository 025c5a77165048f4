//! `#[derive(NetlinkMessage)]` on an enum with `sub_message`: a variant per format.

use std::collections::HashMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, DataEnum, DeriveInput, Fields, LitStr, Type};

use super::errors::Errors;
use super::messages::{content_span, is_bytes};
use super::names::table_name;
use super::types::{argument, is_one_of, without_self};
use super::word;
use super::words::Words;
use super::{generics, types};
use crate::diagnostic::nearest;
use crate::emit;
use crate::ir::{Format, RuntimePath, SubMessage};

/// Whether an enum says that its variants are formats, or means to.
pub(super) fn is_sub_message(input: &DeriveInput, data: &DataEnum) -> bool {
    let mut formats = data.variants.iter().map(|variant| &variant.attrs);
    says(&input.attrs, means_sub_message)
        || formats.any(|attributes| says(attributes, |word| word == word::FORMAT.name))
}

/// Whether a word is `sub_message`, or a slip of it.
fn means_sub_message(found: &str) -> bool {
    let name = word::SUB_MESSAGE.name;
    found == name || nearest(found, [name]).is_some()
}

/// Whether `#[netlink(…)]` among the attributes has such a word.
fn says(attributes: &[Attribute], is_word: impl Fn(&str) -> bool) -> bool {
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("netlink"));
    let mut tokens = ours
        .filter_map(|attribute| attribute.meta.require_list().ok())
        .flat_map(|list| list.tokens.clone());
    tokens.any(|token| match token {
        TokenTree::Ident(ident) => is_word(&ident.to_string()),
        _ => false,
    })
}

/// The impls of an enum of formats; `None` after a mistake.
pub(super) fn expand(
    input: &DeriveInput,
    data: &DataEnum,
    words: &Words,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<TokenStream> {
    generics::only_a_lifetime(&input.generics, errors);
    if !words.has(&word::SUB_MESSAGE) && !words.misread(&word::SUB_MESSAGE) {
        errors.on(&input.ident, "an enum of formats says so: write `#[netlink(sub_message)]`");
    }
    let this = generics::this(input);
    let mut item = SubMessage {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        name: words.text(&word::NAME).map_or_else(|| table_name(&input.ident), LitStr::value),
        formats: Vec::new(),
        other: None,
    };
    let mut seen: HashMap<String, Ident> = HashMap::new();
    for variant in &data.variants {
        let words = Words::parse(&variant.attrs, &word::FORMATS_VARIANT, errors);
        if words.has(&word::OTHER) {
            keeps_the_rest(variant, &words, item.other.as_ref(), errors);
            item.other.get_or_insert_with(|| variant.ident.clone());
            continue;
        }
        let Some(format) = format(variant, &words, &this, rt, errors) else { continue };
        if let Some(earlier) = seen.insert(format.selector.clone(), variant.ident.clone()) {
            let selector = &format.selector;
            errors.on(
                words.text(&word::FORMAT),
                format_args!("`{earlier}` is the format of `{selector}` already"),
            );
        }
        item.formats.push(format);
    }
    Some(emit::sub_message_impls(&item, rt))
}

/// Reads a variant that is a format.
fn format(
    variant: &syn::Variant,
    words: &Words,
    this: &TokenStream,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<Format> {
    let ident = &variant.ident;
    let content = match &variant.fields {
        Fields::Unit => Some(None),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            content(&fields.unnamed[0].ty, this, rt, errors).map(Some)
        }
        _ => {
            let message = format!("a format holds one value, `{ident}(Attributes)`, or nothing");
            errors.at(content_span(variant), message);
            None
        }
    };
    let Some(selector) = words.text(&word::FORMAT) else {
        if !words.misread(&word::FORMAT) {
            let name = table_name(ident);
            errors.at(
                ident.span(),
                format_args!("what selects `{ident}`? write `#[netlink(format = \"{name}\")]`"),
            );
        }
        return None;
    };
    Some(Format { ident: ident.clone(), selector: selector.value(), content: content? })
}

/// The type of a format's content, and its kind in the tables.
fn content(
    ty: &Type,
    this: &TokenStream,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<(TokenStream, TokenStream)> {
    let why = if argument(ty, "Option").is_some() {
        Some("a format that is chosen is there: no `Option`".into())
    } else if is_one_of(ty, &["bool"]) {
        Some("a flag has no content: write the variant without any".into())
    } else {
        types::refusal(ty)
    };
    if let Some(why) = why {
        errors.on(ty, why);
        return None;
    }
    let ty = without_self(ty, this);
    let fixed = emit::at_static(ty.clone());
    Some((ty, quote!(<#fixed as #rt::Encode>::KIND)))
}

/// The variant for all other formats holds their bytes.
fn keeps_the_rest(variant: &syn::Variant, words: &Words, earlier: Option<&Ident>, errors: &Errors) {
    if let (Some(earlier), Some(span)) = (earlier, words.span(&word::OTHER)) {
        errors.at(span, format_args!("`{earlier}` keeps all other formats already"));
    }
    if let Some(span) = words.span(&word::FORMAT) {
        errors.at(span, "`other` is for any format: remove `format`");
    }
    let right = match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let ty = &fields.unnamed[0].ty;
            is_bytes(ty) || argument(ty, "Vec").is_some_and(|byte| is_one_of(byte, &["u8"]))
        }
        _ => false,
    };
    if !right {
        let ident = &variant.ident;
        errors.at(
            content_span(variant),
            format_args!(
                "`other` keeps the bytes of the format: `{ident}(&'a [u8])` or `{ident}(Vec<u8>)`"
            ),
        );
    }
}
