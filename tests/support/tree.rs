//! Bytes as the tables see them: independent of the order of attributes and of padding.

use netlink_runtime::schema::{Kind, Set};
use netlink_runtime::wire::Attributes;

/// An attribute of a known set, an element, or a value carried by a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Node {
    id: u16,
    name: &'static str,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    Payload(Vec<u8>),
    Inner(Vec<Node>),
}

/// The attributes in `bytes`, ordered by id; those with the same id stay in their order. What
/// only pads is left out.
///
/// Panics if an attribute is not in the set: then the spec lacks something.
pub(crate) fn tree(bytes: &[u8], set: &'static Set) -> Vec<Node> {
    let mut nodes = Vec::new();
    for attribute in Attributes::new(bytes) {
        let attribute = attribute.unwrap_or_else(|error| panic!("{}: {error}", set.name));
        let id = attribute.id();
        let known = set
            .attribute(id)
            .unwrap_or_else(|| panic!("the set {} lacks attribute {id}: {attribute:?}", set.name));
        if !matches!(known.kind, Kind::Pad) {
            let content = content(attribute.payload(), &chosen(&known.kind, bytes, set));
            nodes.push(Node { id, name: known.name, content });
        }
    }
    nodes.sort_by_key(|node| node.id);
    nodes
}

/// The kind of a payload whose format an attribute beside it chooses, by a text or the name of a
/// number.
fn chosen(kind: &Kind, siblings: &[u8], set: &'static Set) -> Kind {
    let Kind::SubMessage(formats, selector) = *kind else { return *kind };
    let row = set.attributes.iter().find(|row| row.name == selector).expect("a selector beside it");
    let found = Attributes::new(siblings).flatten().find(|attribute| attribute.id() == row.id);
    let value = found.map_or(&[][..], |found| found.payload());
    match row.kind {
        Kind::Scalar(scalar) => {
            let number = scalar.read(value).and_then(|number| u64::try_from(number).ok());
            let name = scalar.names.zip(number).and_then(|(names, number)| names.name_of(number));
            formats.select(name.unwrap_or_default().as_bytes())
        }
        _ => formats.select(value.strip_suffix(b"\0").unwrap_or(value)),
    }
}

fn content(payload: &[u8], kind: &Kind) -> Content {
    match *kind {
        Kind::Nest(set) => Content::Inner(tree(payload, set)),
        Kind::Indexed(element) | Kind::TypeValue(1, element) => elements(payload, element),
        Kind::TypeValue(levels, inner) => elements(payload, &Kind::TypeValue(levels - 1, inner)),
        Kind::Records(header, set) => records(payload, header.size.next_multiple_of(4), set),
        _ => Content::Payload(payload.to_vec()),
    }
}

/// Records that begin with their own length, each with its header and its attributes.
fn records(mut payload: &[u8], header: usize, set: &'static Set) -> Content {
    let mut records = Vec::new();
    while !payload.is_empty() {
        let length = usize::from(u16::from_ne_bytes([payload[0], payload[1]]));
        let (head, attributes) = payload[..length].split_at(header);
        let head = Node { id: 0, name: "", content: Content::Payload(head.to_vec()) };
        let parts = [vec![head], tree(attributes, set)].concat();
        records.push(Node { id: 0, name: "", content: Content::Inner(parts) });
        payload = payload.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    Content::Inner(records)
}

fn elements(payload: &[u8], kind: &Kind) -> Content {
    let element = |attribute: netlink_runtime::wire::Attribute<'_>| Node {
        id: attribute.id(),
        name: "",
        content: content(attribute.payload(), kind),
    };
    Content::Inner(Attributes::new(payload).map(|a| element(a.expect("an element"))).collect())
}

/// The names of all attributes at any depth.
pub(crate) fn names(nodes: &[Node]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for node in nodes {
        if !node.name.is_empty() {
            names.push(node.name);
        }
        if let Content::Inner(inner) = &node.content {
            names.extend(self::names(inner));
        }
    }
    names
}
