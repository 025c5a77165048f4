//! What the derive macros do: a Rust item in, its impls out.
//!
//! Any input is answered with tokens. What is wrong with it comes out as `compile_error!`s, one
//! per mistake and each pointing at its token, next to empty impls, so that nothing else in the
//! user's program fails for the lack of them.

use proc_macro2::TokenStream;

use crate::input::derive;

/// `#[derive(NetlinkMessage)]`: a struct whose fields are attributes, or an enum of messages.
#[must_use]
pub fn message(input: TokenStream) -> TokenStream {
    derive::message(input)
}

/// `#[derive(NetlinkEnum)]`: an enum whose values are integers.
#[must_use]
pub fn enumeration(input: TokenStream) -> TokenStream {
    derive::enumeration(input)
}

/// `#[derive(NetlinkStruct)]`: a struct of fixed layout.
#[must_use]
pub fn fixed(input: TokenStream) -> TokenStream {
    derive::fixed(input)
}
