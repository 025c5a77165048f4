//! Multicast groups, and the names that nlctrl resolves.

use super::super::{
    model::{McastGroup, Privilege, Protocol},
    node::Node,
    problem::Problems,
    words::*,
};
use super::text;

/// Longest name of a generic netlink family or group: GENL_NAMSIZ without the NUL.
const NAME_LIMIT: usize = 15;

/// Resolves all groups.
pub(super) fn groups(
    nodes: &[Node],
    protocol: Protocol,
    problems: &mut Problems,
) -> Vec<McastGroup> {
    nodes.iter().map(|node| group(node, protocol, problems)).collect()
}

fn group(node: &Node, protocol: Protocol, problems: &mut Problems) -> McastGroup {
    if let (Protocol::Generic { .. }, Some(name)) = (protocol, node.get(NAME)) {
        generic_name(name, "group", problems);
    }
    McastGroup {
        path: node.path.clone(),
        name: text(node, NAME).unwrap_or_default(),
        id: node.int_of(VALUE).and_then(|id| u32::try_from(id).ok()),
        privilege: privilege(node),
    }
}

/// Reports a name that the kernel has no room for.
pub(super) fn generic_name(node: &Node, what: &str, problems: &mut Problems) {
    let length = node.text().unwrap_or_default().len();
    if length > NAME_LIMIT {
        let message = format!(
            "a generic netlink {what} name has at most {NAME_LIMIT} bytes; this has {length}"
        );
        problems.add(&node.path, message);
    }
}

/// `flags` of an operation or group.
pub(super) fn privilege(node: &Node) -> Privilege {
    let has = |word| node.list(FLAGS).iter().any(|flag| flag.text() == Some(word));
    match (has("admin-perm"), has("uns-admin-perm")) {
        (true, _) => Privilege::Admin,
        (false, true) => Privilege::NamespaceAdmin,
        (false, false) => Privilege::None,
    }
}
