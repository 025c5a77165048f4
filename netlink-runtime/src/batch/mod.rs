//! Many requests in few system calls.

mod report;

use core::fmt;
use core::ops::Range;

pub use report::{BatchReport, Failure};

use crate::connection::write_request;
use crate::error::{Error, OperationRef};
use crate::message::{Request, Single};
use crate::schema::{Family, Protocol};
use crate::wire::{MessageHeader, Writer, flags};

/// Requests to be sent together, written as they are added.
///
/// As many go into one datagram as have room for their answers in the socket's receive buffer,
/// and the answers are read before the next ones are sent. The requests are independent of each
/// other: one that fails does not keep the others from being carried out, unless the batch is a
/// [transaction](Self::transaction).
///
/// A batch can be sent again, and [cleared](Self::clear) to be filled again in the same memory.
#[derive(Default)]
pub struct Batch {
    writer: Writer,
    entries: Vec<Entry>,
    acknowledge_last: bool,
    /// What begins and ends it, if it is a transaction.
    frame: Option<[Framing; 2]>,
}

/// A request of a batch.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) operation: OperationRef,
    /// Its bytes among the batch's.
    pub(crate) bytes: Range<usize>,
    /// An answer is expected before the acknowledgement.
    pub(crate) answered: bool,
}

/// A message around a transaction.
#[derive(Clone, Debug)]
pub(crate) struct Framing {
    pub(crate) operation: OperationRef,
    pub(crate) bytes: Vec<u8>,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty batch that is carried out as a whole or not at all: between the two messages, in
    /// one datagram. That is how nftables and other parts of nfnetlink are changed.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn transaction<B: Single, E: Single>(begin: &B, end: &E) -> Result<Self, Error> {
        let frame = Some([framing(begin)?, framing(end)?]);
        let batch = Self { frame, ..Self::default() };
        batch.check_family(E::FAMILY, OperationRef::of::<E>())?;
        Ok(batch)
    }

    /// The same, of which the kernel acknowledges the last request alone: it has less to send, but
    /// answers to the others are not asked for. Requests that fail are told all the same.
    #[must_use]
    pub fn acknowledge_last(self) -> Self {
        Self { acknowledge_last: true, ..self }
    }

    /// Adds a request and returns its index.
    ///
    /// # Errors
    /// [`Error::Encode`] if a value does not fit the wire, [`Error::WrongProtocol`] if the request
    /// belongs to another protocol than those before it. Nothing was added then.
    pub fn push<R: Single>(&mut self, request: &R) -> Result<usize, Error> {
        let operation = OperationRef::of::<R>();
        self.check_family(R::FAMILY, operation)?;
        let start = self.writer.bytes().len();
        if let Err(error) = write_request(request, header(request), &mut self.writer) {
            self.writer.truncate(start);
            return Err(error.into());
        }
        let bytes = start..self.writer.bytes().len();
        let answered = R::HAS_REPLY || request.flags() & flags::ECHO != 0;
        self.entries.push(Entry { operation, bytes, answered });
        Ok(self.entries.len() - 1)
    }

    /// How many requests there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no requests.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets the requests; the memory stays, and so does what begins and ends a transaction.
    pub fn clear(&mut self) {
        self.writer.clear();
        self.entries.clear();
    }

    /// The family of the requests; none if there are none.
    pub(crate) fn family(&self) -> Option<&'static Family> {
        let framing = self.frame.iter().flatten().map(|framing| framing.operation);
        let mut operations = framing.chain(self.entries.iter().map(|entry| entry.operation));
        operations.next().map(OperationRef::family)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn frame(&self) -> Option<&[Framing; 2]> {
        self.frame.as_ref()
    }

    pub(crate) fn is_last_acknowledged_alone(&self) -> bool {
        self.acknowledge_last
    }

    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.writer.bytes().get(range).unwrap_or_default()
    }

    /// All requests go to one socket, and generic ones to one family, whose id they are sent with.
    fn check_family(&self, family: &Family, operation: OperationRef) -> Result<(), Error> {
        let Some(first) = self.family() else { return Ok(()) };
        let generic = matches!(first.protocol, Protocol::Generic { .. });
        if first.protocol.number() != family.protocol.number()
            || generic && first.name != family.name
        {
            let protocol = first.protocol.number();
            return Err(Error::WrongProtocol { operation, protocol });
        }
        Ok(())
    }
}

/// The header of a request, whose sequence number and family id are put in when it is sent.
fn header<R: Request>(request: &R) -> MessageHeader {
    let kind = match R::FAMILY.protocol {
        Protocol::Raw(_) => R::COMMAND,
        Protocol::Generic { .. } => 0,
    };
    let flags = (request.flags() & !flags::ACK) | flags::REQUEST;
    MessageHeader { kind, flags, ..Default::default() }
}

fn framing<R: Single>(request: &R) -> Result<Framing, Error> {
    let mut writer = Writer::new();
    write_request(request, header(request), &mut writer)?;
    Ok(Framing { operation: OperationRef::of::<R>(), bytes: writer.take_bytes() })
}

/// Leaves out the messages, which may hold secrets.
impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("requests", &self.entries.len())
            .field("bytes", &self.writer.bytes().len())
            .field("transaction", &self.frame.is_some())
            .finish()
    }
}
