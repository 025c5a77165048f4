//! Overlays: parts of a spec that are laid over it.

use super::{
    node::{Entry, Node, Value},
    problem::Problems,
    words::*,
};

/// Lists whose items are found again by their names; all others are replaced as a whole, for their order matters.
const NAMED: &[&str] =
    &[DEFINITIONS, ENTRIES, ATTRIBUTE_SETS, ATTRIBUTES, SUB_MESSAGES, FORMATS, LIST];

/// What becomes of an item of an overlay that the spec does not have.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Unknown {
    /// It is added at the end.
    Added,
    /// It is added if it is described in full. If not, it mends what other versions of the spec have.
    AddedIfFull,
}

/// Lays an overlay, which names the family that it is for, over a spec.
pub(super) fn lay(over: Node, spec: &mut Node, unknown: Unknown, problems: &mut Problems) {
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
        _ => merge(over, spec, unknown),
    }
}

fn quoted(name: &Node) -> String {
    name.text().map_or_else(|| name.describe(), |name| format!("`{name}`"))
}

/// Merges mappings key by key; whatever else there is takes the place of what was there.
fn merge(over: Node, base: &mut Node, unknown: Unknown) {
    match (over.value, &mut base.value) {
        (Value::Map(over), Value::Map(base)) => {
            over.into_iter().for_each(|entry| merge_entry(entry, base, unknown));
        }
        (value, _) => *base = Node { path: over.path, value },
    }
}

/// `null` takes a key away.
fn merge_entry(over: Entry, base: &mut Vec<Entry>, unknown: Unknown) {
    let index = base.iter().position(|entry| entry.key == over.key);
    if over.node.value == Value::Null {
        index.map(|index| base.remove(index));
        return;
    }
    let Entry { key, at, node } = over;
    let named = is_named(&key, &node);
    let index = index.unwrap_or_else(|| {
        let value = if named { Value::List(Vec::new()) } else { Value::Null };
        base.push(Entry { key: key.clone(), at, node: Node { path: node.path.clone(), value } });
        base.len() - 1
    });
    match &mut base[index].node.value {
        Value::List(items) if named => merge_items(&key, node, items, unknown),
        _ => merge(node, &mut base[index].node, unknown),
    }
}

/// Whether the items of a list are found again by their names. The attributes that a message lists are not.
fn is_named(key: &str, node: &Node) -> bool {
    let Value::List(items) = &node.value else { return false };
    NAMED.contains(&key) && (key == ENTRIES || items.iter().all(|item| item.text().is_none()))
}

/// Merges each item of the list of that key into the first of its name, or adds it at the end.
fn merge_items(key: &str, over: Node, base: &mut Vec<Node>, unknown: Unknown) {
    let Value::List(items) = over.value else { return };
    for item in items {
        let name = name_of(&item);
        match base.iter_mut().find(|it| name.is_some() && name_of(it) == name) {
            Some(old) => merge(item, old, unknown),
            None if unknown == Unknown::Added || is_full(key, &item) => base.push(item),
            None => {}
        }
    }
}

/// Whether an item of the list of that key needs nothing of the spec to be right: it says its number and its type, a
/// set all of its attributes.
fn is_full(key: &str, item: &Node) -> bool {
    match key {
        ATTRIBUTE_SETS => item.list(ATTRIBUTES).iter().all(|it| is_full(ATTRIBUTES, it)),
        ATTRIBUTES => item.get(VALUE).is_some() && item.get(TYPE).is_some(),
        DEFINITIONS => item.get(TYPE).is_some(),
        _ => item.get(VALUE).is_some(),
    }
}

/// What an item is found by: a format goes by the value that selects it.
fn name_of(item: &Node) -> Option<&str> {
    item.text().or_else(|| item.text_of(NAME)).or_else(|| item.text_of(VALUE))
}
