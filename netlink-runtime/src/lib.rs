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
