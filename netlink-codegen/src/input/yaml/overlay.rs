//! Overlays: parts of a spec that are laid over it.

use super::{
    node::{Entry, Node, Value},
    problem::Problems,
    words::*,
};

/// Lists whose items are found again by their names; all others are replaced as a whole, for their order matters.
const NAMED: &[&str] =
    &[DEFINITIONS, ENTRIES, ATTRIBUTE_SETS, ATTRIBUTES, SUB_MESSAGES, FORMATS, LIST];

/// Lays an overlay, which names the family that it is for, over a spec.
pub(super) fn lay(over: Node, spec: &mut Node, problems: &mut Problems) {
    let Value::Map(_) = over.value else {
        let message =
            format!("expected a mapping with the keys of a spec, found {}", over.describe());
        problems.add(&over.path, message);
        return;
    };
    match (over.get(NAME), spec.text_of(NAME)) {
        (None, _) => {
            problems.add(&over.path, "an overlay needs the key `name`: the family that it changes");
        }
        (Some(name), Some(family)) if name.text() != Some(family) => {
            let message = format!("this overlay is for {}", quoted(name));
            let problem = problems.add(&name.path, message);
            problem
                .help(format!("the family is `{family}`"))
                .also("named here", &spec.path.key(NAME));
        }
        _ => merge(over, spec),
    }
}

fn quoted(name: &Node) -> String {
    name.text().map_or_else(|| name.describe(), |name| format!("`{name}`"))
}

/// Merges mappings key by key; whatever else there is takes the place of what was there.
fn merge(over: Node, base: &mut Node) {
    match (over.value, &mut base.value) {
        (Value::Map(over), Value::Map(base)) => {
            over.into_iter().for_each(|entry| merge_entry(entry, base));
        }
        (value, _) => *base = Node { path: over.path, value },
    }
}

/// `null` takes a key away.
fn merge_entry(over: Entry, base: &mut Vec<Entry>) {
    let index = base.iter().position(|entry| entry.key == over.key);
    match (over.node.value, index) {
        (Value::Null, Some(index)) => drop(base.remove(index)),
        (Value::Null, None) => {}
        (value, None) => {
            let node = Node { path: over.node.path, value };
            base.push(Entry { node, ..over });
        }
        (value, Some(index)) => {
            let over_node = Node { path: over.node.path, value };
            match (is_named(&over.key, &over_node), &mut base[index].node.value) {
                (true, Value::List(items)) => merge_items(over_node, items),
                _ => merge(over_node, &mut base[index].node),
            }
        }
    }
}

/// Whether the items of a list are found again by their names. The attributes that a message lists are not.
fn is_named(key: &str, node: &Node) -> bool {
    let Value::List(items) = &node.value else { return false };
    NAMED.contains(&key) && (key == ENTRIES || items.iter().all(|item| item.text().is_none()))
}

/// Merges each item into the first of its name, or adds it at the end.
fn merge_items(over: Node, base: &mut Vec<Node>) {
    let Value::List(items) = over.value else { return };
    for item in items {
        let name = name_of(&item);
        match base.iter_mut().find(|it| name.is_some() && name_of(it) == name) {
            Some(old) => merge(item, old),
            None => base.push(item),
        }
    }
}

/// What an item is found by: a format goes by the value that selects it.
fn name_of(item: &Node) -> Option<&str> {
    item.text().or_else(|| item.text_of(NAME)).or_else(|| item.text_of(VALUE))
}
