//! Structs of fixed layout.

use proc_macro2::{Literal, Span};
use quote::quote;

use super::Context;
use super::enums::described;
use super::names::{Taken, snake};
use super::payload::bytes;
use crate::input::yaml::model;
use crate::input::yaml::model::MemberType;
use crate::ir::{FixedStruct, Member, MemberRole};

/// A struct per definition of that type.
pub(super) fn structs(context: &Context<'_>) -> Vec<FixedStruct> {
    let spec = context.spec;
    let structs = spec.structs.iter().enumerate();
    structs
        .map(|(index, item)| {
            let mut taken = Taken::default();
            let members = item.members.iter().map(|one| member(context, &mut taken, one));
            FixedStruct {
                name: item.name.clone(),
                doc: Some(described(item.doc.as_deref(), || {
                    format!("`struct {}`, {} bytes.", item.name, item.size)
                })),
                members: members.collect(),
                natural: false,
                ident: context.names.structs[index].clone(),
            }
        })
        .collect()
}

fn member(context: &Context<'_>, taken: &mut Taken, member: &model::Member) -> Member {
    let size = Literal::u32_unsuffixed(member.size);
    let role = match member.ty {
        MemberType::Scalar(scalar) => {
            MemberRole::Value(context.scalar(scalar, member.display_hint))
        }
        MemberType::String => MemberRole::Value(crate::ir::Payload {
            ty: quote!([u8; #size]),
            form: None,
            kind: Some(quote!(rt::kind::STRING)),
        }),
        MemberType::Bytes => match member.display_hint {
            // An address that borrows has no place in a struct.
            Some(model::DisplayHint::Mac | model::DisplayHint::Fddi) => {
                MemberRole::Value(crate::ir::Payload {
                    ty: quote!([u8; #size]),
                    form: None,
                    kind: Some(quote!(rt::kind::MAC)),
                })
            }
            // Neither has a fixed size.
            Some(model::DisplayHint::Ipv4OrV6 | model::DisplayHint::SocketAddress) => {
                MemberRole::Value(bytes(None, Some(member.size)))
            }
            hint => MemberRole::Value(bytes(hint, Some(member.size))),
        },
        MemberType::Struct(id) => MemberRole::Value(context.fixed(id)),
        MemberType::Pad => MemberRole::Padding { size: quote!(#size), declared: false },
    };
    Member {
        ident: taken.member(snake(&member.name)),
        name: member.name.clone(),
        role,
        size: Some(member.size),
        key: member.key,
        doc: Some(described(member.doc.as_deref(), || {
            format!("`{}`, at offset {}.", member.name, member.offset)
        })),
        span: Span::call_site(),
    }
}
