//! Phase 2, continued: which keys need or exclude each other. One small function for each kind of object.

use super::{node::Node, problem::Problems, words::*};

/// Checks the rules of all objects.
pub(super) fn check(root: &Node, problems: &mut Problems) {
    root.list(DEFINITIONS).iter().for_each(|node| definition(node, problems));
    root.list(ATTRIBUTE_SETS).iter().for_each(|node| attribute_set(node, problems));
    let operations = root.get(OPERATIONS).map_or(&[][..], |node| node.list(LIST));
    operations.iter().for_each(|node| operation(node, problems));
}

/// Reports each of `keys` that is present.
fn refuse(node: &Node, keys: &[&str], why: &str, problems: &mut Problems) {
    let refused = node.entries().iter().filter(|entry| keys.contains(&entry.key.as_str()));
    for entry in refused {
        problems.add(&entry.at, format!("key `{}` {why}", entry.key));
    }
}

fn need(node: &Node, key: &str, what: &str, problems: &mut Problems) {
    if node.get(key).is_none() {
        problems.add(&node.path, format!("{what} needs the key `{key}`"));
    }
}

fn definition(node: &Node, problems: &mut Problems) {
    match node.text_of(TYPE) {
        Some("const") => {
            need(node, VALUE, "a const", problems);
            refuse(
                node,
                &[ENTRIES, MEMBERS, VALUE_START, RENDER_MAX],
                "has no meaning in a const",
                problems,
            );
        }
        Some("struct") => {
            need(node, MEMBERS, "a struct", problems);
            refuse(
                node,
                &[VALUE, ENTRIES, VALUE_START, RENDER_MAX],
                "has no meaning in a struct",
                problems,
            );
            node.list(MEMBERS).iter().for_each(|node| member(node, problems));
        }
        Some(kind @ ("enum" | "flags")) => {
            let what = if kind == "enum" { "an enum" } else { "flags" };
            need(node, ENTRIES, what, problems);
            refuse(node, &[VALUE, MEMBERS], &format!("has no meaning in {what}"), problems);
        }
        _ => {}
    }
}

/// A member's size must be known: numbers have one, all else says it.
fn member(node: &Node, problems: &mut Problems) {
    match node.text_of(TYPE) {
        Some("binary") => match (node.get(LEN), node.get(STRUCT)) {
            (Some(_), Some(_)) => {
                problems
                    .add(&node.path.key(LEN), "a member has either `len` or `struct`, not both");
            }
            (None, None) => {
                problems
                    .add(&node.path, "a member of type `binary` needs the key `len` or `struct`");
            }
            _ => {}
        },
        Some(kind @ ("pad" | "string")) => {
            need(node, LEN, &format!("a member of type `{kind}`"), problems);
            refuse(node, &[STRUCT], &format!("has no meaning for type `{kind}`"), problems);
        }
        Some(kind) => {
            refuse(node, &[LEN, STRUCT], &format!("has no meaning for type `{kind}`"), problems)
        }
        None => {}
    }
}

fn attribute_set(node: &Node, problems: &mut Problems) {
    if node.get(SUBSET_OF).is_some() {
        refuse(node, &[NAME_PREFIX], "has no meaning in a subset: it has the parent's", problems);
        return;
    }
    node.list(ATTRIBUTES).iter().for_each(|node| need(node, TYPE, "an attribute", problems));
}

fn operation(node: &Node, problems: &mut Problems) {
    if node.get(NOTIFY).is_some() {
        refuse(node, &[DO, DUMP, EVENT], "cannot go together with `notify`", problems);
    }
    if node.get(EVENT).is_some() {
        refuse(node, &[DO, DUMP], "cannot go together with `event`", problems);
    }
}
