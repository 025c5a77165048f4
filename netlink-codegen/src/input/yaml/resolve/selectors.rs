//! Selectors of sub-messages: which sets have the attribute that chooses.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::{
    model::{
        Attribute, AttributeSet, AttributeType, Binary, Element, Enum, Scalar, Selector, SetId,
        SubMessage, SubMessageId, TypeValue,
    },
    problem::Problems,
    words::*,
};

/// Finds the sets of all selectors.
pub(super) fn resolve(
    sets: &mut [AttributeSet],
    sub_messages: &[SubMessage],
    enums: &[Enum],
    problems: &mut Problems,
) {
    let found = Selectors::new(sets, sub_messages, enums).find(problems);
    for (set, index, within) in found {
        let attribute = sets.get_mut(set.0).and_then(|set| set.attributes.get_mut(index));
        if let Some(AttributeType::SubMessage { selector, .. }) = attribute.map(|it| &mut it.ty) {
            selector.sets = within;
        }
    }
}

struct Selectors<'a> {
    sets: &'a [AttributeSet],
    sub_messages: &'a [SubMessage],
    enums: &'a [Enum],
    /// The attributes of each set, by name.
    names: Vec<HashMap<&'a str, &'a Attribute>>,
    /// For each set, the sets it is directly nested in.
    outer: Vec<BTreeSet<usize>>,
    /// Sub-messages and selector attributes (set and name) that were compared.
    compared: HashSet<(usize, usize, &'a str)>,
}

impl<'a> Selectors<'a> {
    fn new(sets: &'a [AttributeSet], sub_messages: &'a [SubMessage], enums: &'a [Enum]) -> Self {
        let by_name = |set: &'a AttributeSet| {
            set.attributes.iter().map(|attribute| (attribute.name.as_str(), attribute)).collect()
        };
        Self {
            sets,
            sub_messages,
            enums,
            names: sets.iter().map(by_name).collect(),
            outer: enclosing(sets, sub_messages),
            compared: HashSet::new(),
        }
    }

    /// The sets of each selector, found by its attribute's set and index.
    fn find(mut self, problems: &mut Problems) -> Vec<(SetId, usize, Vec<SetId>)> {
        let mut found = Vec::new();
        for (at, set) in self.sets.iter().enumerate() {
            for (index, attribute) in set.attributes.iter().enumerate() {
                if let AttributeType::SubMessage { message, selector } = &attribute.ty {
                    let within = self.nearest(at, &selector.name);
                    self.check(set, &within, attribute, selector, problems);
                    self.check_formats(&within, &selector.name, *message, problems);
                    found.push((SetId(at), index, within));
                }
            }
        }
        found
    }

    /// The set itself if it has the attribute, else the nearest sets around it that have.
    fn nearest(&self, from: usize, name: &str) -> Vec<SetId> {
        let mut seen = BTreeSet::from([from]);
        let mut found = Vec::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if self.attribute(SetId(at), name).is_some() {
                found.push(SetId(at));
                continue;
            }
            let around = self.outer.get(at).into_iter().flatten();
            open.extend(around.copied().filter(|at| seen.insert(*at)));
        }
        found.sort_unstable();
        found
    }

    fn attribute(&self, set: SetId, name: &str) -> Option<&'a Attribute> {
        self.names.get(set.0)?.get(name).copied()
    }

    /// Reports a selector that is nowhere, or can choose nothing.
    fn check(
        &self,
        own: &AttributeSet,
        within: &[SetId],
        attribute: &Attribute,
        selector: &Selector,
        problems: &mut Problems,
    ) {
        let path = attribute.path.key(SELECTOR);
        let name = &selector.name;
        if within.is_empty() {
            let names = own.attributes.iter().map(|it| it.name.as_str());
            let message = format!("neither this set nor one around it has an attribute `{name}`");
            problems.add(&path, message).help_for(name, names);
        }
        for found in within.iter().filter_map(|id| self.attribute(*id, name)) {
            if !matches!(found.ty, AttributeType::String | AttributeType::Scalar(_)) {
                let problem =
                    problems.add(&path, format!("`{name}` is neither a string nor a number"));
                problem.also("defined here", &found.path);
                problem.help("a selector's value is compared with `formats[].value`");
            }
        }
    }

    /// If the selector is a number with names, each format must be one of them.
    fn check_formats(
        &mut self,
        within: &[SetId],
        name: &'a str,
        message: SubMessageId,
        problems: &mut Problems,
    ) {
        let new = |id: &&SetId| self.compared.insert((message.0, id.0, name));
        let new: Vec<SetId> = within.iter().filter(new).copied().collect();
        for attribute in new.into_iter().filter_map(|id| self.attribute(id, name)) {
            let AttributeType::Scalar(Scalar { names: Some(names), .. }) = attribute.ty else {
                continue;
            };
            if let (Some(names), Some(message)) =
                (self.enums.get(names.id.0), self.sub_messages.get(message.0))
            {
                compare(attribute, names, message, problems);
            }
        }
    }
}

/// Reports formats that are no entry of the selector's enum.
fn compare(selector: &Attribute, names: &Enum, message: &SubMessage, problems: &mut Problems) {
    let entries: HashSet<_> = names.entries.iter().map(|entry| entry.name.as_str()).collect();
    for format in message.formats.iter().filter(|format| !entries.contains(format.value.as_str())) {
        let text = format!("`{}` has no entry `{}`", names.name, format.value);
        let problem = problems.add(&format.path.key(VALUE), text);
        problem.also("the selector has this enum", &selector.path.key(ENUM));
        problem.help_for(&format.value, names.entries.iter().map(|entry| entry.name.as_str()));
    }
}

/// For each set, the sets it is directly nested in.
fn enclosing(sets: &[AttributeSet], sub_messages: &[SubMessage]) -> Vec<BTreeSet<usize>> {
    let mut outer = vec![BTreeSet::new(); sets.len()];
    for (at, set) in sets.iter().enumerate() {
        let (mut inner, mut messages) = (BTreeSet::new(), BTreeSet::new());
        for attribute in &set.attributes {
            match &attribute.ty {
                AttributeType::Nest(set)
                | AttributeType::Binary(Binary::Records(_, set))
                | AttributeType::IndexedArray(Element::Nest(set))
                | AttributeType::NestTypeValue { inner: TypeValue::Set(set), .. } => {
                    inner.insert(*set);
                }
                AttributeType::SubMessage { message, .. } => {
                    messages.insert(*message);
                }
                _ => {}
            }
        }
        let messages = messages.into_iter().filter_map(|id| sub_messages.get(id.0));
        inner.extend(messages.flat_map(|it| &it.formats).filter_map(|format| format.attribute_set));
        for inner in inner {
            if let Some(outer) = outer.get_mut(inner.0) {
                outer.insert(at);
            }
        }
    }
    outer
}
