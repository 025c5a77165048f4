//! Impls of structs of fixed layout.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{doc, kind, local, pointing_at};
use crate::ir::{FixedStruct, MemberRole, Payload, RuntimePath};

/// All impls of a struct, with a table of its own.
#[must_use]
pub fn fixed_impls(item: &FixedStruct, rt: &RuntimePath) -> TokenStream {
    let table = struct_table(item, rt);
    let checks = item.natural.then(|| alignment_checks(item, rt));
    let impls = impls(item, &quote!({ static LAYOUT: #rt::Struct = #table; &LAYOUT }), rt);
    quote!(#impls #checks)
}

/// All impls, with the table where it is said to be.
pub(super) fn impls(item: &FixedStruct, table: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let ident = &item.ident;
    let sizes = sizes(item, rt);
    let aligns = item.members.iter().map(|member| match &member.role {
        MemberRole::Padding { .. } => quote!(1),
        MemberRole::Value(payload) => fixed_const(payload, &quote!(ALIGN), rt),
    });
    let takes = item.members.iter().enumerate().map(|(index, member)| match &member.role {
        MemberRole::Padding { size, .. } => quote!(__from.take::<{ #size }>();),
        MemberRole::Value(Payload { ty, form, .. }) => {
            let (value, form) = (local(index), form_or_native(form.as_ref(), rt));
            quote!(let #value = <#ty as #rt::Fixed<#form>>::take(__from);)
        }
    });
    let values = item.members.iter().enumerate().map(|(index, member)| {
        let (name, value) = (&member.ident, local(index));
        match &member.role {
            MemberRole::Padding { declared: false, .. } => quote!(),
            MemberRole::Padding { declared: true, size } => quote!(#name: [0; #size],),
            MemberRole::Value(_) => quote!(#name: #value,),
        }
    });
    let puts = item.members.iter().map(|member| {
        let name = &member.ident;
        match &member.role {
            MemberRole::Padding { size, .. } => quote!(__out.extend(&[0; #size]);),
            MemberRole::Value(Payload { ty, form, .. }) => {
                let form = form_or_native(form.as_ref(), rt);
                quote!(<#ty as #rt::Encode<#form>>::encode(&self.#name, __out);)
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #rt::Fixed for #ident {
            const SIZE: #rt::usize = 0 #(+ #sizes)*;
            const ALIGN: #rt::usize = #rt::largest(&[#(#aligns),*]);

            fn take(__from: &mut #rt::FixedReader<'_>) -> Self {
                #(#takes)*
                Self { #(#values)* }
            }
        }

        #[automatically_derived]
        impl #rt::Encode for #ident {
            const KIND: #rt::Kind = #rt::kind::fixed(#table);

            fn encode(&self, __out: &mut #rt::Writer) {
                #(#puts)*
            }
        }

        #[automatically_derived]
        impl #rt::Decode<'_> for #ident {
            fn decode(__payload: &[#rt::u8]) -> #rt::Result<Self, #rt::DecodeError> {
                #rt::Ok(<Self as #rt::Fixed>::take(&mut #rt::FixedReader::new(__payload)))
            }
        }

        #[automatically_derived]
        impl #rt::View for #ident {
            type At<'__view> = Self;
        }
    }
}

fn form_or_native(form: Option<&TokenStream>, rt: &RuntimePath) -> TokenStream {
    form.cloned().unwrap_or_else(|| quote!(#rt::Native))
}

/// A constant of a member's `Fixed` impl.
fn fixed_const(payload: &Payload, name: &TokenStream, rt: &RuntimePath) -> TokenStream {
    let (ty, form) = (&payload.ty, form_or_native(payload.form.as_ref(), rt));
    quote!(<#ty as #rt::Fixed<#form>>::#name)
}

/// The sizes of the members, in order.
fn sizes(item: &FixedStruct, rt: &RuntimePath) -> Vec<TokenStream> {
    let size = |role: &MemberRole| match role {
        MemberRole::Padding { size, .. } => quote!(#size),
        MemberRole::Value(payload) => fixed_const(payload, &quote!(SIZE), rt),
    };
    item.members.iter().map(|member| size(&member.role)).collect()
}

/// The table's initializer.
pub(super) fn struct_table(item: &FixedStruct, rt: &RuntimePath) -> TokenStream {
    let sizes = sizes(item, rt);
    let members = item.members.iter().enumerate().map(|(index, member)| {
        let (before, size, name) = (&sizes[..index], &sizes[index], &member.name);
        let kind = match &member.role {
            MemberRole::Padding { .. } => quote!(#rt::kind::PAD),
            MemberRole::Value(payload) => kind(payload, rt),
        };
        quote!(#rt::Member::new(0 #(+ #before)*, #size, #name, #kind))
    });
    let name = &item.name;
    quote!(#rt::Struct::new(#name, 0 #(+ #sizes)*, &[#(#members),*]))
}

/// Assertions that C would lay the members out as written.
fn alignment_checks(item: &FixedStruct, rt: &RuntimePath) -> TokenStream {
    let sizes = sizes(item, rt);
    let misplaced: Vec<_> = item
        .members
        .iter()
        .enumerate()
        .filter_map(|(index, member)| {
            let MemberRole::Value(payload) = &member.role else { return None };
            let before = &sizes[..index];
            let align = fixed_const(payload, &quote!(ALIGN), rt);
            Some((member, quote!(!#rt::aligned(0 #(+ #before)*, #align))))
        })
        .collect();
    let checks = misplaced.iter().map(|(member, misplaced)| {
        let message = format!("C would pad before `{}`: {FILL}", member.ident);
        let assert = pointing_at(member.span, quote!(#rt::assert));
        quote_spanned!(member.span=> const _: () = #assert!(!(#misplaced), #message);)
    });
    let ident = &item.ident;
    let message = format!("C would pad at the end of `{ident}`: {FILL}");
    // What is wrong at the end may follow from what is wrong before.
    let misplaced = misplaced.iter().map(|(_, misplaced)| misplaced);
    let assert = pointing_at(ident.span(), quote!(#rt::assert));
    let end = quote_spanned! {ident.span()=>
        const _: () = #assert!(
            #rt::aligned(<#ident as #rt::Fixed>::SIZE, <#ident as #rt::Fixed>::ALIGN)
                #(|| #misplaced)*,
            #message
        );
    };
    quote!(#(#checks)* #end)
}

const FILL: &str = "write the padding as a member, `#[netlink(pad)] _pad: [u8; N]`, or say \
     `#[netlink(packed)]` on the struct";

/// The definition of a struct of a spec.
pub(super) fn definition(item: &FixedStruct) -> TokenStream {
    let (docs, ident) = (doc(item.doc.as_deref()), &item.ident);
    let members = item.members.iter().filter_map(|member| {
        let MemberRole::Value(payload) = &member.role else { return None };
        let (docs, name, ty) = (doc(member.doc.as_deref()), &member.ident, &payload.ty);
        Some(quote!(#docs pub #name: #ty,))
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct #ident {
            #(#members)*
        }
    }
}
