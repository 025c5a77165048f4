//! `checks` as limits in the tables.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use crate::input::yaml::model::{Attribute, AttributeType, Checks, EnumId};

/// The methods that set the limits of an attribute; `None` if it has none.
pub(super) fn limits(context: &Context<'_>, attribute: &Attribute) -> Option<TokenStream> {
    let Checks { min, max, min_len, max_len, exact_len, flags_mask, .. } = attribute.checks;
    // Of bytes it is in the Rust type, an array or an address.
    let exact_len = exact_len.filter(|_| !matches!(attribute.ty, AttributeType::Binary(_)));
    let number = |number: i128| Literal::i128_unsuffixed(number);
    let length = |length: u32| Literal::u32_unsuffixed(length);
    let min = min.map(number).map(|min| quote!(.min(#min)));
    let max = max.map(number).map(|max| quote!(.max(#max)));
    let shortest = exact_len.or(min_len).map(length).map(|least| quote!(.min_length(#least)));
    let longest = exact_len.or(max_len).map(length).map(|most| quote!(.max_length(#most)));
    let mask = flags_mask.map(|id| mask(context, id)).map(|mask| quote!(.mask(#mask)));
    let limits = quote!(#min #max #shortest #longest #mask);
    (!limits.is_empty()).then_some(limits)
}

/// The bits that a definition names: entries are bit indices.
fn mask(context: &Context<'_>, id: EnumId) -> Literal {
    let entries = context.spec[id].entries.iter();
    let bits = entries.filter_map(|entry| 1u64.checked_shl(u32::try_from(entry.number).ok()?));
    Literal::u64_unsuffixed(bits.fold(0, |mask, bit| mask | bit))
}
