//! The families of generic netlink. Programs depend on `netlink-families`, which has them all.
//!
//! There is a package per protocol, so that they are built side by side. The modules are generated
//! from the specs.

#[cfg(feature = "binder")]
#[rustfmt::skip]
pub mod binder;
#[cfg(feature = "dev_energymodel")]
#[rustfmt::skip]
pub mod dev_energymodel;
#[cfg(feature = "devlink")]
#[rustfmt::skip]
pub mod devlink;
#[cfg(feature = "dpll")]
#[rustfmt::skip]
pub mod dpll;
#[cfg(feature = "drm_ras")]
#[rustfmt::skip]
pub mod drm_ras;
#[cfg(feature = "ethtool")]
#[rustfmt::skip]
pub mod ethtool;
#[cfg(feature = "fou")]
#[rustfmt::skip]
pub mod fou;
#[cfg(feature = "handshake")]
#[rustfmt::skip]
pub mod handshake;
#[cfg(feature = "lockd")]
#[rustfmt::skip]
pub mod lockd;
#[cfg(feature = "mptcp_pm")]
#[rustfmt::skip]
pub mod mptcp_pm;
#[cfg(feature = "net_shaper")]
#[rustfmt::skip]
pub mod net_shaper;
#[cfg(feature = "netdev")]
#[rustfmt::skip]
pub mod netdev;
#[cfg(feature = "nfsd")]
#[rustfmt::skip]
pub mod nfsd;
#[cfg(feature = "nl80211")]
#[rustfmt::skip]
pub mod nl80211;
#[cfg(feature = "nlctrl")]
#[rustfmt::skip]
pub mod nlctrl;
#[cfg(feature = "ovpn")]
#[rustfmt::skip]
pub mod ovpn;
#[cfg(feature = "ovs_datapath")]
#[rustfmt::skip]
pub mod ovs_datapath;
#[cfg(feature = "ovs_flow")]
#[rustfmt::skip]
pub mod ovs_flow;
#[cfg(feature = "ovs_packet")]
#[rustfmt::skip]
pub mod ovs_packet;
#[cfg(feature = "ovs_vport")]
#[rustfmt::skip]
pub mod ovs_vport;
#[cfg(feature = "psp")]
#[rustfmt::skip]
pub mod psp;
#[cfg(feature = "sunrpc")]
#[rustfmt::skip]
pub mod sunrpc;
#[cfg(feature = "taskstats")]
#[rustfmt::skip]
pub mod taskstats;
#[cfg(feature = "tcp_metrics")]
#[rustfmt::skip]
pub mod tcp_metrics;
#[cfg(feature = "team")]
#[rustfmt::skip]
pub mod team;
#[cfg(feature = "thermal")]
#[rustfmt::skip]
pub mod thermal;
#[cfg(feature = "wireguard")]
#[rustfmt::skip]
pub mod wireguard;
