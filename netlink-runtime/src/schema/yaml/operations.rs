//! Operations.

use super::super::{Family, Kind, Layout, Operation, Set};
use super::gather::{Tables, name_of};
use super::text::{self, Flow, Text};

/// All operations, each as lines.
pub(super) fn operations(family: &Family, tables: &Tables) -> String {
    let written = family.operations.iter().filter(|operation| !is_answer(operation, family));
    written.map(|operation| self::operation(operation, tables)).collect()
}

/// Whether an operation is only the answer of another.
fn is_answer(operation: &Operation, family: &Family) -> bool {
    let asks = |other: &Operation| other.request.is_some() && other.reply == operation.reply;
    let alone = operation.request.is_none() && !operation.modes.notify;
    alone && family.operations.iter().any(|other| asks(other))
}

fn operation(operation: &Operation, tables: &Tables) -> String {
    let name = text::name(operation.name);
    let mut lines = format!("    - name: {}\n      doc: The operation {name}.\n", Text(&name));
    if let Some(what) = lost(operation) {
        lines.push_str(&format!("      # The schema has no word for an answer without {what}.\n"));
    }
    let mut say = |key: &str, value: String| {
        lines.push_str(&format!("      {key}: {value}\n"));
    };
    let Layout { header, set } = operation.layout;
    if let Some(set) = set {
        say("attribute-set", Text(name_of(&tables.sets, set)).to_string());
    }
    if let Some(header) = header {
        say("fixed-header", Text(name_of(&tables.structs, header)).to_string());
    }
    if operation.privileged {
        say("flags", "[admin-perm]".into());
    }
    let ways = [("do", operation.modes.request), ("dump", operation.modes.dump)];
    for (way, _) in ways.into_iter().filter(|(_, used)| *used) {
        let request = Flow::map().some("value", operation.request).raw("attributes", names(set));
        let exchange = Flow::map().raw("request", request);
        say(way, exchange.some("reply", reply(operation, tables)).to_string());
    }
    if operation.request.is_none() {
        if let Some(number) = operation.reply {
            say("value", number.to_string());
        }
        say("event", Flow::map().raw("attributes", names(set)).to_string());
    }
    if let Some(group) = operation.group {
        say("mcgrp", Text(group).to_string());
    }
    lines
}

/// What an answer lacks that the operation has, which it inherits then.
fn lost(operation: &Operation) -> Option<&'static str> {
    let answer = operation.reply_layout?;
    if operation.layout.header.is_some() && answer.header.is_none() {
        return Some("the fixed header");
    }
    (operation.layout.set.is_some() && answer.set.is_none()).then_some("attributes")
}

/// The answer, if there is one. One whose number is not known has that of the request.
fn reply(operation: &Operation, tables: &Tables) -> Option<Flow> {
    let own = operation.reply_layout;
    let number = operation.reply.or_else(|| own.and(operation.request))?;
    let map = Flow::map().raw("value", number);
    let map = match own {
        None => map,
        Some(Layout { header, set }) => {
            let set = set.map(|set| name_of(&tables.sets, set));
            let header = header.map(|header| name_of(&tables.structs, header));
            map.some("attribute-set", set.map(Text)).some("fixed-header", header.map(Text))
        }
    };
    Some(map.raw("attributes", names(own.unwrap_or(operation.layout).set)))
}

/// The names of a set's attributes.
fn names(set: Option<&'static Set>) -> String {
    let attributes = set.map(|set| set.attributes).unwrap_or_default();
    let sent = attributes.iter().filter(|attribute| !matches!(attribute.kind, Kind::Pad));
    let names: Vec<_> = sent.map(|attribute| text::name(attribute.name)).collect();
    text::list(names.iter().map(String::as_str))
}
