//! Annotated Rust items: parse, check, lower to the IR. All mistakes of an item are told at once.

mod addressing;
mod enumeration;
mod errors;
mod field;
mod fixed;
mod generics;
mod messages;
pub(crate) mod names;
mod number;
mod record;
mod stub;
mod suggest;
mod types;
mod wire;
mod word;
mod words;

pub(crate) use enumeration::enumeration;
pub(crate) use fixed::fixed;
pub(crate) use messages::message;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use self::errors::Errors;
use self::words::Words;
use crate::ir::RuntimePath;

/// What one derive makes of an item.
pub(crate) struct Expansion {
    /// The impls; `None` if there are errors.
    impls: Option<TokenStream>,
    /// What stands in for them after an error.
    stub: TokenStream,
}

/// Expands one item.
pub(crate) fn expand(
    input: TokenStream,
    lower: fn(&DeriveInput, &Errors) -> Expansion,
) -> TokenStream {
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
