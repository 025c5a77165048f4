//! The protocol without I/O: datagrams in, events out.
//!
//! [`Connection`] knows which requests are under way and says of each message what it means to
//! them. [`Inbox`] holds the received datagram, [`report`] finds what the kernel adds to an
//! acknowledgement, and [`Session`] puts them together with the encoder: everything of a socket
//! but the descriptor. A shell sends what the session prepared, and receives when the session
//! is starved.

mod asked;
mod chunk;
mod flights;
mod gather;
mod inbox;
mod report;
mod session;
mod state;
#[cfg(test)]
mod tests;

pub(crate) use asked::Asked;
pub(crate) use chunk::{Chunk, Part};
pub(crate) use flights::{Flight, Flights, Loss, Ticket};
pub(crate) use inbox::{Inbox, Message};
pub(crate) use session::{Heard, Progress, Session, write_request};
pub(crate) use state::{Connection, Event, Mode};
