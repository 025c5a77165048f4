//! nlctrl: the fake kernel tells its generic netlink families itself.

use super::exchange::Exchange;
use super::families::Known;
use super::refusal::Outcome;
use crate::error::Errno;
use crate::generic::GenericFamily;
use crate::generic::numbers::commands::{GETFAMILY, NEWFAMILY};
use crate::generic::numbers::{group_ids, ids, operation_ids};
use crate::payload::Decode;
use crate::wire::{Attributes, GenericHeader, Writer};

/// Answers `CTRL_CMD_GETFAMILY`, for one family or for all.
pub(super) fn answer(exchange: &mut Exchange, families: &Known, payload: &[u8]) -> Outcome {
    let result = match GenericHeader::split(payload) {
        Some((GenericHeader { command: GETFAMILY, .. }, body)) => {
            if exchange.dump {
                families.iter().for_each(|family| reply(exchange, family));
                Ok(())
            } else {
                find(families, body).map(|family| reply(exchange, family))
            }
        }
        Some(_) => Err(Errno::EOPNOTSUPP),
        None => Err(Errno::EINVAL),
    };
    match result {
        Ok(()) => exchange.success(),
        Err(errno) => Outcome::failure(errno),
    }
}

fn find<'f>(families: &'f Known, body: &[u8]) -> Result<&'f GenericFamily, Errno> {
    for attribute in Attributes::new(body) {
        let attribute = attribute.map_err(|_| Errno::EINVAL)?;
        let found = match attribute.id() {
            ids::FAMILY_ID => {
                let id = <u16 as Decode>::decode(attribute.payload()).map_err(|_| Errno::EINVAL)?;
                families.by_id(id)
            }
            ids::FAMILY_NAME => {
                let name = attribute.payload();
                families.by_name(name.strip_suffix(&[0]).unwrap_or(name))
            }
            _ => continue,
        };
        return found.ok_or(Errno::ENOENT);
    }
    Err(Errno::EINVAL)
}

fn reply(exchange: &mut Exchange, family: &GenericFamily) {
    let (kind, generic) = (exchange.header.kind, header(NEWFAMILY));
    exchange.reply(kind, Some(generic), &body(family));
}

/// The header of a message about a family.
pub(super) fn header(command: u8) -> GenericHeader {
    GenericHeader { command, version: 2 }
}

/// What nlctrl says of a family.
pub(super) fn body(family: &GenericFamily) -> Vec<u8> {
    let mut out = Writer::new();
    out.put(ids::FAMILY_NAME, &family.name);
    out.put(ids::FAMILY_ID, &family.id);
    out.put(ids::VERSION, &family.version);
    out.put(ids::HEADER_SIZE, &0u32);
    out.put(ids::MAX_ATTRIBUTE, &family.max_attribute);
    if !family.operations.is_empty() {
        let operations = out.begin_nest(ids::OPERATIONS);
        for ((command, flags), index) in family.operations.iter().zip(1..) {
            let operation = out.begin_nest(index);
            out.put(operation_ids::ID, command);
            out.put(operation_ids::FLAGS, flags);
            out.end(operation);
        }
        out.end(operations);
    }
    if !family.groups.is_empty() {
        let groups = out.begin_nest(ids::MCAST_GROUPS);
        for ((name, id), index) in family.groups.iter().zip(1..) {
            let group = out.begin_nest(index);
            out.put(group_ids::ID, id);
            out.put(group_ids::NAME, name);
            out.end(group);
        }
        out.end(groups);
    }
    out.take_bytes()
}
