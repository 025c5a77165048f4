//! nlctrl: the family of families.

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Decode, DecodeError, Encode, View, decode_set, required};
use netlink_runtime::schema::{
    Attribute, Family, Kind, Layout, Modes, Operation, Protocol, Scalar, Set, Width,
};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Dump, Request, Single};

const FAMILY_ID: u16 = 1;
const FAMILY_NAME: u16 = 2;

static ATTRIBUTES: Set = Set::new(
    "ctrl-attrs",
    &[
        Attribute::new(FAMILY_ID, "family-id", Kind::Scalar(Scalar::new(Width::U16))),
        Attribute::new(FAMILY_NAME, "family-name", Kind::String),
    ],
);
static GETFAMILY: Operation = Operation::new("getfamily", Some(3), Some(1))
    .with_modes(Modes { request: true, dump: true, notify: false })
    .with_layout(Layout { header: None, set: Some(&ATTRIBUTES) });
static FAMILY: Family = Family::new("nlctrl", Protocol::Generic { version: 2 });

/// Asks for one family.
#[derive(Clone, Copy)]
pub(crate) struct GetFamily<'a> {
    pub(crate) name: &'a str,
}

/// Asks for all families.
#[derive(Clone, Copy)]
pub(crate) struct GetFamilies;

/// A family.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FamilyView<'a> {
    pub(crate) id: u16,
    pub(crate) name: &'a BStr,
}

impl Encode for GetFamily<'_> {
    fn encode(&self, out: &mut Writer) {
        out.put(FAMILY_NAME, self.name);
    }
}

impl Encode for GetFamilies {
    fn encode(&self, _: &mut Writer) {}
}

impl Request for GetFamily<'_> {
    type Reply = FamilyView<'static>;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GETFAMILY;
    const COMMAND: u16 = 3;
    const HAS_REPLY: bool = true;
}

impl Request for GetFamilies {
    type Reply = FamilyView<'static>;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GETFAMILY;
    const COMMAND: u16 = 3;
    const HAS_REPLY: bool = true;
}

impl Single for GetFamily<'_> {}
impl Dump for GetFamilies {}

impl View for FamilyView<'_> {
    type At<'a> = FamilyView<'a>;
}

impl<'a> Decode<'a> for FamilyView<'a> {
    fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let (mut id, mut name) = (None, None);
        decode_set(body, &ATTRIBUTES, |attribute| {
            match attribute.id() {
                FAMILY_ID => id = Some(<u16 as Decode>::decode(attribute.payload())?),
                FAMILY_NAME => name = Some(<&BStr as Decode>::decode(attribute.payload())?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(FamilyView {
            id: required(id, &ATTRIBUTES, FAMILY_ID)?,
            name: required(name, &ATTRIBUTES, FAMILY_NAME)?,
        })
    }
}
