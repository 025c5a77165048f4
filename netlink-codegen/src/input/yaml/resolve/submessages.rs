//! Sub-messages and their formats.

use std::collections::HashMap;

use super::{
    super::{
        model::{Format, SetId, SubMessage},
        node::Node,
        problem::Problems,
        words::*,
    },
    Scope, text,
};

/// Resolves all sub-messages.
pub(super) fn sub_messages(
    root: &Node,
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> Vec<SubMessage> {
    root.list(SUB_MESSAGES).iter().map(|node| sub_message(node, scope, problems)).collect()
}

fn sub_message(node: &Node, scope: &Scope<'_>, problems: &mut Problems) -> SubMessage {
    let formats = node.list(FORMATS);
    let mut seen: HashMap<&str, &Node> = HashMap::new();
    for value in formats.iter().filter_map(|format| format.get(VALUE)) {
        let word = value.text().unwrap_or_default();
        if let Some(first) = seen.get(word) {
            let problem = problems.add(&value.path, format!("format `{word}` is defined twice"));
            problem.also("first defined here", &first.path);
        } else {
            seen.insert(word, value);
        }
    }
    SubMessage {
        path: node.path.clone(),
        name: text(node, NAME).unwrap_or_default(),
        formats: formats.iter().map(|node| format(node, scope, problems)).collect(),
    }
}

fn format(node: &Node, scope: &Scope<'_>, problems: &mut Problems) -> Format {
    let header = node.get(FIXED_HEADER);
    let set = node.get(ATTRIBUTE_SET);
    Format {
        path: node.path.clone(),
        value: text(node, VALUE).unwrap_or_default(),
        fixed_header: header.and_then(|node| scope.definitions.find_struct(node, problems)),
        attribute_set: set.and_then(|node| scope.sets.find(node, problems)).map(SetId),
    }
}
