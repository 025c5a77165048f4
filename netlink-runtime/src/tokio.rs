//! Sockets that wait in the reactor of tokio, with the methods of the blocking ones.
//!
//! ```no_run
//! # async fn list() -> Result<(), netlink_runtime::Error> {
//! let mut netlink = netlink_runtime::tokio::Netlink::new();
//! println!("{}", netlink.generic_family("nlctrl").await?.id);
//! # Ok(())
//! # }
//! ```

use crate::asynchronous;
use crate::transport::Tokio;

/// All of netlink: a socket per protocol, opened when it is first needed.
pub type Netlink = asynchronous::Netlink<Tokio>;
/// One descriptor.
pub type Socket = asynchronous::Socket<Tokio>;
/// The objects of a dump.
pub type DumpStream<'s, V> = asynchronous::DumpStream<'s, V, Tokio>;
/// Notifications of one family.
pub type Events<M> = asynchronous::Events<M, Tokio>;
/// Notifications of several families.
pub type Notices = asynchronous::Notices<Tokio>;
/// A copy of what the kernel has, kept right.
pub type Mirror<M, R> = asynchronous::Mirror<M, R, Tokio>;
/// Messages between processes.
pub type PeerSocket = asynchronous::PeerSocket<Tokio>;
/// Events of kernel objects.
pub type Uevents = asynchronous::Uevents<Tokio>;
