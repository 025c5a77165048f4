//! The families of `NETLINK_ROUTE`. Programs depend on `netlink-families`, which has them all.
//!
//! There is a package per protocol, so that they are built side by side. The modules are generated
//! from the specs.

#[cfg(feature = "rt_addr")]
#[rustfmt::skip]
pub mod rt_addr;
#[cfg(feature = "rt_link")]
#[rustfmt::skip]
pub mod rt_link;
#[cfg(feature = "rt_neigh")]
#[rustfmt::skip]
pub mod rt_neigh;
#[cfg(feature = "rt_route")]
#[rustfmt::skip]
pub mod rt_route;
#[cfg(feature = "rt_rule")]
#[rustfmt::skip]
pub mod rt_rule;
#[cfg(feature = "tc")]
#[rustfmt::skip]
pub mod tc;
