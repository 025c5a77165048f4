//! Requests with flags of the moment.

use super::{Dump, Request, Single};
use crate::payload::Encode;
use crate::schema::{Family, Kind, Operation};
use crate::wire::Writer;

/// A request with more `NLM_F_*` flags than its type says; see [`Request::with_flags`].
#[derive(Clone, Copy, Debug)]
pub struct WithFlags<'r, R> {
    pub(super) request: &'r R,
    pub(super) flags: u16,
}

impl<R: Encode> Encode for WithFlags<'_, R> {
    const KIND: Kind = R::KIND;

    fn encode(&self, out: &mut Writer) {
        self.request.encode(out);
    }
}

impl<R: Request> Request for WithFlags<'_, R> {
    type Reply = R::Reply;
    const FAMILY: &'static Family = R::FAMILY;
    const OPERATION: &'static Operation = R::OPERATION;
    const COMMAND: u16 = R::COMMAND;
    const FLAGS: u16 = R::FLAGS;
    const HAS_REPLY: bool = R::HAS_REPLY;

    fn flags(&self) -> u16 {
        self.request.flags() | self.flags
    }
}

impl<R: Single> Single for WithFlags<'_, R> {}
impl<R: Dump> Dump for WithFlags<'_, R> {}
