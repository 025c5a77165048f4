//! Requests whose values are beyond their limits.

use core::fmt;
use core::ops::ControlFlow;

use super::OperationRef;
use crate::schema::{AttributePath, Excess, walk};

/// A request holds a value that the kernel would refuse: it is beyond the limits that the family's
/// spec states. Nothing was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    operation: OperationRef,
    path: AttributePath,
    excess: Excess,
}

impl CheckError {
    /// The operation whose request it is.
    #[must_use]
    pub fn operation(&self) -> OperationRef {
        self.0.operation
    }

    /// The attribute at fault.
    #[must_use]
    pub fn path(&self) -> &AttributePath {
        &self.0.path
    }

    /// What is wrong, with the limit.
    #[must_use]
    pub fn excess(&self) -> Excess {
        self.0.excess
    }

    /// Checks what follows the netlink headers of a request.
    pub(crate) fn check(operation: OperationRef, body: &[u8]) -> Result<(), Self> {
        let layout = &operation.operation().layout;
        let end = walk(body, layout, |found| {
            let limits = found.row.and_then(|row| row.limits);
            match limits.and_then(|limits| limits.excess(found.kind, found.attribute.payload())) {
                Some(excess) => ControlFlow::Break((found.path(), excess)),
                None => ControlFlow::Continue(()),
            }
        });
        match end {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break((path, excess)) => {
                Err(Self(Box::new(Inner { operation, path, excess })))
            }
        }
    }
}

/// `netdev napi-set: attribute napi.id is 0, but the least is 1`.
impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, path, excess } = &*self.0;
        write!(f, "{operation}: attribute {path} {excess}")
    }
}

impl fmt::Debug for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CheckError({self})")
    }
}

impl std::error::Error for CheckError {}
