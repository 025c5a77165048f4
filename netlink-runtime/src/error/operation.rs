//! Which operation an error is of.

use core::fmt;

use crate::message::Request;
use crate::schema::{Family, Operation};

/// An operation of a family, printed as `netdev dev-get`.
#[derive(Clone, Copy)]
pub struct OperationRef {
    family: &'static Family,
    operation: &'static Operation,
}

impl OperationRef {
    pub(crate) const fn of<R: Request>() -> Self {
        Self { family: R::FAMILY, operation: R::OPERATION }
    }

    /// An operation that is no request.
    pub(crate) const fn new(family: &'static Family, operation: &'static Operation) -> Self {
        Self { family, operation }
    }

    /// The family's table.
    #[must_use]
    pub const fn family(self) -> &'static Family {
        self.family
    }

    /// The operation's table.
    #[must_use]
    pub const fn operation(self) -> &'static Operation {
        self.operation
    }
}

impl fmt::Display for OperationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.family.name, self.operation.name)
    }
}

impl fmt::Debug for OperationRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OperationRef({self})")
    }
}

impl PartialEq for OperationRef {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.family, other.family) && core::ptr::eq(self.operation, other.operation)
    }
}

impl Eq for OperationRef {}
