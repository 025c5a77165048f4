//! The runtime of generated netlink code: codec, schema tables and sockets.

mod connection;
mod decode_error;
pub mod error;
#[doc(hidden)]
pub mod generated;
mod generic;
mod message;
mod netlink;
pub mod payload;
pub mod schema;
pub mod socket;
mod sys;
#[cfg(test)]
mod test_support;
pub mod wire;

pub use bitflags;
pub use bstr;
pub use error::{Errno, Error, KernelError};
pub use generic::GenericFamily;
pub use message::{Dump, MessageSet, Owned, Request, Single, WithHeader};
pub use netlink::Netlink;
pub use socket::{DumpStream, Socket, SocketOptions};
