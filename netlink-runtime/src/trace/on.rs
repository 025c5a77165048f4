//! Spans and events.

use core::future::Future;

use tracing::field::{Empty, display};
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Level, debug, debug_span, enabled, trace, warn};

use super::text::{Body, Opaque, command, notified};
use crate::connection::{Asked, Inbox, Mode};
use crate::error::{Error, OperationRef};
use crate::message::Notice;
use crate::schema::Family;
use crate::socket::Sender;
use crate::wire::{MessageHeader, Messages};

/// The target of spans, failures and warnings.
const SOCKET: &str = "netlink_runtime";
/// The target of messages.
const MESSAGE: &str = "netlink_runtime::message";

/// A request, a dump or a batch, from its sending to the end of its answer.
#[derive(Clone, Debug)]
pub(crate) struct Span(tracing::Span);

impl Span {
    /// No span: what is told is told in the one at hand.
    pub(crate) const fn none() -> Self {
        Self(tracing::Span::none())
    }

    pub(crate) fn request(asked: &Asked, protocol: u16, port: u32) -> Self {
        let (operation, sequence) = (asked.operation, asked.sequence);
        let (family, operation) = (operation.family().name, operation.operation().name);
        Self(match asked.mode {
            Mode::Dump => {
                debug_span!(target: SOCKET, "dump", family, operation, protocol, port, sequence)
            }
            _ => {
                debug_span!(target: SOCKET, "request", family, operation, protocol, port, sequence)
            }
        })
    }

    pub(crate) fn batch(first: OperationRef, requests: usize, protocol: u16, port: u32) -> Self {
        let (family, operation) = (first.family().name, first.operation().name);
        let sequence = Empty;
        Self(debug_span!(
            target: SOCKET, "batch", family, operation, requests, protocol, port, sequence
        ))
    }

    /// Notes the sequence number, if another one or the first.
    pub(crate) fn number(&self, sequence: u32) {
        self.0.record("sequence", sequence);
    }

    /// A future that is in the span whenever it runs.
    pub(crate) fn within<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }
}

/// The messages of a datagram that was sent, each with its operation.
#[inline]
pub(crate) fn sent(span: &Span, operations: impl Iterator<Item = OperationRef>, datagram: &[u8]) {
    if !enabled!(target: MESSAGE, Level::TRACE) {
        return;
    }
    span.0.in_scope(|| {
        for (message, operation) in Messages::new(datagram).flatten().zip(operations) {
            let body = Body::sent(operation, message.payload);
            told("sent", operation, &message.header, message.payload, &body);
        }
    });
}

/// The message at hand, which answers this operation.
#[inline]
pub(crate) fn received(span: &Span, operation: OperationRef, inbox: &Inbox) {
    if !enabled!(target: MESSAGE, Level::TRACE) {
        return;
    }
    let message = inbox.current();
    let payload = inbox.payload(message);
    let body = Body::received(operation, &message.header, payload);
    span.0.in_scope(|| told("received", operation, &message.header, payload, &body));
}

fn told(
    what: &str,
    operation: OperationRef,
    header: &MessageHeader,
    payload: &[u8],
    body: &Body<'_>,
) {
    let MessageHeader { length, kind, flags, sequence, .. } = *header;
    let command = command(operation.family(), header, payload);
    let (family, operation) = (operation.family().name, operation.operation().name);
    trace!(
        target: MESSAGE, family, operation, length, kind, flags, sequence, command, ?body, "{what}"
    );
}

/// The message at hand, which nobody waits for.
#[cold]
pub(crate) fn unclaimed(span: &Span, inbox: &Inbox) {
    let message = inbox.current();
    let MessageHeader { length, kind, flags, sequence, port } = message.header;
    span.0.in_scope(|| {
        warn!(
            target: SOCKET, length, kind, flags, sequence, port,
            "a message came that no request waits for"
        );
    });
}

/// A notification, of a family if that is known.
#[inline]
pub(crate) fn heard(notice: &Notice<'_>, family: Option<&'static Family>) {
    if !enabled!(target: MESSAGE, Level::TRACE) {
        return;
    }
    let (header, payload) = (notice.header(), notice.payload());
    let MessageHeader { length, kind, flags, sequence, .. } = header;
    let (group, groups) = (notice.sender().group, notice.sender().groups);
    let Some(family) = family else {
        let body = Opaque(payload);
        trace!(target: MESSAGE, length, kind, flags, sequence, group, groups, ?body, "heard");
        return;
    };
    let command = command(family, &header, payload);
    let operation = notified(family, command.map_or(kind, u16::from));
    let body = Body::heard(family, operation, payload);
    let (family, operation) = (family.name, operation.map(|operation| operation.name));
    trace!(
        target: MESSAGE, family, operation, length, kind, flags, sequence, group, groups, command,
        ?body, "heard"
    );
}

/// A datagram of somebody who is not believed.
#[cold]
pub(crate) fn foreign(protocol: u16, port: u32, sender: &Sender, length: usize) {
    let process = sender.credentials.map(|credentials| credentials.process);
    warn!(
        target: SOCKET, protocol, port, sender = sender.port, process, length,
        "a datagram of a sender that is not believed was dropped"
    );
}

/// Messages were lost.
#[cold]
pub(crate) fn overrun(protocol: u16) {
    warn!(target: SOCKET, protocol, "the receive buffer overran and messages were lost");
}

/// A request failed, and its caller is told.
#[cold]
pub(crate) fn failed(span: &Span, error: &Error) {
    span.0.in_scope(|| {
        let errno = error.errno().map(|errno| errno.0);
        let kernel = error.kernel();
        let attribute = kernel.and_then(|kernel| kernel.path()).map(display);
        let text = kernel.and_then(|kernel| kernel.message()).map(display);
        let policy = kernel.and_then(|kernel| kernel.policy()).map(display);
        debug!(target: SOCKET, errno, attribute, text, policy, %error, "failed");
    });
}
