//! The runtime of generated netlink code: codec, schema tables and sockets.

mod decode_error;
#[doc(hidden)]
pub mod generated;
mod message;
pub mod payload;
pub mod schema;
pub mod wire;

pub use bitflags;
pub use bstr;
pub use message::{Dump, MessageSet, Owned, Request, Single, WithHeader};
