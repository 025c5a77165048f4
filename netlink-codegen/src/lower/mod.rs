//! From a checked spec to IR: Rust names are chosen, and each wire type gets its Rust type.

mod docs;
mod enums;
mod names;
mod operations;
mod payload;
mod sets;
mod structs;
mod sub_messages;

pub(crate) use names::shout;

use names::Names;

use crate::diagnostic::{Diagnostics, Sink};
use crate::input::yaml::Spec;
use crate::input::yaml::model;
use crate::ir::{Family, Group, Protocol};

/// What every part of the lowering looks at.
struct Context<'s> {
    spec: &'s Spec,
    names: Names,
    enums: enums::Enums,
    errors: Sink,
}

/// Lowers a spec to a family.
///
/// # Errors
/// All parts of the spec that have no Rust form.
pub fn lower(spec: &Spec) -> Result<Family, Diagnostics> {
    let uses = enums::Uses::of(spec);
    let names = Names::of(spec, &uses);
    let enums = enums::Enums::of(spec, &names, &uses);
    let mut context = Context { spec, names, enums, errors: Sink::new() };
    let sets = sets::sets(&mut context);
    let structs = structs::structs(&mut context);
    let sub_messages = sub_messages::sub_messages(&context);
    let operations::Lowered { requests, operations, messages } =
        operations::operations(&mut context);
    let Context { enums, errors, names, .. } = context;
    errors.finish()?;
    Ok(Family {
        name: spec.name.clone(),
        doc: docs::tidy(&spec.doc),
        protocol: match spec.protocol {
            model::Protocol::Generic { version } => Protocol::Generic(version),
            model::Protocol::Raw { protonum } => Protocol::Raw(protonum.into()),
        },
        consts: enums::consts(spec, &names),
        enums: enums.into_items(),
        structs,
        sets,
        sub_messages,
        requests,
        operations,
        groups: groups(spec),
        messages,
    })
}

fn groups(spec: &Spec) -> Vec<Group> {
    spec.mcast_groups.iter().map(|group| Group { name: group.name.clone(), id: group.id }).collect()
}

/// The name of a family's module: the family's in snake case.
#[must_use]
pub fn module_name(family: &str) -> proc_macro2::Ident {
    names::ident(&names::snake(family))
}
