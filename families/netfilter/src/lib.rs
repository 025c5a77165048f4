//! The families of `NETLINK_NETFILTER`. Programs depend on `netlink-families`, which has them all.
//!
//! There is a package per protocol, so that they are built side by side. The modules are generated
//! from the specs.

#[cfg(feature = "conntrack")]
#[rustfmt::skip]
pub mod conntrack;
#[cfg(feature = "nftables")]
#[rustfmt::skip]
pub mod nftables;
