//! A kernel for tests: programs that speak netlink are tested without root, without a kernel, in
//! one process. The feature `testing` has it.
//!
//! [`FakeKernel`] answers the requests that handlers were given for, typed by the same structs
//! that the program sends. What a test asks of it, it does like the kernel: answers in one message
//! or many, acknowledgements only where asked for, errors with text and attribute, notifications
//! to those who joined a group, a receive buffer that overruns. And it fails on demand, which the
//! kernel does not: see [`Fault`].
//!
#![cfg_attr(feature = "derive", doc = "```")]
#![cfg_attr(not(feature = "derive"), doc = "```ignore")]
//! use netlink_runtime::testing::{FakeKernel, Fault, Refusal};
//! use netlink_runtime::{Errno, Error, Netlink, NetlinkMessage};
//!
//! #[derive(NetlinkMessage)]
//! #[netlink(family = "thermometer", cmd = 1, reply = Reading)]
//! struct Read {
//!     #[netlink(id = 1)]
//!     sensor: u32,
//! }
//!
//! #[derive(NetlinkMessage)]
//! struct Reading {
//!     #[netlink(id = 2)]
//!     celsius: i32,
//! }
//!
//! // The program: what it needs is handed to it.
//! fn is_hot(netlink: &mut Netlink, sensor: u32) -> Result<bool, Error> {
//!     Ok(netlink.request(&Read { sensor })?.celsius > 60)
//! }
//!
//! // Its test.
//! let kernel = FakeKernel::new();
//! kernel.on::<Read>(|request, answer| match request.sensor {
//!     0 => answer.send(&Reading { celsius: 70 }),
//!     _ => Err(Refusal::new(Errno::ENODEV).attribute("read.sensor")),
//! });
//! let mut netlink = kernel.netlink();
//! assert!(is_hot(&mut netlink, 0)?);
//! let error = is_hot(&mut netlink, 9).unwrap_err();
//! assert_eq!(error.kernel().unwrap().path().unwrap().to_string(), "read.sensor");
//!
//! kernel.fail_next(Fault::Overrun);
//! assert!(matches!(is_hot(&mut netlink, 0), Err(Error::Overrun { .. })));
//! assert!(is_hot(&mut netlink, 0)?, "it goes on");
//! # Ok::<(), Error>(())
//! ```
//!
//! Conversations with a real kernel can be [recorded](Recorder) and
//! [replayed](FakeKernel::replay).
//!
//! It tells a [probe](crate::probe) the operations that there are handlers for, and of their policies
//! as much as a kernel that is too old to be asked.
//!
//! It is no kernel: it checks nothing that a handler does not check, knows no privileges and no
//! network namespaces, and a protocol has one handler for a message type, so that of families
//! that share one (as those of `sock_diag` do) a test plays a single one.

mod answer;
mod bytes;
mod controller;
mod double;
mod exchange;
mod families;
mod fault;
mod kernel;
mod mailbox;
mod recorder;
mod recording;
mod refusal;
mod replay;
mod serve;
mod state;

use std::time::Duration;

pub use answer::Answer;
pub(crate) use double::Doubles;
pub use fault::Fault;
pub use kernel::FakeKernel;
pub use recorder::Recorder;
pub use recording::Recording;
pub use refusal::Refusal;

/// How long sockets of a fake kernel wait for an answer.
const PATIENCE: Duration = Duration::from_secs(1);
