//! Events of kernel objects (`NETLINK_KOBJECT_UEVENT`): devices that come, go and change, as udev
//! and its like hear them.
//!
//! They are no netlink messages but texts, `change@/devices/virtual/mem/null` and properties,
//! `SUBSYSTEM=mem` and so on. [`Uevents`] is a socket that hears them, [`Uevent::parse`] reads one.
//!
//! ```no_run
//! use netlink_runtime::socket::Event;
//! use netlink_runtime::uevent::{Action, Uevents};
//!
//! let mut uevents = Uevents::open()?.subsystem("net").action(Action::Add);
//! loop {
//!     match uevents.next()? {
//!         Event::Message(uevent) => println!("{:?} came", uevent.get("INTERFACE")),
//!         // Some were lost: look into /sys for what there is now.
//!         _ => println!("too many came at once"),
//!     }
//! }
//! # Ok::<(), netlink_runtime::Error>(())
//! ```

mod listen;
mod parse;
#[cfg(test)]
mod tests;

pub use listen::Uevents;
pub use parse::{Action, Properties, Source, Uevent};
