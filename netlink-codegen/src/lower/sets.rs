//! Attribute sets as structs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Generics;

use super::Context;
use super::enums::described;
use super::limits::limits;
use super::names::{Taken, ident, snake};
use super::payload::Held;
use crate::input::yaml::model::{Attribute, AttributeSet, AttributeType, SetId, StructId};
use crate::ir::{Cardinality, Choice, Collection, Field, FixedHeader, Id, Record, Role, Schema};

/// The field that keeps what is not declared.
const UNKNOWN: &str = "__unknown";

/// A record per set.
pub(super) fn sets(context: &Context<'_>) -> Vec<Record> {
    let spec = context.spec;
    (0..spec.sets.len()).map(|index| set(context, SetId(index), &spec.sets[index])).collect()
}

fn set(context: &Context<'_>, id: SetId, set: &AttributeSet) -> Record {
    let attributes: Vec<_> = set.attributes.iter().collect();
    let doc = described(set.doc.as_deref(), || format!("The attributes of `{}`.", set.name));
    let name = context.names.sets[id.0].clone();
    record(context, RecordParts { name, id: Some(id), attributes, header: None, doc })
}

/// What a record is made of.
pub(super) struct RecordParts<'s> {
    pub(super) name: Ident,
    /// The set whose table it uses; none if there are no attributes at all.
    pub(super) id: Option<SetId>,
    pub(super) attributes: Vec<&'s Attribute>,
    pub(super) header: Option<StructId>,
    pub(super) doc: String,
}

/// A struct that holds the given attributes.
pub(super) fn record(context: &Context<'_>, parts: RecordParts<'_>) -> Record {
    let RecordParts { name, id, attributes, header, doc } = parts;
    let mut taken = Taken::default();
    taken.member(UNKNOWN.into());
    let header = header
        .map(|id| FixedHeader { ident: taken.member("header".into()), ty: context.fixed(id).ty });
    let mut ids = std::collections::HashSet::new();
    let mut fields = Vec::new();
    let mut ignored = Vec::new();
    let kept: Vec<_> =
        attributes.into_iter().filter(|attribute| ids.insert(attribute.id)).collect();
    for attribute in &kept {
        if attribute.ty == AttributeType::Pad {
            ignored.push(attribute.id);
        }
        fields.extend(field(context, &mut taken, attribute));
    }
    link_selectors(&kept, &mut fields);
    let schema = match id {
        Some(id) => Schema::Table {
            name: context.spec.sets[id.0].name.clone(),
            table: set_table(context, id),
            whole: context.spec.sets[id.0]
                .subset_of
                .map(|whole| crate::emit::table_path(&context.names.sets[whole.0])),
        },
        None => {
            Schema::Table { name: String::new(), table: quote!(rt::NO_ATTRIBUTES), whole: None }
        }
    };
    Record {
        ident: name,
        generics: one_lifetime(),
        doc: Some(doc),
        schema,
        header,
        fields,
        ignored,
        unknown: Some(ident(UNKNOWN)),
        skipped: Vec::new(),
        role: Role::Set,
        defaults: true,
        debug: true,
    }
}

/// The path of a set's table.
pub(super) fn set_table(context: &Context<'_>, id: SetId) -> TokenStream {
    let table = crate::emit::table_path(&context.names.sets[id.0]);
    quote!(tables::#table)
}

/// `<'a>`.
pub(super) fn one_lifetime() -> Generics {
    let param = syn::LifetimeParam::new(syn::Lifetime::new("'a", Span::call_site()));
    let mut generics = Generics::default();
    generics.params.push(syn::GenericParam::Lifetime(param));
    generics.lt_token = Some(syn::Token![<](Span::call_site()));
    generics.gt_token = Some(syn::Token![>](Span::call_site()));
    generics
}

/// Tells each selector which sub-message it chooses the format of, so that it can be sent when it
/// is not set.
fn link_selectors(attributes: &[&Attribute], fields: &mut [Field]) {
    for attribute in attributes {
        let AttributeType::SubMessage { selector, .. } = &attribute.ty else { continue };
        let chosen = fields.iter().find(|field| field.name == attribute.name);
        let Some(chosen) = chosen.map(|field| field.ident.clone()) else { continue };
        let selector = fields.iter_mut().find(|field| field.name == selector.name);
        if let Some(selector) = selector
            && selector.cardinality == Cardinality::Optional
        {
            selector.selects.get_or_insert(chosen);
        }
    }
}

fn field(context: &Context<'_>, taken: &mut Taken, attribute: &Attribute) -> Option<Field> {
    let held = context.held(attribute)?;
    let choice = matches!(held, Held::SubMessage(_)).then_some(Choice::WhenAsked);
    let (payload, cardinality) = match held {
        Held::Flag => {
            let kind = Some(quote!(rt::kind::FLAG));
            (crate::ir::Payload { ty: quote!(bool), form: None, kind }, Cardinality::Flag)
        }
        Held::Value(payload) if attribute.multi => (payload, Cardinality::Multi(Collection::List)),
        Held::Value(payload) | Held::SubMessage(payload) => (payload, Cardinality::Optional),
    };
    let doc = described(attribute.doc.as_deref(), || facts(attribute));
    Some(Field {
        ident: taken.member(snake(&attribute.name)),
        name: attribute.name.clone(),
        id: Id::Number(attribute.id),
        payload,
        cardinality,
        with: None,
        choice,
        selects: None,
        secret: attribute.secret,
        limits: limits(context, attribute),
        doc: Some(doc),
        span: Span::call_site(),
    })
}

/// What is known of an attribute without documentation.
fn facts(attribute: &Attribute) -> String {
    let Attribute { name, id, .. } = attribute;
    format!("`{name}`, attribute {id}.")
}
