//! Requests that the kernel refused.

use core::fmt;

use bstr::BStr;

use super::{Errno, ExtendedAck, OperationRef, Policy};
use crate::schema::AttributePath;

/// The kernel's answer to a request that it refused: an `errno` and, where the kernel says so, a
/// text and the attribute at fault.
#[derive(Clone, PartialEq, Eq)]
pub struct KernelError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    operation: OperationRef,
    errno: Errno,
    ack: ExtendedAck,
}

impl KernelError {
    #[cold]
    pub(crate) fn new(operation: OperationRef, errno: Errno, ack: ExtendedAck) -> Self {
        Self(Box::new(Inner { operation, errno, ack }))
    }

    /// The operation that was refused.
    #[must_use]
    pub fn operation(&self) -> OperationRef {
        self.0.operation
    }

    /// The kind of error; it has predicates such as [`is_not_found`](Errno::is_not_found).
    #[must_use]
    pub fn errno(&self) -> Errno {
        self.0.errno
    }

    /// The kernel's text.
    #[must_use]
    pub fn message(&self) -> Option<&BStr> {
        self.0.ack.message()
    }

    /// The attribute that the error is about: the one at fault, or the one that is
    /// [missing](Self::missing).
    #[must_use]
    pub fn path(&self) -> Option<&AttributePath> {
        self.0.ack.path()
    }

    /// The attribute that is required and was not sent.
    #[must_use]
    pub fn missing(&self) -> Option<&AttributePath> {
        self.0.ack.missing.as_ref()
    }

    /// What the kernel would have taken for the attribute at fault.
    #[must_use]
    pub fn policy(&self) -> Option<&Policy> {
        self.0.ack.policy.as_ref()
    }

    /// Bytes whose meaning is the operation's.
    #[must_use]
    pub fn cookie(&self) -> Option<&[u8]> {
        self.0.ack.cookie.as_deref()
    }

    /// All that the kernel said beside the `errno`.
    #[must_use]
    pub fn extended_ack(&self) -> &ExtendedAck {
        &self.0.ack
    }
}

/// `netdev dev-get: the kernel refused attribute dev.ifindex: Numerical result out of range
/// (ERANGE): integer out of range (wanted: u32, 1 to 4294967295)`.
impl fmt::Display for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, errno, ack } = &*self.0;
        write!(f, "{operation}: ")?;
        match (&ack.missing, &ack.attribute) {
            (Some(path), _) => write!(f, "the kernel misses attribute {path}")?,
            (None, Some(path)) => write!(f, "the kernel refused attribute {path}")?,
            (None, None) => f.write_str("the kernel refused")?,
        }
        write!(f, ": {errno}")?;
        if let Some(message) = ack.message() {
            write!(f, ": {message}")?;
        }
        ack.policy.as_ref().map_or(Ok(()), |policy| write!(f, " (wanted: {policy})"))
    }
}

impl fmt::Debug for KernelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KernelError({self})")
    }
}

impl std::error::Error for KernelError {}
