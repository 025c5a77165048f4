//! The families of `NETLINK_SOCK_DIAG`. Programs depend on `netlink-families`, which has them all.
//!
//! There is a package per protocol, so that they are built side by side. The modules are generated
//! from the specs.

#[cfg(feature = "inet_diag")]
#[rustfmt::skip]
pub mod inet_diag;
#[cfg(feature = "unix_diag")]
#[rustfmt::skip]
pub mod unix_diag;
