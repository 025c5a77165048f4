//! netdev: network devices, of generic netlink.

use netlink_runtime::payload::Encode;
use netlink_runtime::schema::{
    Attribute, Family, Kind, Layout, Operation, Protocol, Scalar, Set, Width,
};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Dump, Request, Single};

const IFINDEX: u16 = 1;

static DEV: Set =
    Set::new("dev", &[Attribute::new(IFINDEX, "ifindex", Kind::Scalar(Scalar::new(Width::U32)))]);
static DEV_GET: Operation = Operation::new("dev-get", Some(1), Some(1))
    .with_layout(Layout { header: None, set: Some(&DEV) });
static FAMILY: Family = Family::new("netdev", Protocol::Generic { version: 1 });
static ABSENT: Family = Family::new("no-such-family", Protocol::Generic { version: 1 });

/// Asks for one device.
#[derive(Clone, Copy, Default)]
pub(crate) struct DevGet {
    pub(crate) ifindex: Option<u32>,
}

impl Encode for DevGet {
    fn encode(&self, out: &mut Writer) {
        out.optional(IFINDEX, &self.ifindex);
    }
}

impl Request for DevGet {
    type Reply = ();
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &DEV_GET;
    const COMMAND: u16 = 1;
    const HAS_REPLY: bool = true;
}

impl Single for DevGet {}

/// A request of a family that no kernel has.
#[derive(Clone, Copy)]
pub(crate) struct Absent;

impl Encode for Absent {
    fn encode(&self, _: &mut Writer) {}
}

impl Request for Absent {
    type Reply = ();
    const FAMILY: &'static Family = &ABSENT;
    const OPERATION: &'static Operation = &DEV_GET;
    const COMMAND: u16 = 1;
    const HAS_REPLY: bool = true;
}

impl Single for Absent {}
impl Dump for Absent {}
