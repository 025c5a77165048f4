//! `CTRL_CMD_GETFAMILY`: a family's id, groups and operations by its name.

use bstr::BString;

use super::GenericFamily;
use super::numbers::{commands, group_ids, ids, operation_ids};
use crate::message::{Request, Single};
use crate::payload::{Decode, DecodeError, Encode, View, decode_set, required};
use crate::schema::{
    Attribute as Row, Family, Kind, Layout, Modes, Operation, Protocol, Scalar, Set, Width,
};
use crate::wire::{Attributes, Writer};

const GETFAMILY: u16 = commands::GETFAMILY as u16;
const NEWFAMILY: u16 = commands::NEWFAMILY as u16;

const U16: Kind = Kind::Scalar(Scalar::new(Width::U16));
const U32: Kind = Kind::Scalar(Scalar::new(Width::U32));

static GROUP: Set = Set::new(
    "mcast-group-attrs",
    &[Row::new(group_ids::NAME, "name", Kind::String), Row::new(group_ids::ID, "id", U32)],
);
static OPERATION_ATTRIBUTES: Set = Set::new(
    "op-attrs",
    &[Row::new(operation_ids::ID, "id", U32), Row::new(operation_ids::FLAGS, "flags", U32)],
);
static ATTRIBUTES: Set = Set::new(
    "ctrl-attrs",
    &[
        Row::new(ids::FAMILY_ID, "family-id", U16),
        Row::new(ids::FAMILY_NAME, "family-name", Kind::String),
        Row::new(ids::VERSION, "version", U32),
        Row::new(ids::MAX_ATTRIBUTE, "maxattr", U32),
        Row::new(ids::OPERATIONS, "ops", Kind::Indexed(&Kind::Nest(&OPERATION_ATTRIBUTES))),
        Row::new(ids::MCAST_GROUPS, "mcast-groups", Kind::Indexed(&Kind::Nest(&GROUP))),
    ],
);
static OPERATION: Operation = Operation::new("getfamily", Some(GETFAMILY), Some(NEWFAMILY))
    .with_modes(Modes { request: true, dump: true, notify: false })
    .with_layout(Layout { header: None, set: Some(&ATTRIBUTES) });
pub(super) static FAMILY: Family = Family::new("nlctrl", Protocol::Generic { version: 2 });

/// Asks nlctrl for a family.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GetFamily<'n> {
    pub(crate) name: &'n str,
}

impl Encode for GetFamily<'_> {
    const KIND: Kind = Kind::Nest(&ATTRIBUTES);
    fn encode(&self, out: &mut Writer) {
        out.put(ids::FAMILY_NAME, self.name);
    }
}

impl Request for GetFamily<'_> {
    type Reply = GenericFamily;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &OPERATION;
    const COMMAND: u16 = GETFAMILY;
    const HAS_REPLY: bool = true;
}

impl Single for GetFamily<'_> {}

impl View for GenericFamily {
    type At<'a> = Self;
}

impl Decode<'_> for GenericFamily {
    fn decode(body: &[u8]) -> Result<Self, DecodeError> {
        let (mut name, mut id, mut version, mut max_attribute) = (None, None, None, 0);
        let (mut groups, mut operations) = (Vec::new(), Vec::new());
        decode_set(body, &ATTRIBUTES, |attribute| {
            let payload = attribute.payload();
            match attribute.id() {
                ids::FAMILY_NAME => name = Some(String::decode(payload)?),
                ids::FAMILY_ID => id = Some(<u16 as Decode>::decode(payload)?),
                ids::VERSION => version = Some(<u32 as Decode>::decode(payload)?),
                ids::MAX_ATTRIBUTE => max_attribute = <u32 as Decode>::decode(payload)?,
                ids::OPERATIONS => {
                    for operation in Attributes::new(payload) {
                        operations.push(read_operation(operation?.payload())?);
                    }
                }
                ids::MCAST_GROUPS => {
                    for group in Attributes::new(payload) {
                        groups.push(read_group(group?.payload())?);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(Self {
            name: required(name, &ATTRIBUTES, ids::FAMILY_NAME)?,
            id: required(id, &ATTRIBUTES, ids::FAMILY_ID)?,
            version: version.unwrap_or_default(),
            groups,
            max_attribute,
            operations,
        })
    }
}

fn read_group(payload: &[u8]) -> Result<(BString, u32), DecodeError> {
    let (mut name, mut id) = (None, None);
    decode_set(payload, &GROUP, |attribute| {
        match attribute.id() {
            group_ids::NAME => name = Some(<BString as Decode>::decode(attribute.payload())?),
            group_ids::ID => id = Some(<u32 as Decode>::decode(attribute.payload())?),
            _ => {}
        }
        Ok(())
    })?;
    Ok((required(name, &GROUP, group_ids::NAME)?, required(id, &GROUP, group_ids::ID)?))
}

fn read_operation(payload: &[u8]) -> Result<(u32, u32), DecodeError> {
    let (mut id, mut flags) = (None, 0);
    decode_set(payload, &OPERATION_ATTRIBUTES, |attribute| {
        let number = <u32 as Decode>::decode(attribute.payload());
        match attribute.id() {
            operation_ids::ID => id = Some(number?),
            operation_ids::FLAGS => flags = number?,
            _ => {}
        }
        Ok(())
    })?;
    Ok((required(id, &OPERATION_ATTRIBUTES, operation_ids::ID)?, flags))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(write_id: impl Fn(&mut Writer)) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.put(ids::FAMILY_NAME, "netdev");
        write_id(&mut writer);
        writer.put(ids::VERSION, &1u32);
        let groups = writer.begin_nest(ids::MCAST_GROUPS);
        for (index, (name, id)) in [("mgmt", 5u32), ("page-pool", 40)].into_iter().enumerate() {
            let group = writer.begin_nest(index as u16 + 1);
            writer.put(group_ids::ID, &id);
            writer.put(group_ids::NAME, name);
            writer.end(group);
        }
        writer.end(groups);
        let operations = writer.begin_nest(ids::OPERATIONS);
        let operation = writer.begin_nest(1);
        writer.put(operation_ids::ID, &10u32);
        writer.put(operation_ids::FLAGS, &0xcu32);
        writer.end(operation);
        writer.end(operations);
        writer.take_bytes()
    }

    #[test]
    fn a_family_has_its_id_groups_by_name_and_operations() {
        let body = answer(|writer| writer.put(ids::FAMILY_ID, &27u16));
        let family = GenericFamily::decode(&body).unwrap();
        assert_eq!((family.name.as_str(), family.id, family.version), ("netdev", 27, 1));
        assert_eq!(family.group("page-pool"), Some(40));
        assert_eq!(family.group("page"), None);
        assert_eq!([family.operation(10), family.operation(3)], [Some(0xc), None]);
    }

    #[test]
    fn an_answer_without_an_id_says_so() {
        let error = GenericFamily::decode(&answer(|_| ())).unwrap_err().to_string();
        assert_eq!(error, "ctrl-attrs.family-id: required, but absent");
    }
}
