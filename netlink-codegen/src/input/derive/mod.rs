//! Annotated Rust items: parse, check, lower to the IR. All mistakes of an item are told at once.

mod addressing;
mod conflicts;
mod enumeration;
mod errors;
mod field;
mod fixed;
mod form;
mod formats;
mod generics;
mod limits;
mod messages;
mod names;
mod number;
mod record;
mod request;
mod selector;
mod stub;
mod tables;
mod types;
mod wire;
mod word;
mod words;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use self::errors::Errors;
use self::words::Words;
use crate::ir::RuntimePath;

/// What one derive makes of an item.
struct Expansion {
    /// The impls; `None` if there are errors.
    impls: Option<TokenStream>,
    /// What stands in for them after an error.
    stub: TokenStream,
}

/// `#[derive(NetlinkMessage)]`.
pub(crate) fn message(input: TokenStream) -> TokenStream {
    expand(input, messages::message)
}

/// `#[derive(NetlinkEnum)]`.
pub(crate) fn enumeration(input: TokenStream) -> TokenStream {
    expand(input, enumeration::enumeration)
}

/// `#[derive(NetlinkStruct)]`.
pub(crate) fn fixed(input: TokenStream) -> TokenStream {
    expand(input, fixed::fixed)
}

/// Expands one item.
fn expand(input: TokenStream, lower: fn(&DeriveInput, &Errors) -> Expansion) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let errors = Errors::new();
    let Expansion { impls, stub } = lower(&input, &errors);
    match (errors.finish(), impls) {
        (Ok(()), Some(impls)) => hidden(&impls),
        (Ok(()), None) => hidden(&stub),
        (Err(error), _) => {
            let (errors, stub) = (error.into_compile_error(), hidden(&stub));
            quote!(#errors #stub)
        }
    }
}

/// Items in a scope of their own, so that no name of theirs is seen outside.
fn hidden(items: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        const _: () = { #items };
    }
}

/// The path that the item's `crate` word says, or the runtime's usual name.
fn runtime_path(words: &Words) -> RuntimePath {
    RuntimePath::new(match words.path(&word::CRATE) {
        Some(path) => quote!(#path::generated),
        None => quote!(::netlink_runtime::generated),
    })
}
