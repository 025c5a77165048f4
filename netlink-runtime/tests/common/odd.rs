//! Requests that the kernel treats in unusual ways.

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Decode, DecodeError, Encode, View};
use netlink_runtime::schema::{Family, Operation, Protocol};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Request, Single};

static NOOP: Operation = Operation::new("noop", Some(1), None);
static ROUTE: Family = Family::new("route", Protocol::Raw(0));
static AUDIT_GET: Operation = Operation::new("get", Some(1000), Some(1000));
static AUDIT: Family = Family::new("audit", Protocol::Raw(9));

/// A message without a meaning, to which no answer comes.
#[derive(Clone, Copy)]
pub(crate) struct Unanswered;

impl Encode for Unanswered {
    fn encode(&self, _: &mut Writer) {}
}

impl Request for Unanswered {
    type Reply = ();
    const FAMILY: &'static Family = &ROUTE;
    const OPERATION: &'static Operation = &NOOP;
    const COMMAND: u16 = 1;
    const HAS_REPLY: bool = true;
}

impl Single for Unanswered {}

/// Asks for the state of auditing; a kernel thread answers, after the acknowledgement.
#[derive(Clone, Copy)]
pub(crate) struct AuditGet;

/// `struct audit_status`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AuditStatus<'a>(pub(crate) &'a BStr);

impl Encode for AuditGet {
    fn encode(&self, _: &mut Writer) {}
}

impl Request for AuditGet {
    type Reply = AuditStatus<'static>;
    const FAMILY: &'static Family = &AUDIT;
    const OPERATION: &'static Operation = &AUDIT_GET;
    const COMMAND: u16 = 1000;
    const HAS_REPLY: bool = true;
}

impl Single for AuditGet {}

impl View for AuditStatus<'_> {
    type At<'a> = AuditStatus<'a>;
}

impl<'a> Decode<'a> for AuditStatus<'a> {
    fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(AuditStatus(body.into()))
    }
}
