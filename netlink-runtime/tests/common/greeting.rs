//! A message between processes.

use netlink_runtime::payload::{Decode, DecodeError, Encode, View};
use netlink_runtime::protocols;
use netlink_runtime::schema::{Family, Operation, Protocol};
use netlink_runtime::wire::Writer;
use netlink_runtime::{Request, Single};

static FAMILY: Family = Family::new("hello", Protocol::Raw(protocols::USERSOCK));
static GREET: Operation = Operation::new("greet", Some(16), Some(16));

/// A text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Greeting<'a>(pub(crate) &'a [u8]);

impl Encode for Greeting<'_> {
    fn encode(&self, out: &mut Writer) {
        out.extend(self.0);
    }
}

impl View for Greeting<'_> {
    type At<'a> = Greeting<'a>;
}

impl<'a> Decode<'a> for Greeting<'a> {
    fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Greeting(body))
    }
}

impl Request for Greeting<'_> {
    type Reply = Greeting<'static>;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GREET;
    const COMMAND: u16 = 16;
    const HAS_REPLY: bool = true;
}

impl Single for Greeting<'_> {}
