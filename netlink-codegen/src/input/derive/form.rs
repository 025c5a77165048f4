//! The words that say how one value is written: its byte order, its width, its flags.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::types::{self, BYTES, WIDE, is_one_of, is_text, peel};
use super::wire::Reader;
use super::word;

impl Reader<'_> {
    /// The form of one value; `Some(None)` is the native one.
    pub(super) fn form(&self, ty: &Type) -> Option<Option<TokenStream>> {
        let order = self.order(ty)?;
        let compact = self.compact(ty)?;
        let rt = self.rt;
        if let Some(span) = self.words.span(&word::BITFLAGS) {
            if is_one_of(ty, &BYTES)
                || is_one_of(ty, &WIDE)
                || types::has_no_byte_order(ty)
                || is_text(ty)
            {
                self.errors.at(span, "`bitflags` is for types that the `bitflags` crate defines");
                return None;
            }
            let inner = order.unwrap_or_else(|| quote!(#rt::Native));
            return Some(Some(quote!(#rt::Bits<#inner>)));
        }
        let inner = order.or(compact);
        let Some(width) = self.words.ty(&word::AS) else {
            // An enum has no compact form of its own: it travels as the integer that has.
            return Some(match inner {
                Some(form) if self.is_compact() && !is_one_of(ty, &["u64", "i64"]) => {
                    let wide = if self.words.has(&word::UINT) { quote!(u64) } else { quote!(i64) };
                    Some(quote!(#rt::As<#rt::#wide, #form>))
                }
                form => form,
            });
        };
        if !is_one_of(width, &BYTES) && !is_one_of(width, &WIDE) {
            return self.refuse(width, "an enum travels as an integer: `as = u16`");
        }
        if is_one_of(ty, &BYTES) || is_one_of(ty, &WIDE) || is_text(ty) {
            return self.refuse(ty, "`as` is for enums, flags and `bool`: write the integer here");
        }
        let inner = inner.unwrap_or_else(|| quote!(#rt::Native));
        Some(Some(quote!(#rt::As<#width, #inner>)))
    }

    /// The byte order that is said.
    fn order(&self, ty: &Type) -> Option<Option<TokenStream>> {
        let rt = self.rt;
        let (found, form) = match (self.words.found(&word::BE), self.words.found(&word::LE)) {
            (Some(found), _) => (found, quote!(#rt::BigEndian)),
            (None, Some(found)) => (found, quote!(#rt::LittleEndian)),
            (None, None) => return Some(None),
        };
        let name = found.word.name;
        // The integer that `as` says has the order, not the enum's own.
        let ordered = self.words.ty(&word::AS).unwrap_or(ty);
        let reason = if is_one_of(ordered, &BYTES) {
            "a single byte has no byte order"
        } else if is_text(ordered) {
            "text has no byte order"
        } else if types::has_no_byte_order(ordered) {
            "only integers of two bytes and more have a byte order, and enums and flags of such"
        } else {
            return Some(Some(form));
        };
        self.errors.at(found.key.span(), format_args!("{reason}: remove `{name}`"));
        None
    }

    fn is_compact(&self) -> bool {
        self.words.has(&word::UINT) || self.words.has(&word::SINT)
    }

    /// The compact form, if it is said.
    fn compact(&self, ty: &Type) -> Option<Option<TokenStream>> {
        let rt = self.rt;
        let (found, wide) = match (self.words.found(&word::UINT), self.words.found(&word::SINT)) {
            (Some(found), _) => (found, "u64"),
            (None, Some(found)) => (found, "i64"),
            (None, None) => return Some(None),
        };
        let name = found.word.name;
        let value = self.words.ty(&word::AS).unwrap_or(ty);
        let narrow = is_one_of(value, &BYTES) || is_one_of(value, &WIDE);
        let other = !matches!(peel(value), Type::Path(_)) || is_text(value);
        if other || (narrow && !is_one_of(value, &[wide])) {
            return self.refuse(
                value,
                &format!("`{name}` has four or eight bytes on the wire: write `{wide}` here"),
            );
        }
        Some(Some(quote!(#rt::Compact)))
    }
}
