//! Sub-messages as enums.

use quote::quote;

use super::Context;
use super::names::{Taken, camel};
use super::sets::one_lifetime;
use crate::emit::table_path;
use crate::input::yaml::model;
use crate::ir::{Format, SubMessage};

/// An enum per sub-message.
pub(super) fn sub_messages(context: &Context<'_>) -> Vec<SubMessage> {
    let items = context.spec.sub_messages.iter().zip(&context.names.sub_messages);
    items
        .map(|(item, ident)| {
            let mut taken = Taken::default();
            let other = taken.member("Other".into());
            let formats = item.formats.iter().map(|one| format(context, &mut taken, one));
            SubMessage {
                ident: ident.clone(),
                generics: one_lifetime(),
                name: item.name.clone(),
                formats: formats.collect(),
                other: Some(other.clone()),
            }
        })
        .collect()
}

fn format(context: &Context<'_>, taken: &mut Taken, format: &model::Format) -> Format {
    let header = format.fixed_header.map(|id| context.fixed(id));
    let set = format.attribute_set.map(|id| context.set(id));
    let content = match (header, set) {
        (None, None) => None,
        (Some(header), None) => Some((header.ty, header.kind)),
        (None, Some(set)) => Some((set.ty, set.kind)),
        (Some(header), Some(set)) => {
            let (header, set) = (header.ty, set.ty);
            let layout = format.fixed_header.map(|id| table_path(&context.names.structs[id.0]));
            let table = format.attribute_set.map(|id| table_path(&context.names.sets[id.0]));
            let kind = quote!(rt::kind::message(&#layout, &#table));
            Some((quote!(WithHeader<#header, #set>), Some(kind)))
        }
    };
    Format {
        ident: taken.member(camel(&format.value)),
        selector: format.value.clone(),
        content: content.map(|(ty, kind)| (ty, kind.unwrap_or_default())),
    }
}
