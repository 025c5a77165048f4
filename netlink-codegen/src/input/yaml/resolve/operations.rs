//! Operations: their messages, and what a notification follows.

use std::collections::HashMap;

use super::{
    super::{
        model::{
            AttributeSet, EnumModel, Event, Exchange, Message, Notify, Operation, OperationId,
            Protocol, SetId, StructId,
        },
        node::Node,
        problem::Problems,
        words::*,
    },
    Scope,
    groups::privilege,
    ids,
    names::Names,
    numbers::Ids,
    text,
};

/// Resolves all operations.
pub(super) fn operations(
    node: &Node,
    model: EnumModel,
    protocol: Protocol,
    scope: &Scope<'_>,
    sets: &[AttributeSet],
    problems: &mut Problems,
) -> Vec<Operation> {
    let nodes = node.list(LIST);
    let resolving = Resolving {
        nodes,
        names: Names::new("operation", nodes, problems),
        default_header: node
            .get(FIXED_HEADER)
            .and_then(|node| scope.definitions.find_struct(node, problems)),
        protocol,
        scope,
        sets,
        attributes: sets.iter().map(by_name).collect(),
    };
    let ids = ids::ids(nodes, model, problems);
    let resolved: Vec<_> =
        nodes.iter().zip(ids).map(|(node, ids)| resolving.operation(node, ids, problems)).collect();
    ids::unique(&resolved, model, problems);
    resolved
}

fn by_name(set: &AttributeSet) -> HashMap<&str, usize> {
    set.attributes
        .iter()
        .enumerate()
        .map(|(index, attribute)| (attribute.name.as_str(), index))
        .collect()
}

struct Resolving<'a> {
    nodes: &'a [Node],
    names: Names<'a>,
    default_header: Option<StructId>,
    protocol: Protocol,
    scope: &'a Scope<'a>,
    sets: &'a [AttributeSet],
    /// The attributes of each set, by name.
    attributes: Vec<HashMap<&'a str, usize>>,
}

/// The operation being resolved.
struct Current<'a> {
    node: &'a Node,
    ids: Ids,
    format: Format,
}

/// What a message consists of.
#[derive(Clone, Copy)]
struct Format {
    set: Option<SetId>,
    header: Option<StructId>,
}

