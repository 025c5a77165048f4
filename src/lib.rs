#![doc = include_str!("../README.md")]

/// Takes the module of a family in if its feature is on. It was generated from the family's spec.
macro_rules! families {
    ($($feature:literal $module:ident)*) => {$(
        #[cfg(feature = $feature)]
        pub mod $module;
    )*};
}

families! {
    "binder" binder
    "conntrack" conntrack
    "dev_energymodel" dev_energymodel
    "devlink" devlink
    "dpll" dpll
    "drm_ras" drm_ras
    "ethtool" ethtool
    "fou" fou
    "handshake" handshake
    "inet_diag" inet_diag
    "lockd" lockd
    "mptcp_pm" mptcp_pm
    "net_shaper" net_shaper
    "netdev" netdev
    "nfsd" nfsd
    "nftables" nftables
    "nl80211" nl80211
    "nlctrl" nlctrl
    "ovpn" ovpn
    "ovs_datapath" ovs_datapath
    "ovs_flow" ovs_flow
    "ovs_packet" ovs_packet
    "ovs_vport" ovs_vport
    "psp" psp
    "rt_addr" rt_addr
    "rt_link" rt_link
    "rt_neigh" rt_neigh
    "rt_route" rt_route
    "rt_rule" rt_rule
    "sunrpc" sunrpc
    "taskstats" taskstats
    "tc" tc
    "tcp_metrics" tcp_metrics
    "team" team
    "thermal" thermal
    "unix_diag" unix_diag
    "wireguard" wireguard
}

/// The Rust of the page about specs is compiled too.
#[cfg(doctest)]
#[doc = include_str!("../docs/specs.md")]
struct SpecsPage;

/// The Rust of the page about the derives.
#[cfg(doctest)]
#[doc = include_str!("../docs/derive.md")]
struct DerivePage;
