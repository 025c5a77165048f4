//! One field of a message.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Field, LitStr};

use super::errors::Errors;
use super::names::table_name;
use super::number::{Number, Wanted, number};
use super::types::is;
use super::wire::Reader;
use super::word::{self, Word};
use super::words::{Found, Words};
use crate::ir::{self, FixedHeader, Id, RuntimePath};

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
    /// The assertion on an id that is a constant.
    pub(super) check: Option<TokenStream>,
    /// Where the id stands.
    pub(super) id_span: Span,
    /// Where the name stands.
    pub(super) name_span: Span,
}

/// Reads a field; `None` after a mistake. `this` is the struct's type.
pub(super) fn field(
    field: &Field,
    ident: &Ident,
    this: &TokenStream,
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
    if in_conflict {
        return None;
    }
    let wire = Reader { words: &words, this, rt, errors }.read(&field.ty);
    let ((id, found), (payload, cardinality)) = (id?, wire?);
    let rename = words.text(&word::RENAME);
    let attribute = Attribute {
        check: id.check(&found, rt),
        id_span: words.expression(&word::ID).map_or_else(|| ident.span(), Spanned::span),
        name_span: rename.map_or_else(|| ident.span(), Spanned::span),
        field: ir::Field {
            ident: ident.clone(),
            name: rename.map_or_else(|| table_name(ident), LitStr::value),
            id: match id {
                Number::Literal(number) => Id::Number(number),
                Number::Constant(_) => Id::Const(id.expression(rt)),
            },
            span: payload.ty.span(),
            payload,
            cardinality,
            with: words.path(&word::WITH).map(ToTokens::to_token_stream),
            selects: None,
            secret: words.has(&word::SECRET),
            limits: limits(&words),
            doc: None,
        },
    };
    Some(Role::Attribute(Box::new(attribute)))
}

/// The methods that set the limits of a value; the compiler checks that their bounds are numbers.
fn limits(words: &Words) -> Option<TokenStream> {
    let limits = [
        (&word::MIN, quote!(min)),
        (&word::MAX, quote!(max)),
        (&word::MASK, quote!(mask)),
        (&word::MIN_LEN, quote!(min_length)),
        (&word::MAX_LEN, quote!(max_length)),
    ];
    let limits = limits.into_iter().filter_map(|(word, method)| {
        let bound = words.expression(word)?;
        let number = match bound {
            Expr::Lit(_) | Expr::Unary(_) => quote!(#bound),
            Expr::Path(_) => quote!(#bound as _),
            _ => quote!((#bound) as _),
        };
        Some(quote_spanned!(bound.span()=> .#method(#number)))
    });
    let limits: TokenStream = limits.collect();
    (!limits.is_empty()).then_some(limits)
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

/// A field that is no attribute has nothing that words could say of it.
fn no_attribute_has_no_words(words: &Words, errors: &Errors) {
    let roles: [(&Word, &str); 3] = [
        (&word::SKIP, "is no attribute"),
        (&word::UNKNOWN, "collects all attributes that have no field"),
        (&word::HEADER, "comes before the attributes"),
    ];
    let Some((role, what)) = roles.into_iter().find(|(role, _)| words.has(role)) else { return };
    for found in words.iter().filter(|found| found.word.name != role.name) {
        errors.at(
            found.key.span(),
            format_args!("a field with `{}` {what}: remove `{}`", role.name, found.word.name),
        );
    }
}

/// Words that contradict each other, and why.
const CONFLICTS: &[(&Word, &Word, &str)] = &[
    (&word::BE, &word::LE, "a value has one byte order"),
    (&word::UINT, &word::SINT, "a value has a sign or not"),
    (&word::BE, &word::UINT, "a `uint` is in host byte order"),
    (&word::BE, &word::SINT, "a `sint` is in host byte order"),
    (&word::LE, &word::UINT, "a `uint` is in host byte order"),
    (&word::LE, &word::SINT, "a `sint` is in host byte order"),
    (&word::MULTI, &word::INDEXED, "a list travels in one way"),
    (&word::MULTI, &word::PACKED, "a list travels in one way"),
    (&word::INDEXED, &word::PACKED, "a list travels in one way"),
    (&word::MULTI, &word::DEFAULT, "a list is empty where no attribute is there"),
    (&word::WITH, &word::BE, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::LE, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::UINT, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::SINT, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::AS, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::INDEXED, "the functions of `with` decide the bytes"),
    (&word::WITH, &word::PACKED, "the functions of `with` decide the bytes"),
];

/// Reports words that contradict each other, and says whether there are any.
fn conflicts(words: &Words, errors: &Errors) -> bool {
    let mut found = false;
    for (one, other, reason) in CONFLICTS {
        if let (true, Some(span)) = (words.has(one), words.span(other)) {
            let (one, other) = (one.name, other.name);
            errors.at(span, format_args!("`{one}` and `{other}` contradict each other: {reason}"));
            found = true;
        }
    }
    found
}
