//! Impls of structs of fixed layout.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{doc, kind, local, pointing_at};
use crate::ir::{FixedStruct, Member, MemberRole, Payload, RuntimePath};

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
    let (size, align) = (sum(&sizes(item, rt)), align(item, rt));
    let [from, to, out, bytes] = ["from", "to", "out", "bytes"].map(|name| rt.local(name));
    let (take, puts) = (take(item, rt), puts(item, rt));
    let whole = quote!(<Self as #rt::Fixed>::SIZE);
    quote! {
        impl #rt::Fixed for #ident {
            const SIZE: #rt::usize = #size;
            const ALIGN: #rt::usize = #align;

            // Members that nobody reads are not converted.
            #[inline(always)]
            fn take(#from: &mut #rt::FixedReader<'_>) -> Self {
                let #bytes: [#rt::u8; #whole] = #from.take();
                let #from = &mut #rt::FixedReader::new(&#bytes);
                #take
            }

            #[inline]
            fn put(&self, #to: &mut #rt::FixedWriter<'_>) {
                #puts
            }
        }

        impl #rt::Encode for #ident {
            const KIND: #rt::Kind = #rt::kind::fixed(#table);

            #[inline]
            fn encode(&self, #out: &mut #rt::Writer) {
                let mut #bytes = [0; #whole];
                #rt::Fixed::put(self, &mut #rt::FixedWriter::new(&mut #bytes));
                #out.extend(&#bytes);
            }
        }

        #rt::fixed_struct!(#ident);
    }
}

/// The alignment in C. A struct whose members follow each other as written needs none.
fn align(item: &FixedStruct, rt: &RuntimePath) -> TokenStream {
    if !item.natural {
        return quote!(1);
    }
    let aligns = item.members.iter().map(|member| match &member.role {
        MemberRole::Padding { .. } => quote!(1),
        MemberRole::Value(payload) => fixed_const(payload, &quote!(ALIGN), rt),
    });
    quote!(#rt::largest(&[#(#aligns),*]))
}

/// Reads the members in order.
fn take(item: &FixedStruct, rt: &RuntimePath) -> TokenStream {
    let from = rt.local("from");
    let takes = item.members.iter().enumerate().map(|(index, member)| match &member.role {
        MemberRole::Padding { size, .. } => quote!(#from.skip(#size);),
        MemberRole::Value(Payload { ty, form, .. }) => {
            let (value, form) = (local(index), form_or_native(form.as_ref(), rt));
            quote!(let #value = <#ty as #rt::Fixed<#form>>::take(#from);)
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
    let padded = |member: &Member| matches!(member.role, MemberRole::Padding { .. });
    if rt.is_in_own_module() && !item.members.iter().any(padded) {
        // Without padding in between, the fields of a literal are read in their order.
        let values = item.members.iter().filter_map(|member| {
            let MemberRole::Value(Payload { form, .. }) = &member.role else { return None };
            let (name, form) = (&member.ident, form_or_native(form.as_ref(), rt));
            Some(quote!(#name: #from.value::<#form, _>(),))
        });
        return quote!(Self { #(#values)* });
    }
    quote!(#(#takes)* Self { #(#values)* })
}

/// Writes the members in order.
fn puts(item: &FixedStruct, rt: &RuntimePath) -> TokenStream {
    let to = rt.local("to");
    let puts = item.members.iter().map(|member| {
        let name = &member.ident;
        match &member.role {
            MemberRole::Padding { size, .. } => quote!(#to.skip(#size);),
            MemberRole::Value(Payload { ty, form, .. }) => {
                let form = form_or_native(form.as_ref(), rt);
                match rt.is_in_own_module() {
                    true => quote!(#to.value::<#form, _>(&self.#name);),
                    false => quote!(<#ty as #rt::Fixed<#form>>::put(&self.#name, #to);),
                }
            }
        }
    });
    quote!(#(#puts)*)
}

/// The sum of sizes: a number if all are.
fn sum(sizes: &[TokenStream]) -> TokenStream {
    let number = |size: &TokenStream| size.to_string().parse::<usize>().ok();
    match sizes.iter().map(number).sum::<Option<usize>>() {
        Some(sum) => {
            let sum = proc_macro2::Literal::usize_unsuffixed(sum);
            quote!(#sum)
        }
        None => quote!(0 #(+ #sizes)*),
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
    let size = |member: &Member| match (&member.role, member.size) {
        (_, Some(size)) => {
            let size = proc_macro2::Literal::u32_unsuffixed(size);
            quote!(#size)
        }
        (MemberRole::Padding { size, .. }, None) => quote!(#size),
        (MemberRole::Value(payload), None) => fixed_const(payload, &quote!(SIZE), rt),
    };
    item.members.iter().map(size).collect()
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
        let offset = sum(before);
        quote!(#rt::Member::new(#offset, #size, #name, #kind))
    });
    let (name, size) = (&item.name, sum(&sizes));
    quote!(#rt::Struct::new(#name, #size, &[#(#members),*]))
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
    let constructor = constructor(item);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct #ident {
            #(#members)*
        }

        rt::zeroed_struct!(#ident);
        #constructor
    }
}

/// A function that takes the members that say which object is meant, if there are any.
fn constructor(item: &FixedStruct) -> Option<TokenStream> {
    let keys = item.members.iter().filter_map(|member| match &member.role {
        MemberRole::Value(payload) if member.key => Some((&member.ident, &payload.ty)),
        _ => None,
    });
    let (names, types): (Vec<_>, Vec<_>) = keys.unzip();
    if names.is_empty() {
        return None;
    }
    let ident = &item.ident;
    Some(quote! {
        impl #ident {
            /// All zeros but for what is given, which says what object is meant.
            #[must_use]
            #[inline]
            pub fn of(#(#names: #types),*) -> Self {
                Self { #(#names,)* ..Self::default() }
            }
        }
    })
}
