//! `CTRL_CMD_GETPOLICY`: what the kernel takes in the requests of an operation.

use std::collections::HashMap;

use super::numbers::{commands, ids, operation_policy_ids};
use super::query::FAMILY;
use crate::error::Policy;
use crate::message::{Dump, Request};
use crate::payload::{Decode, DecodeError, Encode, decode_set};
use crate::schema::{
    Attribute as Row, Family, Hint, Kind, Layout, Modes, Operation, Scalar, Set, Width,
};
use crate::wire::{Attributes, Writer};

const GETPOLICY: u16 = commands::GETPOLICY as u16;
/// `NL_POLICY_TYPE_ATTR_POLICY_IDX`.
const NESTED_POLICY: u16 = 8;

const U16: Kind = Kind::Scalar(Scalar::new(Width::U16));
const U32: Kind = Kind::Scalar(Scalar::new(Width::U32));
const BYTES: Kind = Kind::Binary(Hint::None);

static OPERATION_POLICY: Set = Set::new(
    "op-policy-attrs",
    &[
        Row::new(operation_policy_ids::DO, "do", U32),
        Row::new(operation_policy_ids::DUMP, "dump", U32),
    ],
);
static ATTRIBUTES: Set = Set::new(
    "ctrl-attrs",
    &[
        Row::new(ids::FAMILY_ID, "family-id", U16),
        Row::new(ids::POLICY, "policy", Kind::TypeValue(2, &BYTES)),
        Row::new(ids::OPERATION_POLICY, "op-policy", Kind::Indexed(&Kind::Nest(&OPERATION_POLICY))),
        Row::new(ids::OPERATION, "op", U32),
    ],
);
static OPERATION: Operation = Operation::new("getpolicy", Some(GETPOLICY), Some(GETPOLICY))
    .with_modes(Modes { request: false, dump: true, notify: false })
    .with_layout(Layout { header: None, set: Some(&ATTRIBUTES) });

/// Asks nlctrl for the policies of one operation, by the family's id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GetPolicy {
    pub(crate) family: u16,
    pub(crate) command: u32,
}

impl Encode for GetPolicy {
    const KIND: Kind = Kind::Nest(&ATTRIBUTES);
    fn encode(&self, out: &mut Writer) {
        out.put(ids::FAMILY_ID, &self.family);
        out.put(ids::OPERATION, &self.command);
    }
}

impl Request for GetPolicy {
    type Reply = ();
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &OPERATION;
    const COMMAND: u16 = GETPOLICY;
    const HAS_REPLY: bool = true;
}

impl Dump for GetPolicy {}

/// How an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// For one object or action, `do`.
    Single,
    /// For all objects, `dump`.
    Dump,
}

/// What the kernel takes for one attribute.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) policy: Policy,
    /// The number of the policy for what is in it.
    pub(crate) nested: Option<u16>,
}

/// The policies of an operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    /// The numbers of the policies for the two ways.
    single: Option<u16>,
    dump: Option<u16>,
    /// The largest attribute id, if the operations of the family share one policy.
    pub(crate) shared: Option<u32>,
    /// By policy and attribute. Policies may hold themselves, by number.
    rules: HashMap<(u16, u16), Rule>,
}

impl Policies {
    pub(crate) fn new(shared: Option<u32>) -> Self {
        Self { shared, ..Self::default() }
    }

    /// The number of the policy that is checked first.
    pub(crate) fn number(&self, way: Way) -> Option<u16> {
        match way {
            Way::Single => self.single,
            Way::Dump => self.dump,
        }
    }

    /// The rule of a policy for an attribute.
    pub(crate) fn rule(&self, policy: u16, attribute: u16) -> Option<&Rule> {
        self.rules.get(&(policy, attribute))
    }

    /// The largest attribute that a policy has a rule for.
    pub(crate) fn last(&self, policy: u16) -> u32 {
        let rules = self.rules.keys().filter(|rule| rule.0 == policy);
        rules.map(|rule| rule.1).max().unwrap_or_default().into()
    }

    /// Takes up one part of the kernel's answer.
    pub(crate) fn read(&mut self, body: &[u8]) -> Result<(), DecodeError> {
        decode_set(body, &ATTRIBUTES, |attribute| {
            for entry in Attributes::new(attribute.payload()) {
                match attribute.id() {
                    // Its type is 0 for what can only be dumped; only one was asked for.
                    ids::OPERATION_POLICY => self.read_numbers(entry?.payload())?,
                    ids::POLICY => {
                        let policy = entry?;
                        for rule in Attributes::new(policy.payload()) {
                            let rule = rule?;
                            let read = Rule::read(rule.payload());
                            self.rules.insert((policy.id(), rule.id()), read);
                        }
                    }
                    _ => break,
                }
            }
            Ok(())
        })
    }

    fn read_numbers(&mut self, payload: &[u8]) -> Result<(), DecodeError> {
        decode_set(payload, &OPERATION_POLICY, |attribute| {
            let number = <u32 as Decode>::decode(attribute.payload())?;
            let number = u16::try_from(number).ok();
            match attribute.id() {
                operation_policy_ids::DO => self.single = number,
                operation_policy_ids::DUMP => self.dump = number,
                _ => {}
            }
            Ok(())
        })
    }
}

impl Rule {
    fn read(nest: &[u8]) -> Self {
        let mut attributes = Attributes::new(nest).flatten();
        let nested = attributes.find(|attribute| attribute.id() == NESTED_POLICY);
        let number = nested.and_then(|nested| <u32 as Decode>::decode(nested.payload()).ok());
        let nested = number.and_then(|number| u16::try_from(number).ok());
        Self { policy: Policy::read(nest), nested }
    }
}

/// What the kernel states of an operation.
#[derive(Clone, Debug)]
pub(crate) enum Stated {
    Policies(Policies),
    /// It has the operation, and states no policy.
    Nothing,
    /// It cannot be asked.
    Mute,
}
