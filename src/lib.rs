#![doc = include_str!("../README.md")]

/// The module of a family, if its feature is on.
macro_rules! families {
    ($($package:ident: $($feature:literal $module:ident)*;)*) => {$($(
        #[cfg(feature = $feature)]
        #[doc(inline)]
        pub use $package::$module;
    )*)*};
}

families! {
    netlink_families_route:
        "rt_addr" rt_addr
        "rt_link" rt_link
        "rt_neigh" rt_neigh
        "rt_route" rt_route
        "rt_rule" rt_rule
        "tc" tc;
    netlink_families_netfilter:
        "conntrack" conntrack
        "nftables" nftables;
    netlink_families_sock_diag:
        "inet_diag" inet_diag
        "unix_diag" unix_diag;
    netlink_families_generic:
        "binder" binder
        "dev_energymodel" dev_energymodel
        "devlink" devlink
        "dpll" dpll
        "drm_ras" drm_ras
        "ethtool" ethtool
        "fou" fou
        "handshake" handshake
        "lockd" lockd
        "mptcp_pm" mptcp_pm
        "net_shaper" net_shaper
        "netdev" netdev
        "nfsd" nfsd
        "nl80211" nl80211
        "nlctrl" nlctrl
        "ovpn" ovpn
        "ovs_datapath" ovs_datapath
        "ovs_flow" ovs_flow
        "ovs_packet" ovs_packet
        "ovs_vport" ovs_vport
        "psp" psp
        "sunrpc" sunrpc
        "taskstats" taskstats
        "tcp_metrics" tcp_metrics
        "team" team
        "thermal" thermal
        "wireguard" wireguard;
}

/// The Rust of the page about specs is compiled too.
#[cfg(doctest)]
#[doc = include_str!("../docs/specs.md")]
struct SpecsPage;

/// The Rust of the page about the derives.
#[cfg(doctest)]
#[doc = include_str!("../docs/derive.md")]
struct DerivePage;
