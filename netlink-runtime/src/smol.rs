//! Sockets that wait in the reactor of smol, with the methods of the blocking ones.
//!
//! ```no_run
//! # async fn list() -> Result<(), netlink_runtime::Error> {
//! let mut netlink = netlink_runtime::smol::Netlink::new();
//! println!("{}", netlink.generic_family("nlctrl").await?.id);
//! # Ok(())
//! # }
//! ```

use crate::asynchronous;
use crate::transport::Smol;

/// All of netlink: a socket per protocol, opened when it is first needed.
pub type Netlink = asynchronous::Netlink<Smol>;
/// One descriptor.
pub type Socket = asynchronous::Socket<Smol>;
/// The objects of a dump.
pub type DumpStream<'s, V> = asynchronous::DumpStream<'s, V, Smol>;
/// Notifications of one family.
pub type Events<M> = asynchronous::Events<M, Smol>;
/// Notifications of several families.
pub type Notices = asynchronous::Notices<Smol>;
/// A copy of what the kernel has, kept right.
pub type Mirror<M, R> = asynchronous::Mirror<M, R, Smol>;
/// Messages between processes.
pub type PeerSocket = asynchronous::PeerSocket<Smol>;
/// Events of kernel objects.
pub type Uevents = asynchronous::Uevents<Smol>;
