//! `#[derive(NetlinkMessage)]`, and what it makes of an enum: a variant per message.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Data, DataEnum, DeriveInput, Fields, Type};

use super::addressing::{self, Address, Need};
use super::errors::Errors;
use super::names::table_name;
use super::number::Number;
use super::types::{is_one_of, peel, without_self};
use super::word;
use super::words::Words;
use super::{Expansion, formats, generics, record, runtime_path, stub, tables};
use crate::emit;
use crate::ir::{self, MessageEnum, RuntimePath};

/// `#[derive(NetlinkMessage)]`.
pub(super) fn message(input: &DeriveInput, errors: &Errors) -> Expansion {
    let place = match &input.data {
        Data::Enum(data) if formats::is_sub_message(input, data) => &word::FORMATS,
        Data::Enum(_) => &word::MESSAGES,
        Data::Struct(_) | Data::Union(_) => &word::MESSAGE,
    };
    let words = Words::parse(&input.attrs, place, errors);
    let rt = &runtime_path(&words);
    match &input.data {
        Data::Struct(data) => Expansion {
            impls: record::expand(input, data, &words, rt, errors),
            stub: stub::record(input, &words, rt),
        },
        Data::Enum(data) if formats::is_sub_message(input, data) => Expansion {
            impls: formats::expand(input, data, &words, rt, errors),
            stub: stub::formats(input, rt),
        },
        Data::Enum(data) => Expansion {
            impls: expand(input, data, &words, rt, errors),
            stub: stub::messages(input, rt),
        },
        Data::Union(data) => {
            errors.on(
                data.union_token,
                "a message has all its attributes side by side: write a struct, or an enum of \
                 messages",
            );
            Expansion { impls: None, stub: stub::record(input, &words, rt) }
        }
    }
}

/// A variant as it was read.
pub(super) struct Variant {
    pub(super) ir: ir::Variant,
    number: Number,
    check: Option<TokenStream>,
    /// Whether it says `dump`.
    pub(super) dump: bool,
    /// The name of the message in tables.
    pub(super) name: String,
    /// The multicast group that it is sent to.
    pub(super) group: Option<tables::Group>,
}

