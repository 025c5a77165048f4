//! Messages between processes.

use core::fmt;
use std::os::fd::AsRawFd;

use super::Client;
use super::transfer::Received;
use crate::connection::write_request;
use crate::error::{Errno, Error, OperationRef};
use crate::message::Request;
use crate::schema::{Family, Operation, Protocol};
use crate::socket::{Destination, PeerMessage, failed};
use crate::transport::{Transport, Wait};
use crate::wire::{MessageHeader, Writer};

static FAMILY: Family = Family::new("peer", Protocol::Raw(crate::protocols::USERSOCK));
static SEND: Operation = Operation::new("send", None, None);

/// A socket that sends to other sockets and takes what they send.
pub(crate) struct Peering<T: Transport> {
    client: Client<T>,
    writer: Writer,
    sequence: u32,
}

impl<T: Transport> Peering<T> {
    pub(crate) fn new(client: Client<T>) -> Self {
        Self { client, writer: Writer::new(), sequence: 0 }
    }

    pub(crate) fn client(&self) -> &Client<T> {
        &self.client
    }

    pub(crate) fn into_transport(self) -> T {
        self.client.transport
    }

    pub(crate) fn join(&self, group: u32) -> Result<(), Error> {
        self.client.transport.endpoint().join(group).map_err(failed("setsockopt"))
    }

    pub(crate) fn leave(&self, group: u32) -> Result<(), Error> {
        self.client.transport.endpoint().leave(group).map_err(failed("setsockopt"))
    }

    /// Sends a message and returns its sequence number.
    pub(crate) fn send<R: Request>(&mut self, message: &R, to: Destination) -> Result<u32, Error> {
        let operation = OperationRef::of::<R>();
        let protocol = self.client.protocol;
        if !matches!(R::FAMILY.protocol, Protocol::Raw(_)) {
            return Err(Error::WrongProtocol { operation, protocol });
        }
        let header = self.header(R::COMMAND, message.flags(), to);
        write_request(message, header, &mut self.writer)?;
        self.deliver(to, operation)?;
        Ok(header.sequence)
    }

    /// The same of a payload that is written already.
    pub(crate) fn send_bytes(
        &mut self,
        kind: u16,
        payload: &[u8],
        to: Destination,
    ) -> Result<u32, Error> {
        let header = self.header(kind, 0, to);
        let mark = self.writer.begin_message(header);
        self.writer.extend(payload);
        self.writer.end_message(mark);
        self.deliver(to, OperationRef::new(&FAMILY, &SEND))?;
        Ok(header.sequence)
    }

    /// The header of the next message, which nothing is written of yet.
    fn header(&mut self, kind: u16, flags: u16, to: Destination) -> MessageHeader {
        self.writer.clear();
        let sequence = to.sequence.unwrap_or_else(|| {
            self.sequence = self.sequence.wrapping_add(1).max(1);
            self.sequence
        });
        MessageHeader { length: 0, kind, flags, sequence, port: self.client.port() }
    }

    fn deliver(&self, to: Destination, operation: OperationRef) -> Result<(), Error> {
        let groups = match to.group {
            0 => Some(0),
            group => 1u32.checked_shl(group - 1),
        };
        let failed = |source| Error::Io { operation: Some(operation), call: "sendto", source };
        let groups = groups.ok_or_else(|| failed(Errno::EINVAL.into()))?;
        let endpoint = self.client.transport.endpoint();
        match endpoint.send_to(self.writer.bytes(), to.port, groups, T::IN_PLACE) {
            // The group has got it; then the kernel has no side of the protocol to take it.
            Err(error) if groups != 0 && error.raw_os_error() == Some(Errno::ECONNREFUSED.0) => {
                Ok(())
            }
            other => other.map_err(failed),
        }
    }

    /// The next message, unless none comes in time.
    pub(crate) async fn receive(&mut self, wait: Wait) -> Result<Option<PeerMessage<'_>>, Error> {
        Ok(if self.advance(wait).await? { Some(self.message()) } else { None })
    }

    /// Waits for the next message.
    pub(crate) async fn receive_any(&mut self) -> Result<PeerMessage<'_>, Error> {
        // Without a limit there is a message at some time.
        while !self.advance(Wait::Forever).await? {}
        Ok(self.message())
    }

    /// Goes to the next message; whether there is one.
    async fn advance(&mut self, wait: Wait) -> Result<bool, Error> {
        loop {
            match self.client.session.inbox.next() {
                Some(Ok(_)) => return Ok(true),
                Some(Err(error)) => {
                    return Err(Error::Decode { operation: None, source: error.into() });
                }
                None => {}
            }
            match self.client.receive(false, wait).await {
                Ok(Received::Datagram) => {}
                Ok(Received::Nothing) => return Ok(false),
                Err(trouble) => return Err(trouble.into_error(None)),
            }
        }
    }

    /// The message at hand.
    fn message(&self) -> PeerMessage<'_> {
        let session = &self.client.session;
        let (message, sender) = (session.inbox.current(), session.connection.sender);
        PeerMessage { header: message.header, payload: session.inbox.payload(message), sender }
    }
}

/// Leaves out the messages, which may hold secrets.
impl<T: Transport> fmt::Debug for Peering<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PeerSocket")
            .field("fd", &self.client.transport.endpoint().as_raw_fd())
            .field("protocol", &self.client.protocol)
            .finish_non_exhaustive()
    }
}
