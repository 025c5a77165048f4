//! What stands in for the impls after a mistake, so that only the mistake is told: all traits
//! are there, and nothing ever runs.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Generics, Lifetime};

use super::generics;
use super::types;
use super::word;
use super::words::Words;
use crate::emit;
use crate::ir::{Repr, RuntimePath};

/// The heads that the stubs share.
struct Heads<'i> {
    input: &'i DeriveInput,
    rt: &'i RuntimePath,
    lifetime: Lifetime,
    with_lifetime: Generics,
}

impl<'i> Heads<'i> {
    fn new(input: &'i DeriveInput, rt: &'i RuntimePath) -> Self {
        let lifetime = emit::decode_lifetime(&input.generics);
        Self { input, rt, lifetime, with_lifetime: emit::decode_generics(&input.generics) }
    }

    /// `impl Trait for Item { body }`.
    fn plain(&self, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let ident = &self.input.ident;
        let (generics, arguments, clause) = self.input.generics.split_for_impl();
        quote!(#[automatically_derived] impl #generics #of for #ident #arguments #clause { #body })
    }

    /// `impl<'a> Trait<'a> for Item { body }`.
    fn borrowing(&self, of: &TokenStream, body: &TokenStream) -> TokenStream {
        let ident = &self.input.ident;
        let (generics, _, clause) = self.with_lifetime.split_for_impl();
        let (_, arguments, _) = self.input.generics.split_for_impl();
        quote!(#[automatically_derived] impl #generics #of for #ident #arguments #clause { #body })
    }

    fn decode(&self) -> TokenStream {
        let Self { rt, lifetime, .. } = self;
        self.borrowing(
            &quote!(#rt::Decode<#lifetime>),
            &quote! {
                fn decode(_: &#lifetime [#rt::u8]) -> #rt::Result<Self, #rt::DecodeError> {
                    loop {}
                }
            },
        )
    }

    fn encode(&self) -> TokenStream {
        let rt = self.rt;
        self.plain(&quote!(#rt::Encode), &quote!(fn encode(&self, _: &mut #rt::Writer) { loop {} }))
    }

    fn view(&self) -> TokenStream {
        let rt = self.rt;
        let ident = &self.input.ident;
        let at = Lifetime::new("'__view", proc_macro2::Span::call_site());
        let viewed = emit::arguments_at(&self.input.generics, &at);
        self.plain(&quote!(#rt::View), &quote!(type At<'__view> = #ident #viewed;))
    }
}

/// The traits of a struct of attributes.
pub(super) fn record(input: &DeriveInput, words: &Words, rt: &RuntimePath) -> TokenStream {
    if has_no_size(input) || generics::tied(&input.generics).next().is_some() {
        return TokenStream::new();
    }
    let heads = Heads::new(input, rt);
    let set = heads.plain(
        &quote!(#rt::AttributeSet),
        &quote! {
            const SCHEMA: &'static #rt::Set = {
                static SCHEMA: #rt::Set = #rt::Set::new("", &[]);
                &SCHEMA
            };
            const DECLARED: &'static [#rt::u16] = &[];
        },
    );
    let (decode, encode, view) = (heads.decode(), heads.encode(), heads.view());
    let addressed = [&word::FAMILY, &word::PROTOCOL, &word::CMD, &word::TY, &word::REPLY];
    let request = addressed.iter().any(|word| words.has(word) || words.misread(word));
    let request = request.then(|| self::request(&heads, words));
    let debug = words.has(&word::DEBUG).then(|| debug(&heads));
    quote!(#set #decode #encode #view #request #debug)
}

/// Whether a field has no size, and so the struct neither, which the traits need.
fn has_no_size(input: &DeriveInput) -> bool {
    match &input.data {
        Data::Struct(data) => data.fields.iter().any(|field| types::has_no_size(&field.ty)),
        Data::Enum(_) | Data::Union(_) => false,
    }
}

/// `Debug`, which a struct has that says `debug` or has a secret.
fn debug(heads: &Heads<'_>) -> TokenStream {
    let rt = heads.rt;
    heads.plain(
        &quote!(#rt::fmt::Debug),
        &quote!(fn fmt(&self, _: &mut #rt::fmt::Formatter<'_>) -> #rt::fmt::Result { loop {} }),
    )
}

/// The traits of a request, with the answer that is said, so that what is done with it passes.
fn request(heads: &Heads<'_>, words: &Words) -> TokenStream {
    let rt = heads.rt;
    let reply = super::request::reply(heads.input, words).unwrap_or_else(|| quote!(()));
    let family = family(rt);
    let request = heads.plain(
        &quote!(#rt::Request),
        &quote! {
            type Reply = #reply;
            const FAMILY: &'static #rt::Family = #family;
            const OPERATION: &'static #rt::Operation = {
                static OPERATION: #rt::Operation =
                    #rt::Operation::new("", #rt::None, #rt::None);
                &OPERATION
            };
            const COMMAND: #rt::u16 = 0;
            const HAS_REPLY: #rt::bool = true;
        },
    );
    let way = if words.has(&word::DUMP) { quote!(Dump) } else { quote!(Single) };
    let way = heads.plain(&quote!(#rt::#way), &TokenStream::new());
    quote!(#request #way)
}

/// A family without anything.
fn family(rt: &RuntimePath) -> TokenStream {
    quote!({
        static FAMILY: #rt::Family = #rt::Family::new("", #rt::Protocol::Raw(0));
        &FAMILY
    })
}

/// The traits of an enum of messages.
pub(super) fn messages(input: &DeriveInput, rt: &RuntimePath) -> TokenStream {
    let heads = Heads::new(input, rt);
    let (lifetime, family) = (&heads.lifetime, family(rt));
    heads.borrowing(
        &quote!(#rt::MessageSet<#lifetime>),
        &quote! {
            const FAMILY: &'static #rt::Family = #family;
            fn decode(
                _: #rt::u16,
                _: #rt::u16,
                _: &#lifetime [#rt::u8],
            ) -> #rt::Result<Self, #rt::DecodeError> {
                loop {}
            }
            fn command(&self) -> #rt::u16 { loop {} }
            fn encode(&self, _: &mut #rt::Writer) { loop {} }
            fn kind(_: #rt::u16, _: #rt::u16) -> #rt::Kind { loop {} }
            fn described(&self) -> #rt::Described<'static> { loop {} }
        },
    )
}

/// The traits of an enum of formats.
pub(super) fn formats(input: &DeriveInput, rt: &RuntimePath) -> TokenStream {
    let heads = Heads::new(input, rt);
    let lifetime = &heads.lifetime;
    heads.borrowing(
        &quote!(#rt::SubMessageFormats<#lifetime>),
        &quote! {
            const TABLE: &'static #rt::Formats = {
                static TABLE: #rt::Formats = #rt::Formats::new("", &[]);
                &TABLE
            };
            fn decode(
                _: &[#rt::u8],
                _: &#lifetime [#rt::u8],
            ) -> #rt::Result<Self, #rt::DecodeError> {
                loop {}
            }
            fn selector(&self) -> #rt::Option<&'static #rt::str> { loop {} }
            fn is_nest(&self) -> #rt::bool { loop {} }
            fn encode(&self, _: &mut #rt::Writer) { loop {} }
        },
    )
}

/// The traits of an enum of integers.
pub(super) fn enumeration(
    input: &DeriveInput,
    repr: Option<Repr>,
    open: bool,
    rt: &RuntimePath,
) -> TokenStream {
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let heads = Heads::new(input, rt);
    let ident = &input.ident;
    let repr = repr.unwrap_or(Repr::U32);
    let enumeration = heads.plain(
        &quote!(#rt::Enumeration),
        &quote! {
            type Repr = #rt::#repr;
            const TABLE: &'static #rt::Enum = {
                static TABLE: #rt::Enum = #rt::Enum::new("", &[]);
                &TABLE
            };
            fn from_repr(_: #rt::#repr) -> #rt::Option<Self> { loop {} }
            fn to_repr(self) -> #rt::#repr { loop {} }
        },
    );
    let from = open.then(|| {
        heads.plain(
            &quote!(#rt::From<#rt::#repr>),
            &quote!(fn from(_: #rt::#repr) -> Self { loop {} }),
        )
    });
    let openness = if open { quote!(open) } else { quote!(closed) };
    quote!(#enumeration #from #rt::enumeration_payload!(#openness #ident: #repr);)
}

/// The traits of a struct of fixed layout.
pub(super) fn fixed(input: &DeriveInput, rt: &RuntimePath) -> TokenStream {
    let heads = Heads::new(input, rt);
    let (decode, encode, view) = (heads.decode(), heads.encode(), heads.view());
    let fixed = heads.plain(
        &quote!(#rt::Fixed),
        &quote! {
            const SIZE: #rt::usize = 0;
            fn take(_: &mut #rt::FixedReader<'_>) -> Self { loop {} }
            fn put(&self, _: &mut #rt::FixedWriter<'_>) {}
        },
    );
    quote!(#decode #encode #view #fixed)
}