fn expand(
    input: &DeriveInput,
    data: &DataEnum,
    words: &Words,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<TokenStream> {
    generics::only_a_lifetime(&input.generics, errors);
    let address = addressing::address(words, Need::At(input.ident.span()), errors);
    let this = generics::this(input);
    let requests = words.has(&word::REQUESTS);
    if let (false, Some(span)) = (requests, words.span(&word::NOTIFICATIONS)) {
        errors.at(span, "`notifications` stands beside `requests`, which it completes");
    }
    let mut variants = Vec::new();
    let mut other: Option<Ident> = None;
    for variant in &data.variants {
        let words = Words::parse(&variant.attrs, &word::MESSAGES_VARIANT, errors);
        if words.has(&word::OTHER) {
            keeps_the_rest(variant, &words, other.as_ref(), errors);
            other.get_or_insert_with(|| variant.ident.clone());
        } else {
            let context = Context { requests, address: address.as_ref(), this: &this, rt, errors };
            variants.extend(read(variant, &words, &context));
        }
    }
    unique(&variants, errors);
    let item = MessageEnum {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        doc: None,
        family: quote!(&__FAMILY),
        variants: lowered(&variants),
        other,
    };
    let (impls, address) = (emit::message_impls(&item, rt), address?);
    let (tables, checks) = (tables::tables(&address, words, &variants, rt), checks(&variants, rt));
    Some(quote!(#tables #checks #impls))
}

/// What the variants are read with.
struct Context<'c> {
    /// Whether they are requests.
    requests: bool,
    address: Option<&'c Address>,
    /// The enum, which `Self` stands for.
    this: &'c TokenStream,
    rt: &'c RuntimePath,
    errors: &'c Errors,
}

/// Reads a variant that is a message.
fn read(variant: &syn::Variant, words: &Words, context: &Context<'_>) -> Option<Variant> {
    let Context { requests, address, this, rt, errors } = *context;
    let ident = &variant.ident;
    let ty = match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(&fields.unnamed[0].ty),
        _ => {
            let message = format!("a variant holds one message: `{ident}(Message)`");
            errors.at(content_span(variant), message);
            None
        }
    };
    if requests {
        for word in [&word::GROUP, &word::GROUP_ID, &word::RENAME] {
            if let Some(span) = words.span(word) {
                let name = word.name;
                let message =
                    format!("a request has a name and is sent to no group: remove `{name}`");
                errors.at(span, message);
            }
        }
    }
    let group = tables::group(words, rt, errors);
    let said = [&word::CMD, &word::TY].iter().any(|word| words.has(word) || words.misread(word));
    let (number, check) = match ty {
        // A request says its own command.
        Some(ty) if requests && !said => {
            let request = tables::request(&without_self(ty, this), rt);
            (Number::Constant(quote!(#request::COMMAND)), None)
        }
        _ => address?.command(words, ident.span(), rt, errors)?,
    };
    let ir = ir::Variant {
        ident: ident.clone(),
        ty: without_self(ty?, this),
        command: number.expression(rt),
        dump: None,
        doc: None,
    };
    let name = words.text(&word::RENAME).map_or_else(|| table_name(ident), |name| name.value());
    Some(Variant { ir, number, check, dump: words.has(&word::DUMP), name, group: group? })
}

/// Where what a variant holds stands, or else its name.
pub(super) fn content_span(variant: &syn::Variant) -> Span {
    match &variant.fields {
        Fields::Unit => variant.ident.span(),
        fields => fields.span(),
    }
}

/// The variant for all other messages holds the command and the bytes.
fn keeps_the_rest(variant: &syn::Variant, words: &Words, earlier: Option<&Ident>, errors: &Errors) {
    if let (Some(earlier), Some(span)) = (earlier, words.span(&word::OTHER)) {
        errors.at(span, format_args!("`{earlier}` keeps all other messages already"));
    }
    for found in words.iter().filter(|found| found.word.name != word::OTHER.name) {
        let name = found.word.name;
        errors.at(found.key.span(), format_args!("`other` is for any command: remove `{name}`"));
    }
    let right = match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 2 => {
            is_one_of(&fields.unnamed[0].ty, &["u16"]) && is_bytes(&fields.unnamed[1].ty)
        }
        _ => false,
    };
    if !right {
        let ident = &variant.ident;
        errors.at(
            content_span(variant),
            format_args!("`other` keeps the command and the bytes: `{ident}(u16, &'a [u8])`"),
        );
    }
}

pub(super) fn is_bytes(ty: &Type) -> bool {
    let Type::Reference(reference) = peel(ty) else { return false };
    matches!(peel(&reference.elem), Type::Slice(slice) if is_one_of(&slice.elem, &["u8"]))
}

/// No two variants have one command; those of a dump and of no dump are different.
fn unique(variants: &[Variant], errors: &Errors) {
    let mut seen: HashMap<(u16, bool), &Ident> = HashMap::new();
    for variant in variants {
        let Number::Literal(command) = variant.number else { continue };
        let ident = &variant.ir.ident;
        if let Some(earlier) = seen.insert((command, variant.dump), ident) {
            errors.at(
                ident.span(),
                format_args!(
                    "`{earlier}` has the command {command} already; `dump` tells a dump request \
                     from another"
                ),
            );
        }
    }
}

/// The variants, those of dumps first: the others of their commands take what is left.
fn lowered(variants: &[Variant]) -> Vec<ir::Variant> {
    let (dumps, others): (Vec<_>, Vec<_>) = variants.iter().partition(|variant| variant.dump);
    let dumps = dumps.into_iter().map(|v| ir::Variant { dump: Some(true), ..v.ir.clone() });
    dumps.chain(others.into_iter().map(|variant| variant.ir.clone())).collect()
}

/// Assertions on commands that are constants.
fn checks(variants: &[Variant], rt: &RuntimePath) -> TokenStream {
    let ranges = variants.iter().filter_map(|variant| variant.check.as_ref());
    let constant = |variant: &Variant| matches!(variant.number, Number::Constant(_));
    let pairs = variants.iter().enumerate().flat_map(|(index, variant)| {
        let earlier = variants[..index].iter().filter(move |earlier| earlier.dump == variant.dump);
        earlier.filter(move |earlier| constant(earlier) || constant(variant)).map(move |earlier| {
            let (one, other) = (&variant.ir.command, &earlier.ir.command);
            let message =
                format!("`{}` has the same command as `{}`", variant.ir.ident, earlier.ir.ident);
            let span = variant.number_span();
            emit::pointing_at(span, quote!(const _: () = #rt::assert!(#one != #other, #message);))
        })
    });
    quote!(#(#ranges)* #(#pairs)*)
}

impl Variant {
    fn number_span(&self) -> Span {
        self.ir.command.to_token_stream().span()
    }
}
