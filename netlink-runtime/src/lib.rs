//! The runtime of typed netlink messages: codec, schema tables and sockets.
//!
//! Messages are structs. They are written by hand and derived, as below, or generated from a
//! family's YAML spec by `netlink_family!` or a build script ([`include_family!`]). A
//! [`Netlink`] handle sends them; a request's type says the family, the operation and the type of
//! the answer.
//!
#![cfg_attr(feature = "derive", doc = "```")]
#![cfg_attr(not(feature = "derive"), doc = "```ignore")]
//! use netlink_runtime::bstr::BStr;
//! use netlink_runtime::{Netlink, NetlinkMessage};
//!
//! #[derive(NetlinkMessage)]
//! #[netlink(family = "nlctrl", version = 2, cmd = 3, reply = Family<'_>)]
//! struct GetFamily<'a> {
//!     #[netlink(id = 2)]
//!     name: &'a BStr,
//! }
//!
//! #[derive(NetlinkMessage)]
//! struct Family<'a> {
//!     #[netlink(id = 1)]
//!     id: u16,
//!     #[netlink(id = 2)]
//!     name: Option<&'a BStr>,
//! }
//!
//! let mut netlink = Netlink::new();
//! let unknown = GetFamily { name: BStr::new("no-such-family") };
//! let errno = netlink.request(&unknown).err().and_then(|error| error.errno());
//! assert!(errno.is_some_and(|errno| errno.is_not_found()));
//!
//! let family = netlink.request(&GetFamily { name: BStr::new("nlctrl") })?;
//! assert_eq!((family.id, family.name), (16, Some(BStr::new("nlctrl"))));
//! # Ok::<(), netlink_runtime::Error>(())
//! ```
//!
//! | module | what |
//! |---|---|
//! | [`payload`] | Rust types as payloads: the traits, and nests, lists, arrays |
//! | [`schema`] | what a family's bytes mean, as tables |
//! | [`socket`], [`Netlink`] | requests and dumps |
//! | [`error`] | the kernel's errors, by the name of the attribute at fault |
//! | [`probe`] | what the kernel knows, asked before a request is sent |
//! | [`protocols`] | the numbers that sockets are opened with |
//! | [`uevent`] | devices that come and go |
//! | [`wire`] | headers, attributes and the writer, for what no struct says |
//!
//! | feature | what it adds |
//! |---|---|
//! | `derive` | the derive macros |
//! | `yaml` | also the macro `netlink_family!`, for specs in place |
//! | `export` | the tables of a family as a spec: [`Family::to_yaml`](schema::Family) |
//! | `serde` | messages as JSON and the like: [`Described`](schema::Described) |
//! | `tokio`, `smol` | sockets that wait in the reactors of these runtimes |
//! | `testing` | a fake kernel, to test programs without netlink |
//! | `tracing` | spans and events of what sockets do, for subscribers of the crate `tracing` |

#[cfg(any(feature = "smol", feature = "tokio"))]
pub mod asynchronous;
mod batch;
mod client;
mod connection;
mod decode_error;
mod dumped;
pub mod error;
#[doc(hidden)]
pub mod generated;
mod generic;
mod message;
mod netlink;
pub mod payload;
mod pending;
pub mod probe;
pub mod protocols;
pub mod schema;
#[cfg(feature = "smol")]
pub mod smol;
pub mod socket;
mod sys;
#[cfg(test)]
mod test_support;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "tokio")]
pub mod tokio;
mod trace;
mod transport;
pub mod uevent;
pub mod wire;

pub use batch::{Batch, BatchReport, Failure};
pub use bitflags;
pub use bstr;
pub use dumped::{Dumped, Interruption};
pub use error::{Errno, Error, KernelError};
pub use generic::GenericFamily;
pub use message::{
    Dump, MessageSet, Messages, Notice, Owned, Request, Single, WithFlags, WithHeader,
};
pub use netlink::Netlink;
#[cfg(feature = "yaml")]
pub use netlink_derive::netlink_family;
#[cfg(feature = "derive")]
pub use netlink_derive::{NetlinkEnum, NetlinkMessage, NetlinkStruct};
pub use pending::Pending;
pub use probe::Support;
pub use schema::Describe;
pub use socket::{
    Change, DumpStream, Event, Events, Group, Mirror, Namespace, Notices, PeerSocket, Socket,
    SocketOptions,
};
pub use transport::Closer;

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
