//! nlctrl: the fake kernel tells its generic netlink families itself.

use super::exchange::Exchange;
use super::families::Known;
use super::refusal::Outcome;
use crate::error::Errno;
use crate::generic::GenericFamily;
use crate::payload::Decode;
use crate::wire::{Attributes, GenericHeader, Writer};

/// `CTRL_CMD_*`.
pub(super) const NEWFAMILY: u8 = 1;
pub(super) const DELFAMILY: u8 = 2;
const GETFAMILY: u8 = 3;

/// `CTRL_ATTR_*` and `CTRL_ATTR_MCAST_GRP_*`.
const FAMILY_ID: u16 = 1;
const FAMILY_NAME: u16 = 2;
const VERSION: u16 = 3;
const HEADER_SIZE: u16 = 4;
const MAX_ATTRIBUTE: u16 = 5;
const GROUPS: u16 = 7;
const GROUP_NAME: u16 = 1;
const GROUP_ID: u16 = 2;

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
            FAMILY_ID => {
                let id = <u16 as Decode>::decode(attribute.payload()).map_err(|_| Errno::EINVAL)?;
                families.by_id(id)
            }
            FAMILY_NAME => {
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
    out.put(FAMILY_NAME, &family.name);
    out.put(FAMILY_ID, &family.id);
    out.put(VERSION, &family.version);
    out.put(HEADER_SIZE, &0u32);
    out.put(MAX_ATTRIBUTE, &0u32);
    if !family.groups.is_empty() {
        let groups = out.begin_nest(GROUPS);
        for ((name, id), index) in family.groups.iter().zip(1..) {
            let group = out.begin_nest(index);
            out.put(GROUP_ID, id);
            out.put(GROUP_NAME, name);
            out.end(group);
        }
        out.end(groups);
    }
    out.take_bytes()
}
