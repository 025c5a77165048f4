//! Selectors of sub-messages: which sets have the attribute that chooses.

use std::collections::BTreeSet;

use super::super::{
    model::{
        Attribute, AttributeSet, AttributeType, Element, Enum, Scalar, Selector, SetId, SubMessage,
        SubMessageId, TypeValue,
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
    let outer = enclosing(sets, sub_messages);
    let mut found = Vec::new();
    for (at, set) in sets.iter().enumerate() {
        for (index, attribute) in set.attributes.iter().enumerate() {
            if let AttributeType::SubMessage { message, selector } = &attribute.ty {
                let within = nearest(sets, &outer, SetId(at), &selector.name);
                check(sets, &within, attribute, selector, problems);
                if let Some(message) = sub_messages.get(message.0) {
                    check_formats(sets, &within, &selector.name, message, enums, problems);
                }
                found.push((at, index, within));
            }
        }
    }
    for (at, index, within) in found {
        if let AttributeType::SubMessage { selector, .. } = &mut sets[at].attributes[index].ty {
            selector.sets = within;
        }
    }
}

/// For each set, the sets it is directly nested in.
fn enclosing(sets: &[AttributeSet], sub_messages: &[SubMessage]) -> Vec<BTreeSet<usize>> {
    let mut outer = vec![BTreeSet::new(); sets.len()];
    for (at, set) in sets.iter().enumerate() {
        for inner in
            set.attributes.iter().flat_map(|attribute| inner_sets(&attribute.ty, sub_messages))
        {
            if let Some(outer) = outer.get_mut(inner.0) {
                outer.insert(at);
            }
        }
    }
    outer
}

/// The sets directly inside of an attribute.
fn inner_sets(ty: &AttributeType, sub_messages: &[SubMessage]) -> Vec<SetId> {
    match ty {
        AttributeType::Nest(set)
        | AttributeType::IndexedArray(Element::Nest(set))
        | AttributeType::NestTypeValue { inner: TypeValue::Set(set), .. } => vec![*set],
        AttributeType::SubMessage { message: SubMessageId(index), .. } => {
            let formats = sub_messages.get(*index).map_or(&[][..], |message| &message.formats);
            formats.iter().filter_map(|format| format.attribute_set).collect()
        }
        _ => Vec::new(),
    }
}

/// The set itself if it has the attribute, else the nearest sets around it that have.
fn nearest(
    sets: &[AttributeSet],
    outer: &[BTreeSet<usize>],
    from: SetId,
    name: &str,
) -> Vec<SetId> {
    let mut seen = BTreeSet::from([from.0]);
    let mut found = Vec::new();
    let mut open = vec![from.0];
    while let Some(at) = open.pop() {
        if attribute_named(sets, SetId(at), name).is_some() {
            found.push(SetId(at));
            continue;
        }
        let around = outer.get(at).into_iter().flatten();
        open.extend(around.copied().filter(|at| seen.insert(*at)));
    }
    found.sort_unstable();
    found
}

fn attribute_named<'a>(sets: &'a [AttributeSet], id: SetId, name: &str) -> Option<&'a Attribute> {
    sets.get(id.0)?.attributes.iter().find(|attribute| attribute.name == name)
}

/// Reports a selector that is nowhere, or can choose nothing.
fn check(
    sets: &[AttributeSet],
    within: &[SetId],
    attribute: &Attribute,
    selector: &Selector,
    problems: &mut Problems,
) {
    let path = attribute.path.key(SELECTOR);
    let name = &selector.name;
    if within.is_empty() {
        let own = sets.iter().find(|set| set.attributes.iter().any(|it| it.path == attribute.path));
        let names = own.into_iter().flat_map(|set| &set.attributes).map(|it| it.name.as_str());
        let message = format!("neither this set nor one around it has an attribute `{name}`");
        problems.add(&path, message).help_for(name, names);
    }
    for found in within.iter().filter_map(|id| attribute_named(sets, *id, name)) {
        if !matches!(found.ty, AttributeType::String | AttributeType::Scalar(_)) {
            let problem = problems.add(&path, format!("`{name}` is neither a string nor a number"));
            problem
                .also("defined here", &found.path)
                .help("a selector's value is compared with `formats[].value`");
        }
    }
}

/// If the selector is a number with names, each format must be one of them.
fn check_formats(
    sets: &[AttributeSet],
    within: &[SetId],
    name: &str,
    message: &SubMessage,
    enums: &[Enum],
    problems: &mut Problems,
) {
    for attribute in within.iter().filter_map(|id| attribute_named(sets, *id, name)) {
        let AttributeType::Scalar(Scalar { names: Some(names), .. }) = attribute.ty else {
            continue;
        };
        let Some(names) = enums.get(names.id.0) else {
            continue;
        };
        let entries = names.entries.iter().map(|entry| entry.name.as_str());
        for format in &message.formats {
            if !entries.clone().any(|entry| entry == format.value) {
                let text = format!("`{}` has no entry `{}`", names.name, format.value);
                let problem = problems.add(&format.path.key(VALUE), text);
                problem.also("the selector has this enum", &attribute.path.key(ENUM));
                problem.help_for(&format.value, entries.clone());
            }
        }
    }
}
