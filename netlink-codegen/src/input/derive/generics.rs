//! The generics that an item may have: one lifetime.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, GenericParam, Generics};

use super::errors::Errors;

/// A message borrows from one buffer, and its tables are statics, which know no parameters.
pub(super) fn one_lifetime(generics: &Generics, errors: &Errors) {
    let mut lifetimes = 0;
    for param in &generics.params {
        match param {
            GenericParam::Lifetime(param) => {
                lifetimes += 1;
                if lifetimes > 1 {
                    errors.on(
                        &param.lifetime,
                        "a message borrows from one buffer: use one lifetime for all fields",
                    );
                }
            }
            GenericParam::Type(param) => errors.on(
                &param.ident,
                "a message's schema is a static, which knows no type parameter: write the type \
                 itself, or one struct per type",
            ),
            GenericParam::Const(param) => errors.on(
                &param.ident,
                "a message's schema is a static, which knows no const parameter: write the number \
                 itself, or one struct per number",
            ),
        }
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
