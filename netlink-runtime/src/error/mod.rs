//! What can go wrong between a request and its answer.

mod check;
mod encode;
mod errno;
mod extack;
mod kernel;
mod operation;
mod policy;

use core::fmt;
use std::io;

pub use check::CheckError;
pub use encode::EncodeError;
pub use errno::Errno;
pub(crate) use extack::Sent;
#[cfg(feature = "testing")]
pub(crate) use extack::ids as ack_ids;
pub use extack::{ExtendedAck, Warning};
pub use kernel::KernelError;
pub use operation::OperationRef;
pub use policy::{Policy, PolicyKind};

use crate::payload::DecodeError;

/// Why a request has no answer, or a dump no next object.
///
/// The text is a whole sentence that names the operation; what [`source`](std::error::Error)
/// gives is part of it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The kernel refused the request.
    Kernel(KernelError),
    /// The request cannot be written; nothing was sent.
    Encode(EncodeError),
    /// The request holds a value that the kernel would refuse, as
    /// [`check`](crate::Request::check) found; nothing was sent.
    Check(CheckError),
    /// A message of the answer is malformed. In a dump the messages after it can still be had.
    Decode {
        /// What was asked; unknown where a nest of an answer was decoded later.
        operation: Option<OperationRef>,
        /// What is wrong, and where.
        source: DecodeError,
    },
    /// A system call failed.
    Io {
        /// What was asked, if anything was yet.
        operation: Option<OperationRef>,
        /// The system call.
        call: &'static str,
        /// Its error.
        source: io::Error,
    },
    /// A network namespace cannot be opened or entered.
    Namespace {
        /// The namespace, by the path or the process that was asked for.
        namespace: String,
        /// The system call.
        call: &'static str,
        /// Its error.
        source: io::Error,
    },
    /// The socket was closed by a [`Closer`](crate::Closer).
    Closed {
        /// What was asked, if it was an answer that was awaited.
        operation: Option<OperationRef>,
    },
    /// The kernel has no generic netlink family of this name, here or in this network namespace.
    FamilyNotFound {
        /// The name.
        name: String,
    },
    /// The family has no multicast group of this name.
    GroupNotFound {
        /// The name of the family.
        family: String,
        /// The name of the group.
        name: String,
    },
    /// No answer came in the time set; it is skipped should it still come. A request
    /// [in flight](crate::Socket::send) stays so.
    Timeout {
        /// What was asked.
        operation: OperationRef,
    },
    /// The kernel dropped messages to this socket because nobody read them in time (`ENOBUFS`).
    /// An answer to a request may be among them, so that nobody knows how it went; a dump loses
    /// nothing and goes on. The socket can be used on.
    Overrun {
        /// What was asked, if anything was.
        operation: Option<OperationRef>,
    },
    /// The dump is complete, but what it lists changed while it ran (`NLM_F_DUMP_INTR`): objects
    /// may be missing or double. Dumping again is the remedy.
    DumpInterrupted {
        /// What was asked.
        operation: OperationRef,
    },
    /// The kernel finished the request without the answer that its operation has.
    NoReply {
        /// What was asked.
        operation: OperationRef,
    },
    /// The kernel answered with a message that is none of the operation's.
    UnexpectedReply {
        /// What was asked.
        operation: OperationRef,
        /// The message type; for generic netlink the family's id.
        kind: u16,
        /// The command in the generic header, if there is one.
        command: Option<u8>,
    },
    /// The end of a datagram was lost, since it is longer than any that the kernel sends.
    Truncated {
        /// What was asked, if anything was.
        operation: Option<OperationRef>,
        /// The length of the datagram in bytes.
        length: usize,
    },
    /// The request belongs to another protocol than the socket; in a batch, than the requests
    /// before it, or to another generic family.
    WrongProtocol {
        /// What was asked.
        operation: OperationRef,
        /// The number of the socket's or the batch's protocol.
        protocol: u16,
    },
    /// No answer came to a request of a batch, because of an error that concerned them all. It
    /// may or may not have been carried out.
    Unanswered {
        /// What was asked.
        operation: OperationRef,
    },
    /// The request that is waited for was sent on another socket, or its answer was handed out
    /// already.
    NotPending {
        /// What was asked.
        operation: OperationRef,
    },
    /// The family belongs to another protocol than the socket.
    WrongFamily {
        /// The name of the family.
        family: &'static str,
        /// The number of the socket's protocol.
        protocol: u16,
    },
    /// A request of a batch was not sent, because an error before it ended the sending.
    NotSent {
        /// What was to be asked.
        operation: OperationRef,
    },
}

