//! Sockets that wait in the reactor of an async runtime, under the names and with the methods of
//! the blocking ones. `T` says which runtime; [`tokio`](crate::tokio) and [`smol`](crate::smol)
//! have these types by name.
//!
//! All runs in the task that awaits: there are no threads behind it. A future can be dropped at
//! any time; the answer to its request is skipped should it still come, unless the request is one in
//! flight, which lasts as long as its token.

mod dump;
mod events;
mod mirror;
mod netlink;
mod socket;

pub use dump::DumpStream;
pub use events::{Events, Notices};
pub use mirror::Mirror;
pub use netlink::Netlink;
pub use socket::Socket;
