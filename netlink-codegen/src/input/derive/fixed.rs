//! `#[derive(NetlinkStruct)]`: a struct of fixed layout.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, FieldsNamed, LitStr, Type};

use super::errors::Errors;
use super::names::table_name;
use super::types::{self, BYTES, argument, is, is_one_of, is_text, peel};
use super::word;
use super::words::Words;
use super::{Expansion, generics, record, runtime_path, stub};
use crate::emit;
use crate::ir::{FixedStruct, Member, MemberRole, Payload, RuntimePath};

/// `#[derive(NetlinkStruct)]`.
pub(super) fn fixed(input: &DeriveInput, errors: &Errors) -> Expansion {
    let words = Words::parse(&input.attrs, &word::FIXED, errors);
    let rt = &runtime_path(&words);
    generics::none(&input.generics, "a struct of fixed layout owns its values and", errors);
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Some(fields),
            other => {
                record::unnamed(other, &input.ident, errors);
                None
            }
        },
        Data::Enum(data) => {
            errors.on(data.enum_token, "`NetlinkStruct` is for structs; enums have `NetlinkEnum`");
            None
        }
        Data::Union(data) => {
            errors.on(
                data.union_token,
                "which member is meant is not on the wire: write a struct whose member is \
                 `[u8; N]`",
            );
            None
        }
    };
    let impls = fields.and_then(|fields| {
        let item = lower(input, fields, &words, rt, errors)?;
        Some(emit::fixed_impls(&item, rt))
    });
    Expansion { impls, stub: stub::fixed(input, rt) }
}

fn lower(
    input: &DeriveInput,
    fields: &FieldsNamed,
    words: &Words,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<FixedStruct> {
    let members: Vec<_> = fields.named.iter().map(|field| member(field, rt, errors)).collect();
    let members = members.into_iter().collect::<Option<Vec<_>>>()?;
    Some(FixedStruct {
        ident: input.ident.clone(),
        name: words.text(&word::NAME).map_or_else(|| table_name(&input.ident), LitStr::value),
        doc: None,
        members,
        natural: !words.has(&word::PACKED),
    })
}

fn member(field: &syn::Field, rt: &RuntimePath, errors: &Errors) -> Option<Member> {
    let ident = field.ident.as_ref()?;
    let words = Words::parse(&field.attrs, &word::MEMBER, errors);
    let role = match words.has(&word::PAD) {
        true => padding(field, &words, errors),
        false => value(field, ident, &words, rt, errors),
    };
    Some(Member {
        size: None,
        ident: ident.clone(),
        name: words.text(&word::RENAME).map_or_else(|| table_name(ident), LitStr::value),
        role: role?,
        key: false,
        doc: None,
        span: field.ty.span(),
    })
}

/// Filler is bytes, so that its size is seen.
fn padding(field: &syn::Field, words: &Words, errors: &Errors) -> Option<MemberRole> {
    for found in words.iter().filter(|found| found.word.name != word::PAD.name) {
        let name = found.word.name;
        errors.at(found.key.span(), format_args!("padding has no value: remove `{name}`"));
    }
    match peel(&field.ty) {
        Type::Array(array) if is(&array.elem, "u8") => {
            Some(MemberRole::Padding { size: array.len.to_token_stream(), declared: true })
        }
        _ => {
            errors.on(&field.ty, "padding is bytes: write `[u8; N]`");
            None
        }
    }
}

fn value(
    field: &syn::Field,
    ident: &Ident,
    words: &Words,
    rt: &RuntimePath,
    errors: &Errors,
) -> Option<MemberRole> {
    let ty = &field.ty;
    if let Some(reason) = refusal(ty, ident) {
        errors.on(ty, reason);
        return None;
    }
    let form = match (words.found(&word::BE), words.found(&word::LE)) {
        (None, None) => flags_form(words, quote!(#rt::Native), rt),
        (Some(_), Some(le)) => {
            errors.at(
                le.key.span(),
                "`be` and `le` contradict each other: a value has one byte order",
            );
            return None;
        }
        (Some(found), None) | (None, Some(found)) => {
            let name = found.word.name;
            let reason = if is_one_of(ty, &BYTES) {
                "a single byte has no byte order"
            } else if types::has_no_byte_order(ty) {
                "only integers of two bytes and more have a byte order, and enums and flags of such"
            } else {
                let order = if name == "be" { quote!(BigEndian) } else { quote!(LittleEndian) };
                let form = flags_form(words, quote!(#rt::#order), rt);
                return Some(typed(ty, form.or(Some(quote!(#rt::#order)))));
            };
            errors.at(found.key.span(), format_args!("{reason}: remove `{name}`"));
            return None;
        }
    };
    Some(typed(ty, form))
}

/// The form of flags that the `bitflags` crate defines, if the member is such.
fn flags_form(words: &Words, order: TokenStream, rt: &RuntimePath) -> Option<TokenStream> {
    words.has(&word::BITFLAGS).then(|| quote!(#rt::Bits<#order>))
}

fn typed(ty: &Type, form: Option<TokenStream>) -> MemberRole {
    MemberRole::Value(Payload { ty: ty.to_token_stream(), form, kind: None })
}

/// Why a member cannot have this type; `None` where the compiler must tell.
fn refusal(ty: &Type, ident: &Ident) -> Option<String> {
    if argument(ty, "Option").is_some() {
        return Some("a member of a struct is always there: no `Option`".into());
    }
    if is_one_of(ty, &["bool"]) {
        return Some(format!(
            "a byte may hold more than 0 and 1: write `{ident}: u8`, or an enum with \
             `#[netlink(other)]`"
        ));
    }
    if is_text(ty) || is(ty, "Vec") || matches!(peel(ty), Type::Reference(_) | Type::Slice(_)) {
        return Some("a member of a struct has a fixed size: write `[u8; N]`".into());
    }
    types::refusal(ty)
}
