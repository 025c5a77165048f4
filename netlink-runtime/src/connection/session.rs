//! A socket without its descriptor.

use std::io;

use super::{Asked, Connection, Event, Flights, Inbox, Loss, Mode};
use crate::client::Probed;
use crate::error::{EncodeError, Error, OperationRef, Warning};
use crate::generic::Families;
use crate::message::Request;
use crate::payload::DecodeError;
use crate::schema::Protocol;
use crate::socket::Sender;
use crate::trace::{self, Span};
use crate::wire::{GenericHeader, MessageHeader, Writer, flags, kinds};

/// How far a request is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Progress {
    /// A datagram must be received first.
    Starved,
    /// An object is the inbox's current message: the answer, or one of them.
    Object,
    /// The request was acknowledged.
    Acknowledged,
    /// The dump is over.
    Done {
        /// What was dumped changed meanwhile.
        interrupted: bool,
    },
}

/// What was received unasked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Heard {
    /// A message is the inbox's current one.
    Message,
    /// `NLMSG_OVERRUN`: messages were lost.
    Overrun,
    /// Nothing is left of what was received.
    Nothing,
}

/// Appends a request as a message.
///
/// # Errors
/// If a value does not fit the wire; what was written so far stays.
#[inline]
pub(crate) fn write_request<R: Request>(
    request: &R,
    header: MessageHeader,
    writer: &mut Writer,
) -> Result<(), EncodeError> {
    let mark = writer.begin_message(header);
    if let Protocol::Generic { version } = R::FAMILY.protocol {
        let command = R::COMMAND.to_le_bytes()[0];
        writer.extend(&GenericHeader { command, version }.to_bytes());
    }
    let body = writer.bytes().len();
    request.encode(writer);
    writer.end_message(mark);
    match writer.take_fault() {
        Some(fault) => Err(EncodeError::new(OperationRef::of::<R>(), fault, writer.bytes(), body)),
        None => Ok(()),
    }
}

/// Everything of a socket but the descriptor: a shell sends [`outgoing`](Self::outgoing), and
/// receives into [`inbox`](Self::inbox) when [`advance`](Self::advance) is starved.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    pub(crate) inbox: Inbox,
    pub(crate) families: Families,
    /// What was asked of operations before they were.
    pub(crate) probed: Vec<Probed>,
    pub(crate) warning: Option<Box<Warning>>,
    pub(crate) flights: Flights,
    /// Messages were lost and the queue was not empty since.
    pub(crate) lost: Option<Loss>,
    /// The request that was sent last; the kernel's errors point into it.
    pub(super) writer: Writer,
}

impl Session {
    /// A session with so many bytes of room for a datagram.
    pub(crate) fn new(inbox: usize) -> io::Result<Self> {
        Ok(Self {
            connection: Connection::default(),
            inbox: Inbox::new(inbox)?,
            families: Families::default(),
            probed: Vec::new(),
            warning: None,
            flights: Flights::default(),
            lost: None,
            writer: Writer::new(),
        })
    }

    /// The bytes to be sent.
    pub(crate) fn outgoing(&self) -> &[u8] {
        self.writer.bytes()
    }

    /// Leaves behind what was sent before: nobody waits for an answer to it any more, be it that
    /// a future was dropped, a timeout passed, or none was asked for.
    #[inline]
    pub(super) fn begin_anew(&mut self) {
        self.warning = None;
        self.writer.clear();
        self.connection.forget_requests();
    }

    /// Writes a request, to be sent as a message of type `kind`, and takes it up.
    ///
    /// # Errors
    /// If a value does not fit the wire.
    pub(crate) fn prepare<R: Request>(
        &mut self,
        request: &R,
        mode: Mode,
        kind: u16,
    ) -> Result<Asked, Error> {
        self.begin_anew();
        // How an answer is acknowledged is the mode's to say.
        let flags = (request.flags() & !flags::ACK) | mode.flags();
        let sequence = self.connection.begin(mode);
        if flags & flags::ECHO != 0 {
            self.connection.expect_echo(sequence);
        }
        let header = MessageHeader { kind, flags, sequence, ..Default::default() };
        if let Err(error) = write_request(request, header, &mut self.writer) {
            self.connection.withdraw(sequence);
            return Err(error.into());
        }
        let (operation, span) = (OperationRef::of::<R>(), Span::none());
        Ok(Asked { operation, mode, sequence, kind, span })
    }

    /// A message that does nothing and is acknowledged, so that something is received.
    pub(crate) fn nothing(&mut self) -> [u8; MessageHeader::SIZE] {
        let sequence = self.connection.begin(Mode::Ack);
        self.connection.withdraw(sequence);
        let (length, flags) = (MessageHeader::SIZE as u32, Mode::Ack.flags());
        MessageHeader { length, kind: kinds::NOOP, flags, sequence, port: 0 }.to_bytes()
    }

