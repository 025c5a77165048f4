//! One field of a message.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, Field, LitStr};

use super::conflicts::{conflicts, no_attribute_has_no_words};
use super::errors::Errors;
use super::limits;
use super::names::table_name;
use super::number::{Number, Wanted, number};
use super::record::Seen;
use super::selector::Selector;
use super::types::is;
use super::wire::{Reader, Wire};
use super::word;
use super::words::{Found, Words};
use crate::ir::{self, Cardinality, FixedHeader, Id, Payload, RuntimePath};

/// What a field of a message is.
pub(super) enum Role {
    /// An attribute.
    Attribute(Box<Attribute>),
    /// The fixed header.
    Header(FixedHeader),
    /// The collector of undeclared attributes.
    Unknown(Ident),
    /// No part of the message.
    Skipped(Ident),
}

/// An attribute, and what is needed to check it against the others.
pub(super) struct Attribute {
    pub(super) field: ir::Field,
    /// What chooses its format, until it is [connected](super::selector::connect).
    pub(super) selector: Option<Selector>,
    /// Assertions that only the compiler can check.
    pub(super) checks: TokenStream,
}

/// Reads a field; `None` after a mistake. `this` is the struct's type.
pub(super) fn field(
    field: &Field,
    ident: &Ident,
    this: &TokenStream,
    seen: &mut Seen,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<Role> {
    let words = Words::parse(&field.attrs, &word::FIELD, errors);
    no_attribute_has_no_words(&words, errors);
    let in_conflict = conflicts(&words, errors);
    if words.has(&word::SKIP) {
        return Some(Role::Skipped(ident.clone()));
    }
    if let Some(found) = words.found(&word::UNKNOWN) {
        return collector(field, ident, found, errors);
    }
    if words.has(&word::HEADER) {
        if is(&field.ty, "Option") {
            errors.on(&field.ty, "a fixed header is always there: no `Option`");
            return None;
        }
        let ty = super::types::without_self(&field.ty, this);
        return Some(Role::Header(FixedHeader { ident: ident.clone(), ty }));
    }
    let id = id(ident, &words, errors);
    if let Some((id, _)) = &id {
        let span = words.expression(&word::ID).map_or_else(|| ident.span(), Spanned::span);
        seen.id(id, ident, span, errors);
    }
    let rename = words.text(&word::RENAME);
    let name = rename.map_or_else(|| table_name(ident), LitStr::value);
    seen.name(&name, ident, rename.map_or_else(|| ident.span(), Spanned::span), errors);
    if in_conflict {
        return None;
    }
    let wire = match words.has(&word::PAD) {
        true => padding(field, errors),
        false => Reader { words: &words, this, rt, errors }.read(&field.ty),
    };
    let ((id, found), Wire { payload, cardinality, selector, choice }) = (id?, wire?);
    let (methods, mut checks) = limits::limits(&words, &payload, cardinality, rt, errors);
    let (payload, display) = limits::displayed(&words, payload, rt, errors);
    checks.extend(display);
    checks.extend(id.check(&found, rt));
    let attribute = Attribute {
        checks,
        selector,
        field: ir::Field {
            ident: ident.clone(),
            name,
            id: match id {
                Number::Literal(number) => Id::Number(number),
                Number::Constant(_) => Id::Const(id.expression(rt)),
            },
            span: payload.ty.span(),
            payload,
            cardinality,
            with: words.path(&word::WITH).map(ToTokens::to_token_stream),
            choice,
            selects: None,
            secret: words.has(&word::SECRET),
            limits: methods,
            doc: None,
        },
    };
    Some(Role::Attribute(Box::new(attribute)))
}

/// Padding is skipped, so that there is nothing to hold.
fn padding(field: &Field, errors: &Errors) -> Option<Wire> {
    let ty = &field.ty;
    if !matches!(super::types::peel(ty), syn::Type::Tuple(tuple) if tuple.elems.is_empty()) {
        errors.on(ty, "padding is skipped, so that there is nothing to hold: write `()`");
        return None;
    }
    let payload = Payload { ty: quote!(#ty), form: None, kind: None };
    Some(Wire { payload, cardinality: Cardinality::Padding, selector: None, choice: None })
}

/// The id, which every attribute needs, and which ids are right for it.
fn id(ident: &Ident, words: &Words, errors: &Errors) -> Option<(Number, Wanted)> {
    let zero = words.has(&word::ZERO);
    let first = u16::from(!zero);
    let wanted = Wanted { what: "an attribute id", range: first..=0x3fff, example: "id = 1" };
    let Some(expression) = words.expression(&word::ID) else {
        // A mistake in the word itself has been told.
        if !words.misread(&word::ID) {
            errors.at(
                ident.span(),
                format_args!(
                    "`{ident}` has no id: write `#[netlink(id = 1)]`, or `#[netlink(skip)]` if it \
                     is no attribute"
                ),
            );
        }
        return None;
    };
    if let (false, Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(literal), .. })) = (zero, expression)
        && literal.base10_parse::<u16>().is_ok_and(|id| id == 0)
    {
        errors.on(
            literal,
            "most families keep the id 0 for `…_UNSPEC`: attribute ids start from 1; if the \
             family does use it, write `id = 0, zero`",
        );
        return None;
    }
    Some((number(expression, &wanted, errors)?, wanted))
}

/// The collector's type is known.
fn collector(field: &Field, ident: &Ident, found: &Found, errors: &Errors) -> Option<Role> {
    if is(&field.ty, "Unknown") {
        return Some(Role::Unknown(ident.clone()));
    }
    let name = found.word.name;
    errors.on(
        &field.ty,
        format_args!("`{name}` collects into `netlink_runtime::payload::Unknown<'a>`"),
    );
    None
}
