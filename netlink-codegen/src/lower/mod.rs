//! From a checked spec to IR: Rust names are chosen, and each wire type gets its Rust type.

mod docs;
mod enums;
mod limits;
mod names;
mod operations;
mod payload;
mod sets;
mod structs;
mod sub_messages;
mod uses;

use names::Names;
use uses::Uses;

use crate::input::yaml::Spec;
use crate::input::yaml::model;
use crate::ir::{Family, Group, Protocol};

/// What every part of the lowering looks at.
struct Context<'s> {
    spec: &'s Spec,
    names: Names,
    enums: enums::Enums,
}

/// Lowers a spec to a family. Whatever passed the checks has a Rust form.
#[must_use]
pub fn lower(spec: &Spec) -> Family {
    let uses = Uses::of(spec);
    let names = Names::of(spec, &uses);
    let enums = enums::Enums::of(spec, &names, &uses);
    let context = Context { spec, names, enums };
    let sets = sets::sets(&context);
    let structs = structs::structs(&context);
    let sub_messages = sub_messages::sub_messages(&context);
    let operations::Lowered { requests, operations, messages } = operations::operations(&context);
    Family {
        name: spec.name.clone(),
        doc: docs::tidy(&spec.doc),
        protocol: match spec.protocol {
            model::Protocol::Generic { version } => Protocol::Generic(version),
            model::Protocol::Raw { protonum } => Protocol::Raw(protonum.into()),
        },
        consts: enums::consts(spec),
        enums: context.enums.into_items(),
        structs,
        sets,
        sub_messages,
        requests,
        operations,
        groups: groups(spec),
        messages,
    }
}

fn groups(spec: &Spec) -> Vec<Group> {
    spec.mcast_groups.iter().map(|group| Group { name: group.name.clone(), id: group.id }).collect()
}

/// The name of a family's module: the family's in snake case.
#[must_use]
pub fn module_name(family: &str) -> proc_macro2::Ident {
    names::ident(&names::snake(family))
}
