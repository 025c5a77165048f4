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
#[cfg(feature = "derive")]
pub use netlink_derive::{NetlinkEnum, NetlinkMessage, NetlinkStruct, netlink_family};
pub use socket::{DumpStream, Socket, SocketOptions};

/// Includes the module of a family that a build script compiled with `netlink_codegen::Config`,
/// by the family's name in snake case.
///
/// ```ignore
/// netlink_runtime::include_family!("netdev");
/// ```
#[macro_export]
macro_rules! include_family {
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $name, ".rs"));
    };
}
