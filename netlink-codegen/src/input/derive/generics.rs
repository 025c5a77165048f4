//! The generics that an item may have: one lifetime, and a set of attributes also others.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    DeriveInput, GenericArgument, GenericParam, Generics, Lifetime, PathArguments, TypeParamBound,
    WherePredicate,
};

use super::errors::Errors;

/// A message borrows from one buffer.
pub(super) fn one_lifetime(generics: &Generics, errors: &Errors) {
    for param in generics.lifetimes().skip(1) {
        let message = "a message borrows from one buffer: use one lifetime for all fields";
        errors.on(&param.lifetime, message);
    }
}

/// A struct is read from messages of any lifetime, and so must be what it is generic over.
pub(super) fn read_from_any_message(generics: &Generics, errors: &Errors) {
    for lifetime in tied(generics) {
        let message =
            "a struct is read from messages of any lifetime: write `for<'de> Decode<'de>`";
        errors.on(lifetime, message);
    }
}

/// The lifetimes of the item's own in bounds `T: Decode<'a>`.
pub(super) fn tied(generics: &Generics) -> impl Iterator<Item = &Lifetime> {
    let inline = generics.type_params().flat_map(|param| &param.bounds);
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let apart = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => Some(&predicate.bounds),
        _ => None,
    });
    let own = |lifetime: &&Lifetime| generics.lifetimes().any(|own| own.lifetime == **lifetime);
    inline.chain(apart.flatten()).filter_map(read_lifetime).filter(own)
}

/// The lifetime in a bound `Decode<'a>`.
fn read_lifetime(bound: &TypeParamBound) -> Option<&Lifetime> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let segment = bound.path.segments.last().filter(|segment| segment.ident == "Decode")?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Lifetime(lifetime) => Some(lifetime),
        _ => None,
    })
}

/// What belongs to a family has tables that are statics, which know no parameters.
pub(super) fn only_a_lifetime(generics: &Generics, errors: &Errors) {
    one_lifetime(generics, errors);
    for param in &generics.params {
        let (ident, kind) = match param {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(param) => (&param.ident, "type"),
            GenericParam::Const(param) => (&param.ident, "const"),
        };
        errors.on(
            ident,
            format_args!(
                "a family's tables are statics, which know no {kind} parameter: write it out, or \
                 put the generic part into a nest"
            ),
        );
    }
}

/// An item that owns its values has no parameters.
pub(super) fn none(generics: &Generics, what: &str, errors: &Errors) {
    for param in &generics.params {
        errors.on(param, format_args!("{what} has no generic parameters"));
    }
}

/// The item's type, with the names of its parameters.
pub(super) fn this(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (_, arguments, _) = input.generics.split_for_impl();
    quote!(#ident #arguments)
}

/// The item's type with its lifetimes `'static`, for statics.
pub(super) fn this_static(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let lifetimes = input.generics.lifetimes().map(|_| quote!('static));
    quote!(#ident<#(#lifetimes),*>)
}