impl Resolving<'_> {
    fn operation(&self, node: &Node, ids: Ids, problems: &mut Problems) -> Operation {
        let followed = node.get(NOTIFY).and_then(|target| self.followed(target, problems));
        let target = followed.and_then(|id| self.nodes.get(id.0));
        let format = Format {
            set: self.set(node, target, problems),
            header: self.header(node, target, problems),
        };
        if format.set.is_none() && node.get(ATTRIBUTE_SET).is_none() {
            no_lists(node, problems);
        }
        let it = Current { node, ids, format };
        let do_ = node.get(DO).map(|key| self.exchange(&it, key, problems));
        let dump = node.get(DUMP).map(|key| self.exchange(&it, key, problems));
        let event =
            node.get(EVENT).map(|key| self.message(&it, key, it.format, ids.response, problems));
        let notify =
            followed.map(|of| Notify { of, id: self.id(&it, node, ids.response, problems) });
        let kinds = [DO, DUMP, NOTIFY, EVENT];
        let idle = !kinds.iter().any(|key| node.get(key).is_some());
        Operation {
            path: node.path.clone(),
            name: text(node, NAME).unwrap_or_default(),
            doc: text(node, DOC).unwrap_or_default(),
            attribute_set: format.set,
            fixed_header: format.header,
            privilege: privilege(node),
            do_,
            dump,
            notify,
            event: event.map(|message| Event { message }),
            reserved: idle.then(|| self.id(&it, node, ids.request, problems)),
            mcast_group: node.get(MCGRP).and_then(|group| self.scope.groups.find(group, problems)),
        }
    }

    /// The operation whose reply a notification looks like; it must have one.
    fn followed(&self, target: &Node, problems: &mut Problems) -> Option<OperationId> {
        let index = self.names.find(target, problems)?;
        let node = self.nodes.get(index)?;
        let replies =
            [DO, DUMP].iter().any(|key| node.get(key).is_some_and(|it| it.get(REPLY).is_some()));
        if !replies {
            let name = target.text().unwrap_or_default();
            let message =
                format!("operation `{name}` has no reply that the notification could look like");
            problems.add(&target.path, message).also("defined here", &node.path);
            return None;
        }
        Some(OperationId(index))
    }

    /// The attribute set: that of the operation itself, or of the answer it looks like.
    fn set(&self, node: &Node, target: Option<&Node>, problems: &mut Problems) -> Option<SetId> {
        let own = node.get(ATTRIBUTE_SET);
        // A wrong name in there is reported with the operation it belongs to.
        let followed = target.and_then(|target| of_reply(target, ATTRIBUTE_SET));
        let Some(own) = own else {
            let found = followed.and_then(|set| self.scope.sets.get(set.text()?));
            return found.map(SetId);
        };
        let found = self.scope.sets.find(own, problems).map(SetId);
        if let Some(target) = target
            && followed.and_then(Node::text) != own.text()
        {
            let problem =
                problems.add(&own.path, "the operation it follows has another attribute set");
            let there = target.place(ATTRIBUTE_SET);
            problem.also("defined here", followed.map_or(&there, |node| &node.path));
        }
        found
    }

    fn header(
        &self,
        node: &Node,
        target: Option<&Node>,
        problems: &mut Problems,
    ) -> Option<StructId> {
        let own =
            node.get(FIXED_HEADER).and_then(|it| self.scope.definitions.find_struct(it, problems));
        // As above.
        let silent = &mut Problems::default();
        let followed =
            || self.scope.definitions.find_struct(of_reply(target?, FIXED_HEADER)?, silent);
        own.or_else(followed).or(self.default_header)
    }

    fn exchange(&self, it: &Current<'_>, node: &Node, problems: &mut Problems) -> Exchange {
        let asked = node.get(REQUEST).unwrap_or(node);
        let request = self.message(it, asked, it.format, it.ids.request, problems);
        let reply = node.get(REPLY).map(|reply| {
            let id = reply.int_of(VALUE).or(it.ids.response);
            if id.is_none() {
                let problem = problems.add(&reply.path, "this reply has no number");
                problem.help("write `value`: `do` has no reply that it could share one with");
            }
            let format = self.reply_format(it, reply, problems);
            self.message(it, reply, format, id, problems)
        });
        Exchange { path: node.path.clone(), request, reply }
    }

    fn reply_format(&self, it: &Current<'_>, reply: &Node, problems: &mut Problems) -> Format {
        let set = match reply.get(ATTRIBUTE_SET) {
            Some(own) => self.scope.sets.find(own, problems).map(SetId),
            None => it.format.set,
        };
        let header = match reply.get(FIXED_HEADER) {
            Some(own) => self.scope.definitions.find_struct(own, problems),
            None => it.format.header,
        };
        Format { set, header }
    }

    fn message(
        &self,
        it: &Current<'_>,
        node: &Node,
        format: Format,
        number: Option<i128>,
        problems: &mut Problems,
    ) -> Message {
        Message {
            path: node.path.clone(),
            id: self.id(it, node, number, problems),
            attribute_set: format.set,
            fixed_header: format.header,
            attributes: self.list(node, format, problems),
        }
    }

    /// A number, if it is in range; the message or the operation says it, or it was counted.
    fn id(
        &self,
        it: &Current<'_>,
        message: &Node,
        number: Option<i128>,
        problems: &mut Problems,
    ) -> u16 {
        let place =
            message.get(VALUE).or(it.node.get(VALUE)).or(it.node.get(NAME)).unwrap_or(message);
        number
            .and_then(|number| ids::in_range(number, self.protocol, place, problems))
            .unwrap_or_default()
    }

    /// The attributes that a message lists. One listed twice counts once.
    fn list(&self, node: &Node, format: Format, problems: &mut Problems) -> Vec<usize> {
        let found = format.set.and_then(|id| self.sets.get(id.0).zip(self.attributes.get(id.0)));
        let Some((set, names)) = found else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut listed = vec![false; set.attributes.len()];
        for item in node.list(ATTRIBUTES) {
            let name = item.text().unwrap_or_default();
            match names.get(name) {
                Some(index) if listed[*index] => {}
                Some(index) => {
                    listed[*index] = true;
                    found.push(*index);
                }
                // Older kernel specs list what is in the fixed header, too.
                None if self.is_member(format.header, name) => {}
                None => {
                    let message = format!("attribute set `{}` has no attribute `{name}`", set.name);
                    let names = set.attributes.iter().map(|attribute| attribute.name.as_str());
                    problems.add(&item.path, message).warning().help_for(name, names);
                }
            }
        }
        found
    }

    /// Whether the fixed header has a member of that name.
    fn is_member(&self, header: Option<StructId>, name: &str) -> bool {
        let header = header.and_then(|id| self.scope.definitions.structs.get(id.0));
        header
            .is_some_and(|node| node.list(MEMBERS).iter().any(|it| it.text_of(NAME) == Some(name)))
    }
}

/// What an operation says of its answer: the answer itself, or else the operation.
fn of_reply<'a>(operation: &'a Node, key: &str) -> Option<&'a Node> {
    let exchange = operation.get(DO).or(operation.get(DUMP));
    let reply = exchange.and_then(|exchange| exchange.get(REPLY)?.get(key));
    reply.or_else(|| operation.get(key))
}

/// Reports a list of attributes where there is no set they could be of.
fn no_lists(node: &Node, problems: &mut Problems) {
    let exchanges = [DO, DUMP].into_iter().filter_map(|key| node.get(key));
    let messages =
        exchanges.flat_map(|it| [REQUEST, REPLY].into_iter().filter_map(|key| it.get(key)));
    let mut lists = messages.chain(node.get(EVENT)).map(|message| message.list(ATTRIBUTES));
    if let Some(first) = lists.find_map(|list| list.first()) {
        let message = "attributes are listed, but the operation has no attribute set";
        problems.add(&first.path, message).help("add the key `attribute-set` to the operation");
    }
}
