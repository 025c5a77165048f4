//! Operations: request structs, and the enums of all messages.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::Context;
use super::enums::described;
use super::names::{Taken, camel};
use super::sets::{RecordParts, one_lifetime, record, set_table};
use crate::emit::table_path;
use crate::input::yaml::model;
use crate::input::yaml::model::{Exchange, Message, Privilege, SetId, StructId};
use crate::ir::{Layout, MessageEnum, Operation, Record, Request, Role, Variant};

/// What operations become.
pub(super) struct Lowered {
    pub(super) requests: Vec<Record>,
    pub(super) operations: Vec<Operation>,
    pub(super) messages: Vec<MessageEnum>,
}

pub(super) fn operations(context: &Context<'_>) -> Lowered {
    let spec = context.spec;
    let mut lowered =
        Lowered { requests: Vec::new(), operations: Vec::new(), messages: Vec::new() };
    let (mut requests, mut responses, mut notifications) = (Vec::new(), Vec::new(), Vec::new());
    let mut tables = Taken::default();
    for (index, operation) in spec.operations.iter().enumerate() {
        if operation.reserved.is_some() {
            continue;
        }
        let table = tables.member(crate::ir::shout(&camel(&operation.name)));
        let (single, dump) = context.names.requests[index].clone();
        let ways = [(operation.do_.as_ref(), single, false), (operation.dump.as_ref(), dump, true)];
        let both = operation.do_.is_some() && operation.dump.is_some();
        for (exchange, name, dump) in ways {
            let Some(exchange) = exchange else { continue };
            let request = request(context, operation, exchange, &name, dump, &table);
            requests.push(variant(
                &name,
                quote!(#name<'a>),
                exchange.request.id,
                both.then_some(dump),
                operation,
            ));
            lowered.requests.push(request);
        }
        let name = Ident::new(&camel(&operation.name), Span::call_site());
        if let Some(reply) = reply(operation) {
            let view = view(context, Format::of(reply), &quote!('a));
            responses.push(variant(&name, view, reply.id, None, operation));
        }
        if let Some(id) = notification(operation) {
            let view = view(context, Format::own(operation), &quote!('a));
            notifications.push(variant(&name, view, id, None, operation));
        }
        lowered.operations.push(table_of(context, operation, table));
    }
    let enums = [
        ("Request", "Any request of the family.", requests),
        (
            "Response",
            "Any answer of the family. What an answer answers is known by its sequence number.",
            responses,
        ),
        ("Notification", "Any notification or event of the family.", notifications),
    ];
    for (name, doc, variants) in enums {
        if !variants.is_empty() {
            lowered.messages.push(message_enum(name, doc, variants));
        }
    }
    lowered
}

/// The answer of an operation, of `do` if it has one.
fn reply(operation: &model::Operation) -> Option<&Message> {
    let exchanges = [&operation.do_, &operation.dump];
    exchanges.into_iter().flatten().find_map(|exchange| exchange.reply.as_ref())
}

/// The number of a notification or event.
fn notification(operation: &model::Operation) -> Option<u16> {
    let notify = operation.notify.map(|notify| notify.id);
    notify.or_else(|| operation.event.as_ref().map(|event| event.message.id))
}

fn literal(number: u16) -> TokenStream {
    let literal = Literal::u16_unsuffixed(number);
    quote!(#literal)
}

fn doc_of(operation: &model::Operation) -> String {
    described(Some(&operation.doc), || format!("The operation `{}`.", operation.name))
}

fn variant(
    name: &Ident,
    ty: TokenStream,
    id: u16,
    dump: Option<bool>,
    operation: &model::Operation,
) -> Variant {
    Variant { ident: name.clone(), ty, command: literal(id), dump, doc: Some(doc_of(operation)) }
}

/// An enum whose variants are told apart by their commands: of several with the same, the first
/// stands for all.
fn message_enum(name: &str, doc: &str, variants: Vec<Variant>) -> MessageEnum {
    let mut taken = Taken::default();
    let other = taken.member("Other".into());
    let mut seen = std::collections::HashSet::new();
    let variants = variants
        .into_iter()
        .filter(|variant| seen.insert((variant.command.to_string(), variant.dump)))
        .map(|variant| Variant { ident: taken.member(variant.ident.to_string()), ..variant });
    MessageEnum {
        ident: Ident::new(name, Span::call_site()),
        generics: one_lifetime(),
        doc: Some(doc.to_owned()),
        family: quote!(FAMILY),
        variants: variants.collect(),
        other: Some(other),
    }
}

/// What a message consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Format {
    header: Option<StructId>,
    set: Option<SetId>,
}

impl Format {
    fn of(message: &Message) -> Self {
        Self { header: message.fixed_header, set: message.attribute_set }
    }

    fn own(operation: &model::Operation) -> Self {
        Self { header: operation.fixed_header, set: operation.attribute_set }
    }
}

/// The type of a message that the kernel sends.
fn view(context: &Context<'_>, format: Format, lifetime: &TokenStream) -> TokenStream {
    let attributes = match format.set {
        Some(id) => {
            let ident = &context.names.sets[id.0];
            quote!(#ident<#lifetime>)
        }
        None => quote!(()),
    };
    match format.header {
        Some(id) => {
            let header = &context.names.structs[id.0];
            quote!(WithHeader<#header, #attributes>)
        }
        None => attributes,
    }
}

fn request(
    context: &Context<'_>,
    operation: &model::Operation,
    exchange: &Exchange,
    name: &Ident,
    dump: bool,
    table: &Ident,
) -> Record {
    let attributes = context.spec.attributes(&exchange.request).collect();
    let what = if dump { "dump" } else { "do" };
    let parts = RecordParts {
        name: name.clone(),
        id: operation.attribute_set,
        attributes,
        header: operation.fixed_header,
        doc: format!("{}\n\nThe `{what}` request of `{}`.", doc_of(operation), operation.name),
    };
    // A dump has answers though its spec may list none.
    let reply = match &exchange.reply {
        Some(reply) => Some(Format::of(reply)),
        None => dump.then(|| Format::own(operation)),
    };
    let request = Request {
        family: quote!(&FAMILY),
        operation: quote!(&operations::#table),
        command: literal(exchange.request.id),
        flags: None,
        reply: reply.map(|format| view(context, format, &quote!('static))),
        dump,
    };
    Record { role: Role::Request(Box::new(request)), ..record(context, parts) }
}

fn table_of(context: &Context<'_>, operation: &model::Operation, table: Ident) -> Operation {
    let exchange = operation.do_.as_ref().or(operation.dump.as_ref());
    let notification = notification(operation);
    let own = Format::own(operation);
    let reply_format = reply(operation).map(Format::of).filter(|format| *format != own);
    Operation {
        table,
        name: operation.name.clone(),
        request: exchange.map(|exchange| exchange.request.id),
        reply: reply(operation).map(|reply| reply.id).or(notification),
        modes: [operation.do_.is_some(), operation.dump.is_some(), notification.is_some()],
        layout: layout(context, own),
        reply_layout: reply_format.map(|format| layout(context, format)),
        group: operation
            .mcast_group
            .and_then(|index| context.spec.mcast_groups.get(index).map(|group| group.name.clone())),
        privileged: operation.privilege != Privilege::None,
    }
}

/// The tables of what a message consists of.
fn layout(context: &Context<'_>, format: Format) -> Layout {
    let header = format.header.map(|id| {
        let header = table_path(&context.names.structs[id.0]);
        quote!(&tables::#header)
    });
    Layout { header, set: format.set.map(|id| set_table(context, id)) }
}
