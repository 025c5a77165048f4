//! Impls of enums and flags, and their definitions.

use proc_macro2::TokenStream;
use quote::quote;

use super::{doc, table};
use crate::ir::{Enumeration, Repr, RuntimePath};

/// All impls of an enum whose definition is a user's.
#[must_use]
pub fn enumeration_impls(item: &Enumeration, rt: &RuntimePath) -> TokenStream {
    let table = enum_table(item, rt);
    let codec = codec(item, &quote!({ static TABLE: #rt::Enum = #table; &TABLE }), rt);
    let (ident, repr, payload) = (&item.ident, item.repr, payload(item, rt));
    let other = item.other.iter();
    quote!(#codec #(#rt::open_enumeration!(from #ident::#other: #repr);)* #payload)
}

/// `impl Enumeration`, with the table that is the expression `table`.
fn codec(item: &Enumeration, table: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let (ident, repr) = (&item.ident, item.repr);
    let (from, to) = bodies(item, rt);
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
    }
}

/// The impls of a payload's traits.
fn payload(item: &Enumeration, rt: &RuntimePath) -> TokenStream {
    let (ident, repr, orders) = (&item.ident, item.repr, orders(item));
    let open = item.flags || item.other.is_some();
    let openness = if open { quote!(open) } else { quote!(closed) };
    quote!(#rt::enumeration_payload!(#openness #ident: #repr #orders);)
}

/// The byte orders that the payload's traits are for; nothing stands for all.
fn orders(item: &Enumeration) -> Option<TokenStream> {
    let orders = &item.orders;
    match item.repr {
        Repr::U8 | Repr::I8 => None,
        _ => (!orders.is_empty()).then(|| quote!(as #(#orders)*)),
    }
}

fn bodies(item: &Enumeration, rt: &RuntimePath) -> (TokenStream, TokenStream) {
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

/// An enum or a flags type of a spec, whose table is the expression `table`.
pub(super) fn definition(item: &Enumeration, table: &TokenStream, rt: &RuntimePath) -> TokenStream {
    match item.flags {
        true => flags(item, table, rt),
        false => values(item, table, rt),
    }
}

fn flags(item: &Enumeration, table: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let (ident, repr, docs) = (&item.ident, item.repr, doc(item.doc.as_deref()));
    let bits = item.entries.iter().map(|entry| {
        let (docs, ident, value) = (doc(entry.doc.as_deref()), &entry.ident, &entry.value);
        quote!(#docs const #ident = #value;)
    });
    let payload = payload(item, rt);
    quote! {
        #rt::flags! {
            #docs
            pub struct #ident: #repr {
                #(#bits)*
            }
            table #table;
        }
        #payload
    }
}

fn values(item: &Enumeration, table: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let (ident, repr, docs) = (&item.ident, item.repr, doc(item.doc.as_deref()));
    let variants = item.entries.iter().map(|entry| {
        let (docs, ident) = (doc(entry.doc.as_deref()), &entry.ident);
        quote!(#docs #ident,)
    });
    let (codec, orders) = (codec(item, table, rt), orders(item));
    // The enums of specs are open.
    let other = &item.other;
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
            /// A value that the spec does not name.
            #other(#repr),
        }

        #codec
        #rt::open_enumeration!(#ident::#other: #repr #orders);
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