    /// Takes out the request that was sent last, so that another can be sent and then
    /// [this one again](Self::prepare_again).
    pub(crate) fn take_sent(&mut self) -> Vec<u8> {
        self.writer.take_bytes()
    }

    /// Puts back a request that was sent, to be sent as a message of another type.
    pub(crate) fn prepare_again(&mut self, sent: &[u8], asked: &mut Asked, kind: u16) {
        asked.sequence = self.connection.begin(asked.mode);
        asked.kind = kind;
        asked.span.number(asked.sequence);
        self.writer.clear();
        let (header, rest) = sent.split_at_checked(MessageHeader::SIZE).unwrap_or((&[], sent));
        let header = MessageHeader::parse(header).unwrap_or_default();
        let header = MessageHeader { kind, sequence: asked.sequence, ..header };
        if header.flags & flags::ECHO != 0 {
            self.connection.expect_echo(asked.sequence);
        }
        self.writer.extend(&header.to_bytes());
        self.writer.extend(rest);
    }

    /// Goes to the next message of what was received that tells something unasked.
    ///
    /// # Errors
    /// If a datagram is malformed; its rest is dropped.
    pub(crate) fn hear(&mut self) -> Result<Heard, Error> {
        while let Some(message) = self.inbox.next() {
            let kind = message.map_err(|error| Error::from(DecodeError::from(error)))?.header.kind;
            match kind {
                kinds::OVERRUN => return Ok(Heard::Overrun),
                kinds::FIRST_OF_PROTOCOL.. => return Ok(Heard::Message),
                // Control messages are for those who ask.
                _ => {}
            }
        }
        Ok(Heard::Nothing)
    }

    /// Whether the datagram at hand says what became of a request, and nothing else: the kernel
    /// sends acknowledgements one by one.
    pub(crate) fn is_acknowledged(&self, asked: &Asked) -> bool {
        let header = MessageHeader::parse(self.inbox.rest());
        header.is_some_and(|it| it.kind == kinds::ERROR && it.sequence == asked.sequence)
    }

    /// Goes back to a datagram that was received before.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub(crate) fn take_up(&mut self, sender: Sender, datagram: &[u8]) -> Result<(), Error> {
        self.connection.sender = sender;
        let put = self.inbox.put(datagram);
        put.map_err(|source| Error::Io { operation: None, call: "mmap", source })
    }

    /// Goes through what was received, up to the next event of the request.
    ///
    /// # Errors
    /// If the request failed, a message is malformed, or messages were lost.
    #[inline]
    pub(crate) fn advance(&mut self, asked: &Asked) -> Result<Progress, Error> {
        while !self.inbox.is_exhausted() {
            let event = match self.inbox.next() {
                Some(Ok(message)) => self.connection.accept(&message.header, message.payload),
                Some(Err(error)) => return Err(self.lose(asked, Loss::Malformed(error))),
                None => break,
            };
            let ours = self.inbox.current().header.sequence == asked.sequence;
            if ours && event != Event::Unclaimed {
                trace::received(&asked.span, asked.operation, &self.inbox);
            }
            if event == Event::Object && ours {
                return Ok(Progress::Object);
            }
            if let Some(progress) = self.look_closer(asked, event)? {
                return Ok(progress);
            }
        }
        Ok(Progress::Starved)
    }

    /// What a message means that is no object of the request, if anything.
    #[cold]
    fn look_closer(&mut self, asked: &Asked, event: Event) -> Result<Option<Progress>, Error> {
        let ours = self.inbox.current().header.sequence == asked.sequence;
        Ok(match event {
            Event::Overrun => return Err(self.lose(asked, Loss::Overrun)),
            Event::Unclaimed if self.claim_unnumbered(asked) => Some(Progress::Object),
            Event::Unclaimed => {
                trace::unclaimed(&asked.span, &self.inbox);
                None
            }
            Event::Nothing => None,
            _ if ours => Some(self.conclude(asked, event)?),
            _ => {
                self.keep(event);
                None
            }
        })
    }

    /// Takes the message at hand for an object of the dump if it can be nothing else: some
    /// generic families (`thermal`) leave the sequence number out of what they dump.
    #[cold]
    fn claim_unnumbered(&mut self, asked: &Asked) -> bool {
        let message = self.inbox.current();
        let ours = message.header.sequence == 0 && asked.mode == Mode::Dump && asked.is_generic();
        let claimed = ours
            && asked.body(&message.header, self.inbox.payload(message)).is_ok()
            && self.connection.claim_unicast();
        if claimed {
            trace::received(&asked.span, asked.operation, &self.inbox);
        }
        claimed
    }

    /// What an event means that is no object.
    #[cold]
    fn conclude(&mut self, asked: &Asked, event: Event) -> Result<Progress, Error> {
        let message = self.inbox.current();
        let payload = self.inbox.payload(message);
        let sent = self.writer.bytes();
        let (progress, warning) = asked
            .conclude(event, &message.header, payload, sent)
            .map_err(|error| asked.failed(error))?;
        self.warning = warning;
        Ok(progress)
    }
}
