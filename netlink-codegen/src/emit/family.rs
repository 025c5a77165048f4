//! A whole family as the items of a module.

mod imported;

#[cfg(feature = "yaml")]
pub(crate) use imported::IMPORTED;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{doc, enumeration, fixed, messages, record, sub_message, table};
use crate::ir::{
    Cardinality, Collection, Family, Group, Layout, Operation, Protocol, Record, RuntimePath,
};

/// The items of a family's module. `runtime` is the path of the runtime crate as the module sees
/// it.
#[must_use]
pub fn family(family: &Family, runtime: &TokenStream) -> TokenStream {
    let rt = &RuntimePath::in_own_module();
    let consts = family.consts.iter().map(|(ident, value, text)| {
        let (docs, value) = (doc(text.as_deref()), crate::ir::Repr::literal(*value));
        quote!(#docs pub const #ident: u64 = #value;)
    });
    let records = family.sets.iter().chain(&family.requests).map(|record| {
        let (definition, impls) = (definition(record, rt), record::record_impls(record, rt));
        quote!(#definition #impls)
    });
    let enums = family.enums.iter().map(|item| {
        let table = table_path(&item.ident);
        enumeration::definition(item, &quote!(&tables::#table), rt)
    });
    let structs = family.structs.iter().map(|item| {
        let table = table_path(&item.ident);
        let impls = fixed::impls(item, &quote!(&tables::#table), rt);
        let definition = fixed::definition(item);
        quote!(#definition #impls)
    });
    let sub_messages = family.sub_messages.iter().map(|item| sub_message::definition(item, rt));
    let messages = family.messages.iter().map(|item| {
        let (definition, impls) = (messages::definition(item), messages::message_impls(item, rt));
        quote!(#definition #impls)
    });
    let (root, tables) = (family_table(family, rt), tables(family, rt));
    imported::unqualified(quote! {
        #[allow(unused_imports, reason = "which of the names a family uses differs")]
        use #runtime::generated::{self as rt, types::*};

        #root
        #(#consts)*
        #(#records)*
        #(#enums)*
        #(#structs)*
        #(#sub_messages)*
        #(#messages)*
        #tables
    })
}

/// The documentation of a family's module.
#[must_use]
pub fn module_doc(family: &Family) -> TokenStream {
    doc(Some(&family.doc))
}

/// The same, to stand in the module's file.
#[must_use]
pub fn module_doc_inside(family: &Family) -> TokenStream {
    let lines = family.doc.lines().map(|line| format!(" {line}"));
    quote!(#(#![doc = #lines])*)
}

/// The name of an item's table: the item's, in capitals.
#[must_use]
pub(crate) fn table_path(ident: &Ident) -> Ident {
    Ident::new(&crate::ir::shout(&ident.to_string()), Span::call_site())
}

/// The struct of a record.
fn definition(record: &Record, rt: &RuntimePath) -> TokenStream {
    let (ident, docs) = (&record.ident, doc(record.doc.as_deref()));
    let (generics, _, _) = record.generics.split_for_impl();
    let header = record.header.as_ref().map(|header| {
        let (ident, ty) = (&header.ident, &header.ty);
        quote!(#[doc = " The fixed header."] pub #ident: #ty,)
    });
    let fields = record.fields.iter().map(|field| {
        let (docs, ident, ty) = (doc(field.doc.as_deref()), &field.ident, &field.payload.ty);
        let ty = match field.cardinality {
            Cardinality::Optional => quote!(Option<#ty>),
            Cardinality::Flag => quote!(bool),
            Cardinality::Required | Cardinality::Default | Cardinality::Padding => ty.clone(),
            Cardinality::Multi(Collection::Vec) => quote!(#rt::Vec<#ty>),
            Cardinality::Multi(Collection::List) => match &field.payload.form {
                None => quote!(List<'a, #ty>),
                Some(form) => quote!(List<'a, #ty, #form>),
            },
        };
        quote!(#docs pub #ident: #ty,)
    });
    let unknown = record.unknown.as_ref().map(|ident| {
        quote! {
            #[doc(hidden)]
            pub #ident: Unknown<'a>,
        }
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Default)]
        pub struct #ident #generics {
            #header
            #(#fields)*
            #unknown
        }
    }
}

/// The family's own table.
fn family_table(family: &Family, rt: &RuntimePath) -> TokenStream {
    let name = &family.name;
    let protocol = match family.protocol {
        Protocol::Generic(version) => quote!(#rt::Protocol::Generic { version: #version }),
        Protocol::Raw(number) => quote!(#rt::Protocol::Raw(#number)),
    };
    let operations = family.operations.iter().map(|operation| &operation.table);
    let groups = family.groups.iter().map(|Group { name, id }| match id {
        Some(id) => quote!(#rt::Group::numbered(#name, #id)),
        None => quote!(#rt::Group::named(#name)),
    });
    let sets = family.sets.iter().map(|set| table_path(&set.ident));
    let docs = format!(" The tables of the `{name}` family.");
    quote! {
        #[doc = #docs]
        pub static FAMILY: #rt::Family = #rt::Family::new(#name, #protocol)
            .with_operations(&[#(&operations::#operations),*])
            .with_groups(&[#(#groups),*])
            .with_sets(&[#(&tables::#sets),*]);
    }
}

/// The module of the other tables.
fn tables(family: &Family, rt: &RuntimePath) -> TokenStream {
    let enums = family.enums.iter().map(|item| {
        let (name, table) = (table_path(&item.ident), enumeration::enum_table(item, rt));
        quote!(pub(super) static #name: #rt::Enum = #table;)
    });
    let structs = family.structs.iter().map(|item| {
        let (name, table) = (table_path(&item.ident), fixed::struct_table(item, rt));
        quote!(pub(super) static #name: #rt::Struct = #table;)
    });
    let sets = family.sets.iter().map(|set| {
        let name = table_path(&set.ident);
        let table = record::set_table(set.name(), set, rt);
        let whole = match &set.schema {
            crate::ir::Schema::Table { whole: Some(whole), .. } => {
                Some(quote!(.selected_from(&#whole)))
            }
            _ => None,
        };
        quote!(pub(super) static #name: #rt::Set = #table #whole;)
    });
    let formats = family.sub_messages.iter().map(|item| {
        let (name, table) = (table_path(&item.ident), sub_message::table(item, rt));
        quote!(pub(super) static #name: #rt::Formats = #table;)
    });
    let operations = family.operations.iter().map(|operation| operation_table(operation, rt));
    quote_spanned! {Span::call_site()=>
        /// The operations, as data.
        mod operations {
            use super::*;

            #(#operations)*
        }

        /// Names, ids and kinds of attributes and values, as data.
        mod tables {
            use super::*;

            #(#sets)*
            #(#enums)*
            #(#structs)*
            #(#formats)*
        }
    }
}

fn operation_table(operation: &Operation, rt: &RuntimePath) -> TokenStream {
    let (name, ident) = (&operation.name, &operation.table);
    let id = |id: Option<u16>| {
        let literal = id.map(proc_macro2::Literal::u16_unsuffixed);
        table::option(literal.map(|id| quote!(#id)), rt)
    };
    let (request, reply) = (id(operation.request), id(operation.reply));
    let names = [quote!(.single()), quote!(.dump()), quote!(.notify())];
    let modes =
        operation.modes.into_iter().zip(names).filter_map(|(used, name)| used.then_some(name));
    let Layout { header, set } = &operation.layout;
    let header = header.as_ref().map(|header| quote!(.with_header(#header)));
    let set = set.as_ref().map(|set| quote!(.with_set(&#set)));
    let reply_layout = operation.reply_layout.as_ref().map(|layout| {
        let header = table::option(layout.header.clone(), rt);
        let set = table::option(layout.set.as_ref().map(|set| quote!(&#set)), rt);
        quote!(.with_reply_layout(#rt::Layout { header: #header, set: #set }))
    });
    let group = operation.group.as_ref().map(|group| quote!(.with_group(#group)));
    let privileged = operation.privileged.then(|| quote!(.privileged()));
    quote! {
        pub(super) static #ident: #rt::Operation = #rt::Operation::new(#name, #request, #reply)
            #(#modes)* #header #set #reply_layout
            #group #privileged;
    }
}
