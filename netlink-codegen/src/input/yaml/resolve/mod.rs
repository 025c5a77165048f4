//! Phase 3: names to what they refer to, and numbers worked out.
//!
//! Runs on a tree that fits the schema: a key that is present has a value of the right kind. What does not resolve is
//! reported and left out; the spec made of the rest is dropped then.

mod attributes;
mod checks;
mod definitions;
mod groups;
mod ids;
mod names;
mod numbers;
mod operations;
mod properties;
mod selectors;
mod sets;
mod structs;
mod submessages;

use super::{
    model::{EnumModel, Level, Protocol, Spec},
    node::Node,
    problem::Problems,
    words::*,
};
use crate::diagnostic::Source;
use definitions::Definitions;
use names::Names;

/// What names can refer to.
struct Scope<'a> {
    definitions: Definitions<'a>,
    sets: Names<'a>,
    sub_messages: Names<'a>,
    groups: Names<'a>,
}

impl<'a> Scope<'a> {
    fn new(root: &'a Node, groups: &'a [Node], problems: &mut Problems) -> Self {
        Self {
            definitions: Definitions::new(root, problems),
            sets: Names::new("attribute set", root.list(ATTRIBUTE_SETS), problems),
            sub_messages: Names::new("sub-message", root.list(SUB_MESSAGES), problems),
            groups: Names::new("multicast group", groups, problems),
        }
    }
}

/// Resolves the document.
pub(super) fn resolve(
    root: &Node,
    level: Level,
    sources: &[Source],
    problems: &mut Problems,
) -> Spec {
    let operations = root.get(OPERATIONS).unwrap_or(root);
    let groups = root.get(MCAST_GROUPS).map_or(&[][..], |node| node.list(LIST));
    let scope = Scope::new(root, groups, problems);
    let protocol = protocol(root, level, problems);
    let structs = structs::structs(&scope.definitions, problems);
    let sub_messages = submessages::sub_messages(root, &scope, problems);
    let mut sets = sets::sets(root, &scope, problems);
    selectors::resolve(&mut sets, &sub_messages, &scope.definitions.enums, problems);
    let enum_model = enum_model(operations);
    let resolved =
        operations::operations(operations, enum_model, protocol, &scope, &sets, problems);
    Spec {
        sources: sources.to_vec(),
        warnings: Vec::new(),
        path: root.path.clone(),
        name: text(root, NAME).unwrap_or_default(),
        level,
        protocol,
        doc: text(root, DOC).unwrap_or_default(),
        uapi_header: text(root, UAPI_HEADER),
        mcast_groups: groups::groups(groups, protocol, problems),
        consts: scope.definitions.consts,
        enums: scope.definitions.enums,
        structs,
        sets,
        sub_messages,
        enum_model,
        operation_prefix: text(operations, NAME_PREFIX),
        operations: resolved,
    }
}

fn enum_model(operations: &Node) -> EnumModel {
    match operations.text_of(ENUM_MODEL) {
        Some("directional") => EnumModel::Directional,
        _ => EnumModel::Unified,
    }
}

/// The protocol; with generic netlink also whether the family's name fits its place in the kernel.
fn protocol(root: &Node, level: Level, problems: &mut Problems) -> Protocol {
    let number = |key| root.int_of(key).and_then(|number| u8::try_from(number).ok());
    if level == Level::NetlinkRaw {
        return Protocol::Raw { protonum: number(PROTONUM).unwrap_or(0) };
    }
    if let Some(name) = root.get(NAME) {
        groups::generic_name(name, "family", problems);
    }
    Protocol::Generic { version: number(VERSION).unwrap_or(1) }
}

/// The text under a key.
fn text(node: &Node, key: &str) -> Option<String> {
    node.text_of(key).map(str::to_owned)
}
