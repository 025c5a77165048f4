//! Requests that cannot be written.

use core::fmt;

use super::OperationRef;
use crate::schema::AttributePath;
use crate::wire::{EncodeFault, Writer, align};

/// A request holds a value that does not fit the wire. Nothing was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    operation: OperationRef,
    path: AttributePath,
    fault: EncodeFault,
}

impl EncodeError {
    #[cold]
    /// The error of a request whose body starts there in what was written.
    pub(crate) fn new(
        operation: OperationRef,
        fault: EncodeFault,
        written: &[u8],
        body: usize,
    ) -> Self {
        let layout = &operation.operation().layout;
        let start = body + layout.header.map_or(0, |header| align(header.size));
        let path = AttributePath::of_fault(layout.set, &fault, written, start);
        Self(Box::new(Inner { operation, path, fault }))
    }

    /// The body of a message, as `write` writes it.
    pub(crate) fn body(
        operation: OperationRef,
        write: impl FnOnce(&mut Writer),
    ) -> Result<Vec<u8>, Self> {
        let mut writer = Writer::new();
        write(&mut writer);
        match writer.take_fault() {
            Some(fault) => Err(Self::new(operation, fault, writer.bytes(), 0)),
            None => Ok(writer.take_bytes()),
        }
    }

    /// The operation whose request it is.
    #[must_use]
    pub fn operation(&self) -> OperationRef {
        self.0.operation
    }

    /// The attribute at fault; empty if it is the message as a whole.
    #[must_use]
    pub fn path(&self) -> &AttributePath {
        &self.0.path
    }

    /// What is wrong, as the end of a sentence that starts with the attribute.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.0.fault.reason
    }

    /// The length in bytes that is too much, if that is what is wrong.
    #[must_use]
    pub fn length(&self) -> Option<usize> {
        self.0.fault.length
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, path, fault } = &*self.0;
        write!(f, "{operation}: ")?;
        match (path.is_empty(), fault.ids.as_slice()) {
            (false, _) => write!(f, "attribute {path}")?,
            (true, []) => f.write_str("the message")?,
            (true, [(id, _), ..]) => write!(f, "attribute #{id}")?,
        }
        write!(f, " {}", fault.reason)?;
        fault.length.map_or(Ok(()), |length| write!(f, " ({length} bytes)"))
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncodeError({self})")
    }
}

impl std::error::Error for EncodeError {}