impl Error {
    /// What was asked when it went wrong.
    #[must_use]
    pub fn operation(&self) -> Option<OperationRef> {
        match self {
            Self::Kernel(error) => Some(error.operation()),
            Self::Encode(error) => Some(error.operation()),
            Self::Check(error) => Some(error.operation()),
            Self::Io { operation, .. }
            | Self::Closed { operation }
            | Self::Decode { operation, .. }
            | Self::Overrun { operation }
            | Self::Truncated { operation, .. } => *operation,
            Self::FamilyNotFound { .. }
            | Self::GroupNotFound { .. }
            | Self::WrongFamily { .. }
            | Self::Namespace { .. } => None,
            Self::Timeout { operation }
            | Self::DumpInterrupted { operation }
            | Self::NoReply { operation }
            | Self::UnexpectedReply { operation, .. }
            | Self::WrongProtocol { operation, .. }
            | Self::Unanswered { operation }
            | Self::NotPending { operation }
            | Self::NotSent { operation } => Some(*operation),
        }
    }

    /// The `errno` that the kernel answered with or a system call failed with.
    #[must_use]
    pub fn errno(&self) -> Option<Errno> {
        match self {
            Self::Kernel(error) => Some(error.errno()),
            Self::Io { source, .. } | Self::Namespace { source, .. } => {
                source.raw_os_error().map(Errno)
            }
            _ => None,
        }
    }

    /// What the kernel answered, if it refused the request.
    #[must_use]
    pub fn kernel(&self) -> Option<&KernelError> {
        match self {
            Self::Kernel(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kernel(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
            Self::Check(error) => error.fmt(f),
            Self::Decode { operation: None, source } => source.fmt(f),
            Self::Decode { operation: Some(operation), source } => {
                write!(f, "{operation}: the answer is malformed: {source}")
            }
            Self::Io { operation: None, call, source } => write!(f, "{call} failed: {source}"),
            Self::Io { operation: Some(operation), call, source } => {
                write!(f, "{operation}: {call} failed: {source}")
            }
            Self::Namespace { namespace, call, source } => {
                write!(f, "network namespace {namespace}: {call} failed: {source}")
            }
            Self::Closed { operation: None } => f.write_str("the socket was closed"),
            Self::Closed { operation: Some(operation) } => {
                write!(f, "{operation}: the socket was closed")
            }
            Self::FamilyNotFound { name } => {
                write!(f, "the kernel has no generic netlink family \"{name}\"")
            }
            Self::GroupNotFound { family, name } => {
                write!(f, "{family} has no multicast group \"{name}\"")
            }
            Self::Timeout { operation } => write!(f, "{operation}: no answer came in time"),
            Self::Overrun { operation } => {
                about(operation, f)?;
                f.write_str("the receive buffer overran and messages were lost")
            }
            Self::DumpInterrupted { operation } => {
                write!(f, "{operation}: what was dumped changed meanwhile")
            }
            Self::NoReply { operation } => write!(f, "{operation}: the kernel sent no answer"),
            Self::UnexpectedReply { operation, kind, command: None } => {
                write!(f, "{operation}: the kernel answered with message type {kind}")
            }
            Self::UnexpectedReply { operation, kind, command: Some(command) } => {
                write!(
                    f,
                    "{operation}: the kernel answered with command {command} of family {kind}"
                )
            }
            Self::Truncated { operation, length } => {
                about(operation, f)?;
                write!(f, "the end of a datagram of {length} bytes was lost")
            }
            Self::WrongProtocol { operation, protocol } => {
                write!(f, "{operation}: this belongs to no socket or batch of protocol {protocol}")
            }
            Self::WrongFamily { family, protocol } => {
                write!(f, "{family} does not belong to sockets of protocol {protocol}")
            }
            Self::Unanswered { operation } => {
                write!(f, "{operation}: no answer, because of an error before it")
            }
            Self::NotPending { operation } => {
                write!(f, "{operation}: no answer to it is pending on this socket")
            }
            Self::NotSent { operation } => {
                write!(f, "{operation}: not sent, because of an error before it")
            }
        }
    }
}

/// What an error is about, before the sentence.
fn about(operation: &Option<OperationRef>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    operation.map_or(Ok(()), |operation| write!(f, "{operation}: "))
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode { source, .. } => Some(source),
            Self::Io { source, .. } | Self::Namespace { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<KernelError> for Error {
    fn from(error: KernelError) -> Self {
        Self::Kernel(error)
    }
}

/// For nests and lists of an answer, which are decoded when they are looked at.
impl From<DecodeError> for Error {
    fn from(source: DecodeError) -> Self {
        Self::Decode { operation: None, source }
    }
}

impl From<CheckError> for Error {
    fn from(error: CheckError) -> Self {
        Self::Check(error)
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}
