//! The table of a record, its ids, and the checks that only the compiler can make.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Lifetime};

use super::super::{arguments_at, kind, pointing_at, table};
use crate::ir::{Cardinality, Field, Id, Record, RuntimePath, Schema};

/// `impl AttributeSet` and `impl View`, and `impl Debug` by the schema, which knows names and
/// secrets.
pub(super) fn attribute_set(record: &Record, rt: &RuntimePath) -> TokenStream {
    let ident = &record.ident;
    let ids = record.fields.iter().map(id_expression);
    let ignored = record.ignored.iter().map(|id| {
        let id = Literal::u16_unsuffixed(*id);
        quote!(#id)
    });
    let ids: Vec<_> = ids.chain(ignored).collect();
    let schema = match &record.schema {
        Schema::Table { table, .. } => return quote!(#rt::record!(#ident, #table, [#(#ids),*]);),
        Schema::Own(name) => {
            let set = set_table(name, record, rt);
            if record.generics.params.iter().all(|it| matches!(it, GenericParam::Lifetime(_))) {
                quote!({ static SCHEMA: #rt::Set = #set; &SCHEMA })
            } else {
                // A static would know nothing of the parameters.
                quote!(&#set)
            }
        }
    };
    let (generics, arguments, clause) = record.generics.split_for_impl();
    let viewed = arguments_at(&record.generics, &Lifetime::new("'__view", Span::call_site()));
    let checks = checks(record, rt);
    let debug = record
        .debug
        .then(|| quote!(#rt::record!(debug [#generics] [#ident #arguments] [#clause]);));
    quote! {
        #rt::record!(
            [#generics] [#ident #arguments] [#ident #viewed] [#clause] #schema, [#(#ids),*]
        );
        #debug
        #checks
    }
}

/// The table of a record's own attributes.
pub(in crate::emit) fn set_table(name: &str, record: &Record, rt: &RuntimePath) -> TokenStream {
    let attributes = record.fields.iter().map(|field| {
        let kind = match (field.cardinality, &field.with) {
            (Cardinality::Flag, _) => quote!(#rt::kind::FLAG),
            (Cardinality::Padding, _) => quote!(#rt::kind::PAD),
            (_, Some(_)) => quote!(#rt::kind::BINARY),
            _ => kind(&field.payload, rt),
        };
        let multi = matches!(field.cardinality, Cardinality::Multi(_));
        let row = table::attribute(&id_expression(field), &field.name, &kind, rt);
        let multi = multi.then(|| quote!(.multi()));
        let secret = field.secret.then(|| quote!(.secret()));
        let limits =
            field.limits.as_ref().map(|limits| quote!(.limited(&#rt::Limits::new() #limits)));
        quote!(#row #multi #secret #limits)
    });
    let ignored = record.ignored.iter().map(|id| {
        let id = Literal::u16_unsuffixed(*id);
        table::attribute(&quote!(#id), "pad", &quote!(#rt::kind::PAD), rt)
    });
    quote!(#rt::Set::new(#name, &[#(#attributes,)* #(#ignored,)*]))
}

/// The id as an expression.
pub(in crate::emit) fn id_expression(field: &Field) -> TokenStream {
    match &field.id {
        Id::Number(number) => {
            let number = Literal::u16_unsuffixed(*number);
            quote!(#number)
        }
        Id::Const(expression) => expression.clone(),
    }
}

/// The id as a pattern: a constant expression is named first.
pub(super) fn id_pattern(index: usize, field: &Field) -> TokenStream {
    match &field.id {
        Id::Number(_) => id_expression(field),
        Id::Const(_) => {
            let name = constant_name(index);
            quote!(#name)
        }
    }
}

/// The name of an id that is a constant expression.
pub(super) fn id_constant(
    (index, field): (usize, &Field),
    rt: &RuntimePath,
) -> Option<TokenStream> {
    let Id::Const(expression) = &field.id else { return None };
    let name = constant_name(index);
    Some(quote_spanned!(expression.span()=> const #name: #rt::u16 = #expression;))
}

fn constant_name(index: usize) -> proc_macro2::Ident {
    format_ident!("__ID{index}")
}

/// Assertions that ids that are constants of the user's differ from all others.
fn checks(record: &Record, rt: &RuntimePath) -> TokenStream {
    let is_const = |field: &Field| matches!(field.id, Id::Const(_));
    let pairs = record.fields.iter().enumerate().flat_map(|(index, field)| {
        let earlier = record.fields[..index].iter();
        earlier.filter(move |other| is_const(other) || is_const(field)).map(move |other| {
            let (id, other_id) = (id_expression(field), id_expression(other));
            let message =
                format!("`{}` has the same attribute id as `{}`", field.ident, other.ident);
            // A number's own tokens may be from anywhere; its field is from where it was written.
            let span = if is_const(field) { id.span() } else { field.span };
            pointing_at(span, quote!(const _: () = #rt::assert!(#id != #other_id, #message);))
        })
    });
    quote!(#(#pairs)*)
}
