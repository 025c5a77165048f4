//! Requests, and the enums of all messages of a family.

use super::WithFlags;
use crate::error::{CheckError, EncodeError, Error, OperationRef};
use crate::payload::{DecodeError, Encode, View};
use crate::schema::{Described, Family, Kind, Operation};
use crate::wire::Writer;

/// A message that asks the kernel for something. Its [`Encode`] writes what follows the netlink
/// headers: the fixed header, if the operation has one, and the attributes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no netlink request",
    label = "cannot be sent",
    note = "a struct becomes one with `#[netlink(family = \"…\", cmd = …)]` beside `#[derive(NetlinkMessage)]`"
)]
pub trait Request: Encode {
    /// The view of an answer; `()` if the kernel only acknowledges.
    type Reply: View;

    /// The family that the request belongs to.
    const FAMILY: &'static Family;

    /// The operation that it asks for.
    const OPERATION: &'static Operation;

    /// The command or message type of this request.
    const COMMAND: u16;

    /// `NLM_F_*` flags that the request always carries, next to those that the way of sending it
    /// adds.
    const FLAGS: u16 = 0;

    /// Whether the kernel answers with a message. If not, it acknowledges.
    const HAS_REPLY: bool;

    /// The `NLM_F_*` flags that this very request carries: [`FLAGS`](Self::FLAGS), and those
    /// given with [`with_flags`](Self::with_flags).
    fn flags(&self) -> u16 {
        Self::FLAGS
    }

    /// Checks the values of the request, also those in nests, against the limits that the family's
    /// spec states (`checks`), so that a mistake is told without asking the kernel. Optional: the
    /// kernel checks too.
    ///
    /// # Errors
    /// [`Error::Check`] with the attribute and the limit, [`Error::Encode`] if a value does not fit
    /// the wire.
    fn check(&self) -> Result<(), Error>
    where
        Self: Sized,
    {
        let operation = OperationRef::of::<Self>();
        let body = EncodeError::body(operation, |out| self.encode(out))?;
        Ok(CheckError::check(operation, &body)?)
    }

    /// The same request with `NLM_F_*` flags of [`wire::flags`](crate::wire::flags) besides its
    /// own: many protocols create an object with `flags::CREATE | flags::EXCLUSIVE` and change it
    /// without.
    fn with_flags(&self, flags: u16) -> WithFlags<'_, Self>
    where
        Self: Sized,
    {
        WithFlags { request: self, flags }
    }
}

/// A request for one object or action (the specs' `do`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not ask for a single object or action",
    note = "a request that lists all objects is sent with `dump`",
    note = "a struct is a request if it says `#[netlink(family = \"…\", cmd = …)]`"
)]
pub trait Single: Request {}

/// A request that the kernel answers with all objects it has (the specs' `dump`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not ask for a dump",
    note = "a request for one object or action is sent with `request`",
    note = "a struct asks for a dump if it says `#[netlink(family = \"…\", cmd = …, dump, reply = …)]`"
)]
pub trait Dump: Request {}

/// An enum of messages of a family: all its requests, or all its answers, notifications and
/// events. A command that the enum does not know keeps its bytes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no enum of messages",
    note = "an enum becomes one with `#[netlink(family = \"…\")]` beside `#[derive(NetlinkMessage)]`"
)]
pub trait MessageSet<'a>: Sized {
    /// The family.
    const FAMILY: &'static Family;

    /// Reads the message that has this command (for generic netlink that of the generic header,
    /// else the message type), these `NLM_F_*` flags, and `body` after its netlink headers.
    ///
    /// # Errors
    /// If the message is malformed.
    fn decode(command: u16, flags: u16, body: &'a [u8]) -> Result<Self, DecodeError>;

    /// The command or message type.
    fn command(&self) -> u16;

    /// Appends what follows the netlink headers.
    fn encode(&self, out: &mut Writer);

    /// What the table says of the message that has this command and these `NLM_F_*` flags: bytes, if
    /// the enum does not know it.
    #[must_use]
    fn kind(command: u16, flags: u16) -> Kind;

    /// The message as its table describes it.
    #[must_use]
    fn described(&self) -> Described<'static>;
}

/// An enum of messages at any lifetime, as [`View`] is for one message: `Notification<'static>`
/// names the enum, and `At<'a>` is what borrows from a buffer.
pub trait Messages {
    /// The enum, borrowing for `'a`.
    type At<'a>: MessageSet<'a>;
}
