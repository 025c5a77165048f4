//! `#[derive(NetlinkMessage)]` on a struct: its fields are attributes.

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{DataStruct, DeriveInput, Fields, FieldsNamed};

use super::errors::Errors;
use super::field::{self, Attribute, Role as FieldRole};
use super::generics;
use super::names::table_name;
use super::number::Number;
use super::request;
use super::selector;
use super::word;
use super::words::Words;
use crate::emit;
use crate::ir::{self, Record, Role, RuntimePath, Schema};

/// The impls of a struct; `None` after a mistake.
pub(super) fn expand(
    input: &DeriveInput,
    data: &DataStruct,
    words: &Words,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<TokenStream> {
    let role = request::role(input, words, rt, errors);
    match role {
        Some((Role::Set, _)) => {
            generics::one_lifetime(&input.generics, errors);
            generics::read_from_any_message(&input.generics, errors);
        }
        _ => generics::only_a_lifetime(&input.generics, errors),
    }
    let mut checks = Vec::new();
    let record = match &data.fields {
        Fields::Named(fields) => Some(lower(input, fields, words, rt, errors, &mut checks)),
        other => {
            unnamed(other, &input.ident, errors);
            None
        }
    };
    let (record, (role, tables)) = (record?, role?);
    let record = Record { role, ..record };
    let impls = emit::record_impls(&record, rt);
    Some(quote!(#tables #(#checks)* #impls))
}

/// Attributes go by the names of fields.
pub(super) fn unnamed(fields: &Fields, ident: &Ident, errors: &Errors) {
    let message = format!("the fields need names: write `struct {ident} {{ … }}`");
    match fields {
        Fields::Unit => errors.on(ident, message),
        fields => errors.on(fields, message),
    }
}

/// The struct as a set of attributes.
fn lower(
    input: &DeriveInput,
    fields: &FieldsNamed,
    words: &Words,
    rt: &RuntimePath,
    errors: &Errors,
    checks: &mut Vec<TokenStream>,
) -> Record {
    let name = words.text(&word::NAME).map_or_else(|| table_name(&input.ident), |n| n.value());
    let mut record = Record {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        doc: None,
        schema: Schema::Own(name),
        header: None,
        fields: Vec::new(),
        ignored: Vec::new(),
        unknown: None,
        skipped: Vec::new(),
        role: Role::Set,
        defaults: false,
        debug: words.has(&word::DEBUG),
    };
    let this = generics::this(input);
    let (mut seen, mut broken) = (Seen::default(), Vec::new());
    let mut attributes: Vec<Attribute> = Vec::new();
    for (index, field) in fields.named.iter().enumerate() {
        let Some(ident) = &field.ident else { continue };
        match field::field(field, ident, &this, &mut seen, rt, errors) {
            None => broken.push(ident.clone()),
            Some(FieldRole::Attribute(attribute)) => attributes.push(*attribute),
            Some(FieldRole::Header(header)) => {
                header_comes_first(index, ident, record.header.as_ref(), errors);
                record.header.get_or_insert(header);
            }
            Some(FieldRole::Unknown(ident)) => {
                one_collector(&ident, record.unknown.as_ref(), errors);
                record.unknown.get_or_insert(ident);
            }
            Some(FieldRole::Skipped(ident)) => record.skipped.push(ident),
        }
    }
    checks.extend(selector::connect(&mut attributes, &broken, rt, errors));
    for attribute in attributes {
        // A `Debug` of the standard library's would print secrets, so ours is there instead.
        record.debug |= attribute.field.secret;
        checks.push(attribute.checks);
        record.fields.push(attribute.field);
    }
    record
}

/// The header is what a message starts with, and there is one.
fn header_comes_first(
    index: usize,
    ident: &Ident,
    earlier: Option<&ir::FixedHeader>,
    errors: &Errors,
) {
    if let Some(earlier) = earlier {
        let earlier = &earlier.ident;
        errors.at(
            ident.span(),
            format_args!("a message has one fixed header, and `{earlier}` is it already"),
        );
    } else if index > 0 {
        errors.at(
            ident.span(),
            "the fixed header comes before the attributes: make it the first field",
        );
    }
}

/// What is not declared is kept once.
fn one_collector(ident: &Ident, earlier: Option<&Ident>, errors: &Errors) {
    if let Some(earlier) = earlier {
        errors.at(
            ident.span(),
            format_args!("`{earlier}` collects the undeclared attributes already"),
        );
    }
}

/// The ids and names that attributes have, also those about which something else is wrong.
#[derive(Default)]
pub(super) struct Seen {
    ids: HashMap<u16, Ident>,
    names: HashMap<String, Ident>,
}

impl Seen {
    /// No two attributes have one id. Ids that are constants are compared by the compiler.
    pub(super) fn id(&mut self, id: &Number, field: &Ident, span: Span, errors: &Errors) {
        let Number::Literal(id) = *id else { return };
        if let Some(earlier) = self.ids.insert(id, field.clone()) {
            errors.at(span, format_args!("`{earlier}` has the id {id} already"));
        }
    }

    /// No two attributes have one name.
    pub(super) fn name(&mut self, name: &str, field: &Ident, span: Span, errors: &Errors) {
        if let Some(earlier) = self.names.insert(name.to_owned(), field.clone()) {
            errors.at(
                span,
                format_args!("`{earlier}` has the name `{name}` already: write another `rename`"),
            );
        }
    }
}
