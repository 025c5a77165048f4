//! Impls of enums and flags, and their definitions.

use proc_macro2::TokenStream;
use quote::quote;

use super::{doc, table};
use crate::ir::{Enumeration, Repr, RuntimePath};

/// All impls of an enumeration whose table is the expression `table`.
#[must_use]
pub fn enumeration_impls(item: &Enumeration, rt: &RuntimePath) -> TokenStream {
    let table = enum_table(item, rt);
    impls(item, &quote!({ static TABLE: #rt::Enum = #table; &TABLE }), rt)
}

/// All impls, with the table where it is said to be.
pub(super) fn impls(item: &Enumeration, table: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let (ident, repr) = (&item.ident, item.repr);
    let (from, to) = if item.flags { flag_bodies(rt) } else { enum_bodies(item, rt) };
    let open = item.flags || item.other.is_some();
    let openness = if open { quote!(open) } else { quote!(closed) };
    let from_repr = open.then(|| from_integer(item, rt));
    quote! {
        #[automatically_derived]
        impl #rt::Enumeration for #ident {
            type Repr = #rt::#repr;
            const TABLE: &'static #rt::Enum = #table;

            #[inline]
            fn from_repr(__repr: #rt::#repr) -> #rt::Option<Self> {
                #from
            }

            #[inline]
            fn to_repr(self) -> #rt::#repr {
                #to
            }
        }

        #from_repr
        #rt::enumeration_payload!(#openness #ident: #repr);
    }
}

/// Flags keep every bit.
fn flag_bodies(rt: &RuntimePath) -> (TokenStream, TokenStream) {
    (quote!(#rt::Some(Self::from_bits_retain(__repr))), quote!(self.bits()))
}

fn enum_bodies(item: &Enumeration, rt: &RuntimePath) -> (TokenStream, TokenStream) {
    let values = item.entries.iter().map(|entry| &entry.value);
    let idents: Vec<_> = item.entries.iter().map(|entry| &entry.ident).collect();
    let from = item.entries.iter().map(|entry| {
        let (ident, value) = (&entry.ident, &entry.value);
        quote!(#value => Self::#ident,)
    });
    let (from, to) = match &item.other {
        // A spec may leave all entries to a C header.
        Some(other) if item.entries.is_empty() => {
            (quote!(#rt::Some(Self::#other(__repr))), quote!(Self::#other(__other) => __other,))
        }
        Some(other) => (
            quote!(#rt::Some(match __repr { #(#from)* __other => Self::#other(__other) })),
            quote!(Self::#other(__other) => __other,),
        ),
        None => (quote!(#rt::Some(match __repr { #(#from)* _ => return #rt::None })), quote!()),
    };
    (from, quote!(match self { #(Self::#idents => #values,)* #to }))
}

/// Every integer is a value of an open enumeration.
fn from_integer(item: &Enumeration, rt: &RuntimePath) -> TokenStream {
    let (ident, repr) = (&item.ident, item.repr);
    let value = match &item.other {
        // `from_repr` always has one.
        Some(other) => quote! {
            <Self as #rt::Enumeration>::from_repr(__repr).unwrap_or(Self::#other(__repr))
        },
        None => quote!(Self::from_bits_retain(__repr)),
    };
    quote! {
        #[automatically_derived]
        impl #rt::From<#rt::#repr> for #ident {
            #[inline]
            fn from(__repr: #rt::#repr) -> Self {
                #value
            }
        }
    }
}

/// An open enum's default is the value 0, as if the attribute were zeros.
fn default(item: &Enumeration, rt: &RuntimePath) -> TokenStream {
    let ident = &item.ident;
    quote! {
        #[automatically_derived]
        impl #rt::Default for #ident {
            /// The value 0.
            #[inline]
            fn default() -> Self {
                <Self as #rt::From<_>>::from(0)
            }
        }
    }
}

/// The table's initializer.
pub(super) fn enum_table(item: &Enumeration, rt: &RuntimePath) -> TokenStream {
    let entries = item.entries.iter().map(|entry| {
        let value = &entry.value;
        // Numbers of a spec are literals that fit as they are; a user's constants need the cast.
        let plain = syn::parse2::<syn::LitInt>(value.clone()).is_ok();
        let value = match plain {
            true if value.to_string().starts_with('-') => quote!((#value as #rt::i64) as #rt::u64),
            true => value.clone(),
            false => quote!((#value) as #rt::u64),
        };
        (value, entry.name.clone())
    });
    table::enumeration(&item.name, item.flags, entries, rt)
}

/// The definition of an enum or flags type of a spec.
pub(super) fn definition(item: &Enumeration, rt: &RuntimePath) -> TokenStream {
    let (ident, repr) = (&item.ident, item.repr);
    let docs = doc(item.doc.as_deref());
    if item.flags {
        let bits = item.entries.iter().map(|entry| {
            let (docs, ident, value) = (doc(entry.doc.as_deref()), &entry.ident, &entry.value);
            quote!(#docs const #ident = #value;)
        });
        return quote! {
            #rt::bitflags! {
                #docs
                #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
                pub struct #ident: #repr {
                    #(#bits)*
                    const _ = !0;
                }
            }
        };
    }
    let variants = item.entries.iter().map(|entry| {
        let (docs, ident) = (doc(entry.doc.as_deref()), &entry.ident);
        quote!(#docs #ident,)
    });
    let other = item
        .other
        .as_ref()
        .map(|other| quote!(#[doc = " A value that the spec does not name."] #other(#repr),));
    let default = item.other.is_some().then(|| default(item, rt));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
            #other
        }

        #default
    }
}

impl Repr {
    /// A literal of this type, without suffix; a negative one has its sign.
    #[must_use]
    pub fn literal(value: i128) -> TokenStream {
        let literal = proc_macro2::Literal::i128_unsuffixed(value);
        quote!(#literal)
    }
}
