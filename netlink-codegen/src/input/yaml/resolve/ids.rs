//! Numbers of operations in both enum models, and what is wrong with them.

use std::collections::HashMap;

use super::{
    super::{
        model::{EnumModel, Operation, Protocol},
        node::Node,
        problem::Problems,
        words::*,
    },
    numbers::{self, Directed, Ids},
};

/// The numbers of all operations.
pub(super) fn ids(nodes: &[Node], model: EnumModel, problems: &mut Problems) -> Vec<Ids> {
    match model {
        EnumModel::Unified => {
            nodes.iter().for_each(|node| no_direction(node, problems));
            let counted = numbers::count(1, nodes.iter().map(|node| node.int_of(VALUE)));
            counted.into_iter().map(|id| Ids { request: Some(id), response: Some(id) }).collect()
        }
        EnumModel::Directional => {
            numbers::direct(nodes.iter().map(|node| directed(node, problems)).collect::<Vec<_>>())
        }
    }
}

/// In the unified model requests and replies have the number of their operation.
fn no_direction(node: &Node, problems: &mut Problems) {
    let exchanges = [DO, DUMP].into_iter().filter_map(|key| node.get(key));
    let messages =
        exchanges.flat_map(|it| [REQUEST, REPLY].into_iter().filter_map(|key| it.get(key)));
    for value in messages.filter_map(|message| message.get(VALUE)) {
        let problem =
            problems.add(&value.path, "a message has no number of its own in the unified model");
        problem.help("write `value` to the operation, or `enum-model: directional`");
    }
}

/// What an operation counts as. Of `do` and `dump`, `do` speaks for both.
fn directed(node: &Node, problems: &mut Problems) -> Directed {
    if node.get(NOTIFY).is_some() || node.get(EVENT).is_some() {
        return Directed::FromKernel(node.int_of(VALUE));
    }
    if let Some(value) = node.get(VALUE) {
        let problem =
            problems.add(&value.path, "`value` has no meaning here in the directional model");
        problem.help("write it into `request` and `reply`");
    }
    let Some(exchange) = node.get(DO).or(node.get(DUMP)) else {
        let problem =
            problems.add(&node.path, "an operation needs `do`, `dump`, `notify` or `event`");
        problem.help("only the unified model has operations that just reserve their number");
        return Directed::FromKernel(None);
    };
    let request = exchange.get(REQUEST).and_then(|it| it.int_of(VALUE));
    let reply = exchange.get(REPLY).map(|it| it.int_of(VALUE));
    same_request(node, request, problems);
    Directed::Exchange { request, reply }
}

/// `do` and `dump` are told apart by a flag, not by their number.
fn same_request(node: &Node, request: Option<i128>, problems: &mut Problems) {
    let dump = node.get(DUMP).and_then(|it| it.get(REQUEST)?.get(VALUE));
    let (Some(dump), Some(exchange)) = (dump, node.get(DO)) else {
        return;
    };
    if dump.int() != request {
        let problem = problems.add(&dump.path, "`do` and `dump` have different numbers");
        problem.also("the number of `do`", &exchange.path.key(REQUEST).key(VALUE));
        problem.help("a dump has the number of its `do` and the flag NLM_F_DUMP");
    }
}

/// A message's number, if it is in range; `place` is where it comes from.
pub(super) fn in_range(
    number: i128,
    protocol: Protocol,
    place: &Node,
    problems: &mut Problems,
) -> Option<u16> {
    let (range, help) = match protocol {
        Protocol::Generic { .. } => (0..=0xff, "`genlmsghdr.cmd` goes from 0 to 255"),
        Protocol::Raw { .. } => (
            0x10..=0xffff,
            "`nlmsghdr.nlmsg_type` goes from 16 to 65535; below are control messages",
        ),
    };
    if !range.contains(&number) {
        problems
            .add(&place.path, format!("the message number {number} is out of range"))
            .help(help);
        return None;
    }
    u16::try_from(number).ok()
}

/// Numbers that must not be shared: those of requests, and in the unified model all. Replies and notifications of the
/// directional model do share theirs.
pub(super) fn unique(operations: &[Operation], model: EnumModel, problems: &mut Problems) {
    let mut seen: HashMap<u16, &Operation> = HashMap::new();
    for operation in operations {
        let request = operation.do_.as_ref().or(operation.dump.as_ref()).map(|it| it.request.id);
        let unasked =
            operation.notify.map(|it| it.id).or(operation.event.as_ref().map(|it| it.message.id));
        let id = match model {
            EnumModel::Unified => request.or(unasked).or(operation.reserved),
            EnumModel::Directional => request,
        };
        let Some(id) = id else { continue };
        if let Some(first) = seen.get(&id) {
            let message = format!(
                "operations `{}` and `{}` both have the number {id}",
                first.name, operation.name
            );
            let problem = problems.add(&operation.path.key(NAME), message);
            problem.also("first used here", &first.path.key(NAME));
        } else {
            seen.insert(id, operation);
        }
    }
}
