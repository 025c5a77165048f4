//! Attribute sets: ids, and subsets filled in from their parents.

use std::collections::HashMap;

use super::{
    super::{
        model::{Attribute, AttributeSet, AttributeType, Checks, SetId},
        node::{Node, Value},
        problem::Problems,
        words::*,
    },
    Scope,
    attributes::{attribute_type, display_hint},
    checks::checks,
    names::Names,
    numbers,
    properties::Properties,
    text,
};

/// The greatest attribute id: NLA_TYPE_MASK.
const ID_LIMIT: i128 = 0x3fff;

/// Resolves all sets.
pub(super) fn sets(root: &Node, scope: &Scope<'_>, problems: &mut Problems) -> Vec<AttributeSet> {
    let nodes = root.list(ATTRIBUTE_SETS);
    let parents: Vec<_> = nodes.iter().map(|node| Numbered::new(node, problems)).collect();
    nodes
        .iter()
        .zip(&parents)
        .map(|(node, own)| set(node, own, &parents, scope, problems))
        .collect()
}

/// The attributes of a set by name; of a set that is no subset, with their ids.
struct Numbered<'a> {
    node: &'a Node,
    names: HashMap<&'a str, usize>,
    ids: Vec<i128>,
}

impl<'a> Numbered<'a> {
    fn new(node: &'a Node, problems: &mut Problems) -> Self {
        let nodes = node.list(ATTRIBUTES);
        let mut names = HashMap::new();
        for (index, attribute) in nodes.iter().enumerate() {
            names.entry(attribute.text_of(NAME).unwrap_or_default()).or_insert(index);
        }
        if node.get(SUBSET_OF).is_some() {
            return Self { node, names, ids: Vec::new() };
        }
        Names::new("attribute", nodes, problems);
        let ids = numbers::count(1, nodes.iter().map(|attribute| attribute.int_of(VALUE)));
        check_ids(nodes, &ids, problems);
        Self { node, names, ids }
    }
}

/// Ids must be in range, and each have one attribute.
fn check_ids(nodes: &[Node], ids: &[i128], problems: &mut Problems) {
    let name = |node: &Node| text(node, NAME).unwrap_or_default();
    let mut seen: HashMap<i128, &Node> = HashMap::new();
    for (node, id) in nodes.iter().zip(ids) {
        let path = node.place(if node.get(VALUE).is_some() { VALUE } else { NAME });
        if *id > ID_LIMIT {
            let message = format!("attribute `{}` gets the id {id}", name(node));
            problems.add(&path, message).help(format!("ids go up to {ID_LIMIT}"));
        } else if let Some(first) = seen.get(id) {
            let message =
                format!("attributes `{}` and `{}` both have the id {id}", name(first), name(node));
            problems.add(&path, message).also("first used here", &first.place(NAME));
        } else {
            seen.insert(*id, node);
        }
    }
}

fn set(
    node: &Node,
    own: &Numbered<'_>,
    all: &[Numbered<'_>],
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> AttributeSet {
    let (subset_of, attributes) = match node.get(SUBSET_OF) {
        None => (None, plain(own, scope, problems)),
        Some(parent) => {
            let parent = parent_of(parent, all, scope, problems);
            let attributes = parent
                .and_then(|id| all.get(id.0))
                .map(|parent| subset(node, parent, scope, problems));
            (parent, attributes.unwrap_or_default())
        }
    };
    AttributeSet {
        path: node.path.clone(),
        name: text(node, NAME).unwrap_or_default(),
        subset_of,
        attributes,
        doc: text(node, DOC),
        name_prefix: text(node, NAME_PREFIX),
    }
}

/// The set that `subset-of` names, which cannot be a subset again.
fn parent_of(
    node: &Node,
    all: &[Numbered<'_>],
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> Option<SetId> {
    let index = scope.sets.find(node, problems)?;
    if let Some(grandparent) = all.get(index)?.node.get(SUBSET_OF) {
        let name = node.text().unwrap_or_default();
        let problem = problems.add(&node.path, format!("`{name}` is a subset itself"));
        problem.also("here", &grandparent.path);
        problem.help(format!("name its parent: `{}`", grandparent.text().unwrap_or_default()));
        return None;
    }
    Some(SetId(index))
}

/// The attributes of a set with ids of its own.
fn plain(own: &Numbered<'_>, scope: &Scope<'_>, problems: &mut Problems) -> Vec<Attribute> {
    let nodes = own.node.list(ATTRIBUTES).iter().zip(&own.ids);
    nodes.map(|(node, id)| attribute(node, None, *id, scope, problems)).collect()
}

/// The attributes of a subset. One listed twice in the same words counts once.
fn subset(
    node: &Node,
    parent: &Numbered<'_>,
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> Vec<Attribute> {
    let mut seen: HashMap<&str, &Node> = HashMap::new();
    let mut attributes = Vec::new();
    for own in node.list(ATTRIBUTES) {
        let name = own.text_of(NAME).unwrap_or_default();
        if let Some(first) = seen.get(name) {
            if *first != own {
                let problem = problems
                    .add(&own.path, format!("attribute `{name}` is defined twice, differently"));
                problem.also("first defined here", &first.path);
            }
            continue;
        }
        seen.insert(name, own);
        let Some(index) = parent.names.get(name) else {
            unknown(own, name, parent, problems);
            attributes.push(blank(own, 0));
            continue;
        };
        let (Some(inherited), Some(id)) =
            (parent.node.list(ATTRIBUTES).get(*index), parent.ids.get(*index))
        else {
            continue;
        };
        if own.int_of(VALUE).is_some_and(|value| value != *id) {
            problems.add(
                &own.place(VALUE),
                format!("attribute `{name}` has the id {id} in the parent set"),
            );
        }
        attributes.push(attribute(own, Some(inherited), *id, scope, problems));
    }
    attributes
}

fn unknown(own: &Node, name: &str, parent: &Numbered<'_>, problems: &mut Problems) {
    let set = parent.node.text_of(NAME).unwrap_or_default();
    let message = format!("the parent set `{set}` has no attribute `{name}`");
    let names = parent.node.list(ATTRIBUTES).iter().filter_map(|node| node.text_of(NAME));
    problems.add(&own.place(NAME), message).help_for(name, names);
}

/// One attribute, with what it takes over from the parent set's.
fn attribute(
    node: &Node,
    parent: Option<&Node>,
    id: i128,
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> Attribute {
    let blank = blank(node, id);
    let Some(it) = Properties::new(node, parent) else {
        return blank;
    };
    Attribute {
        ty: attribute_type(it, scope, problems).unwrap_or(AttributeType::Unused),
        multi: it.get(MULTI_ATTR).is_some_and(|node| node.value == Value::Bool(true)),
        display_hint: it.get(DISPLAY_HINT).and_then(display_hint),
        checks: checks(it, &scope.definitions, problems),
        secret: it.get(SECRET).is_some_and(|node| node.value == Value::Bool(true)),
        doc: it.get(DOC).and_then(Node::text).map(str::to_owned),
        ..blank
    }
}

/// An attribute of which only name and id are known: after an error, so that lists can name it without another.
fn blank(node: &Node, id: i128) -> Attribute {
    Attribute {
        path: node.path.clone(),
        name: text(node, NAME).unwrap_or_default(),
        id: u16::try_from(id).unwrap_or_default(),
        ty: AttributeType::Unused,
        multi: false,
        display_hint: None,
        checks: Checks::default(),
        secret: false,
        doc: None,
    }
}
