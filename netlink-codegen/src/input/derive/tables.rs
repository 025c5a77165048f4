//! The table of the family that an enum of messages makes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;
use syn::spanned::Spanned;

use super::addressing::Address;
use super::errors::Errors;
use super::messages::Variant;
use super::number::{Number, Wanted, number};
use super::word;
use super::words::Words;
use crate::emit::{self, FamilyTable};
use crate::ir::RuntimePath;

/// A multicast group.
pub(super) struct Group {
    name: String,
    /// The number, where the protocol fixes it.
    id: Option<Number>,
    check: Option<TokenStream>,
}

const GROUP_ID: Wanted =
    Wanted { what: "`group_id`", range: 1..=0xffff, example: word::GROUP_ID.example };

/// The multicast group of a variant, if it says one; `None` after a mistake.
pub(super) fn group(words: &Words, rt: &RuntimePath, errors: &Errors) -> Option<Option<Group>> {
    let id = match words.expression(&word::GROUP_ID) {
        None => None,
        Some(id) => Some(number(id, &GROUP_ID, errors)?),
    };
    let name = words.text(&word::GROUP);
    match (name.map(LitStr::value), words.span(&word::GROUP_ID)) {
        (Some(text), _) if text.is_empty() || text.contains('\0') => {
            errors.on(name, "a multicast group has a name");
            None
        }
        (Some(name), _) => {
            let check = id.as_ref().and_then(|id| id.check(&GROUP_ID, rt));
            Some(Some(Group { name, id, check }))
        }
        (None, Some(span)) if !words.misread(&word::GROUP) => {
            errors.at(span, "a group of a fixed number has a name too: write `group = \"…\"`");
            None
        }
        (None, _) => Some(None),
    }
}

/// The family's table: what the requests ask for, or what the variants are.
pub(super) fn tables(
    address: &Address,
    words: &Words,
    variants: &[Variant],
    rt: &RuntimePath,
) -> TokenStream {
    let (protocol, check) = address.protocol(rt);
    let table = format_ident!("__FAMILY");
    let (statics, operations, groups) = match words.has(&word::REQUESTS) {
        true => requests(address, words, variants, rt),
        false => received(variants, rt),
    };
    let family = FamilyTable {
        table: &table,
        name: &address.family,
        protocol: &protocol,
        operations,
        groups: Some(groups),
    };
    let family = family.tokens(rt);
    quote!(#check #statics #family)
}

/// Statics, and the expressions of operations and groups.
type Tables = (TokenStream, TokenStream, TokenStream);

/// Requests have tables of their own, which join those of the notifications.
fn requests(address: &Address, words: &Words, variants: &[Variant], rt: &RuntimePath) -> Tables {
    let requests: Vec<_> = variants.iter().map(|variant| request(&variant.ir.ty, rt)).collect();
    let checks = variants.iter().zip(&requests);
    let checks = checks.map(|(variant, request)| same(address, variant, request, rt));
    let of_requests = quote!(&[#(#requests::OPERATION),*]);
    let Some(events) = words.ty(&word::NOTIFICATIONS) else {
        return (quote!(#(#checks)*), of_requests, quote!(&[]));
    };
    let events = emit::at_static(quote!(#events));
    let family = quote!(<#events as #rt::MessageSet<'static>>::FAMILY);
    let count = requests.len();
    let statics = quote! {
        #(#checks)*
        const __COUNT: #rt::usize = #count + #family.operations.len();
        static __OPERATIONS: [&#rt::Operation; __COUNT] =
            #rt::joined(#of_requests, #family.operations);
    };
    (statics, quote!(&__OPERATIONS), quote!(#family.groups))
}

/// What a variant's type is as a request.
pub(super) fn request(ty: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let (span, ty) = (ty.span(), emit::at_static(ty.clone()));
    emit::pointing_at(span, quote!(<#ty as #rt::Request>))
}

/// The assertions that a variant is what its request is.
fn same(
    address: &Address,
    variant: &Variant,
    request: &TokenStream,
    rt: &RuntimePath,
) -> TokenStream {
    let (ident, command, dump) = (&variant.ir.ident, &variant.ir.command, variant.dump);
    let name = &address.family;
    let other_family = format!("the request of `{ident}` belongs to another family");
    let other_command = format!("the request of `{ident}` has another command: remove it here");
    let other_way = match dump {
        true => format!("the request of `{ident}` asks for no dump: remove `dump`"),
        false => format!("the request of `{ident}` asks for a dump: write `dump`"),
    };
    let assert = emit::pointing_at(ident.span(), quote!(#rt::assert));
    quote_spanned! {ident.span()=>
        const _: () = #assert!(#rt::same_text(#request::FAMILY.name, #name), #other_family);
        const _: () = #assert!(#request::COMMAND == #command, #other_command);
        const _: () = #assert!(#request::OPERATION.modes.dump == #dump, #other_way);
    }
}

/// What is received has a table per variant.
fn received(variants: &[Variant], rt: &RuntimePath) -> Tables {
    let names = (0..variants.len()).map(|index| format_ident!("__OPERATION{index}"));
    let names: Vec<_> = names.collect();
    let statics = variants.iter().zip(&names).map(|(variant, table)| {
        let (name, command) = (&variant.name, &variant.ir.command);
        let ty = emit::at_static(variant.ir.ty.clone());
        let check = variant.group.as_ref().and_then(|group| group.check.clone());
        let sent =
            variant.group.as_ref().map(|Group { name, .. }| quote!(.notify().with_group(#name)));
        quote! {
            #check
            static #table: #rt::Operation =
                #rt::Operation::new(#name, #rt::None, #rt::Some(#command))
                    .with_layout(<#ty as #rt::View>::LAYOUT) #sent;
        }
    });
    let mut seen = Vec::new();
    let groups = variants.iter().filter_map(|variant| variant.group.as_ref()).filter_map(|group| {
        let name = &group.name;
        if seen.contains(&name) {
            return None;
        }
        seen.push(name);
        Some(match &group.id {
            Some(id) => {
                let id = id.cast(&quote!(#rt::u32));
                quote!(#rt::Group::numbered(#name, #id))
            }
            None => quote!(#rt::Group::named(#name)),
        })
    });
    let groups = quote!(&[#(#groups),*]);
    (quote!(#(#statics)*), quote!(&[#(&#names),*]), groups)
}
