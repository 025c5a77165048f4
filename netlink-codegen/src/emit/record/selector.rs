//! Selectors, and the formats that they choose.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::pointing_at;
use super::schema::id_expression;
use crate::ir::{Cardinality, Choice, Field, Record, RuntimePath};

/// The trait of the enum of a field's formats.
pub(super) fn formats(field: &Field, rt: &RuntimePath) -> TokenStream {
    let ty = &field.payload.ty;
    quote!(<#ty as #rt::SubMessageFormats<'_>>)
}

/// Writes an attribute that chooses the format of another: that of the value if none is set.
/// `None` if it chooses nothing.
pub(super) fn put(record: &Record, field: &Field, rt: &RuntimePath) -> Option<TokenStream> {
    let chosen = field.selects.as_ref()?;
    let value = record.fields.iter().find(|field| field.ident == *chosen)?;
    let (id, ident, out) = (id_expression(field), &field.ident, rt.local("out"));
    let form = field.payload.form.as_ref();
    let of_value = match (value.choice.as_ref()?, value.cardinality) {
        (Choice::WhenAsked, Cardinality::Optional) => {
            let method = match form {
                None => quote!(selector),
                Some(form) => quote!(selector_as::<#form, _, _>),
            };
            return Some(quote!(#out.#method(#id, &self.#ident, &self.#chosen);));
        }
        (Choice::WhenAsked, _) => quote!(#rt::SubMessage::selector),
        (Choice::By(_), _) => {
            let formats = pointing_at(value.span, formats(value, rt));
            quote!(#formats::selector)
        }
    };
    let name = match value.cardinality {
        Cardinality::Optional => quote!(self.#chosen.as_ref().and_then(#of_value)),
        _ => quote!(#of_value(&self.#chosen)),
    };
    let form = form.cloned().unwrap_or_else(|| quote!(#rt::Native));
    let put = pointing_at(field.span, quote!(#rt::put_selector::<#form, _>));
    Some(quote!(#put(#id, &self.#ident, #name, #out);))
}
