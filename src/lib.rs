#![doc = include_str!("../README.md")]

/// Includes the module of a family if its feature is on.
macro_rules! family {
    ($($feature:literal)*) => {$(
        #[cfg(feature = $feature)]
        netlink_runtime::include_family!($feature);
    )*};
}

family! {
    "binder"
    "conntrack"
    "dev_energymodel"
    "devlink"
    "dpll"
    "drm_ras"
    "ethtool"
    "fou"
    "handshake"
    "inet_diag"
    "lockd"
    "mptcp_pm"
    "net_shaper"
    "netdev"
    "nfsd"
    "nftables"
    "nl80211"
    "nlctrl"
    "ovpn"
    "ovs_datapath"
    "ovs_flow"
    "ovs_packet"
    "ovs_vport"
    "psp"
    "rt_addr"
    "rt_link"
    "rt_neigh"
    "rt_route"
    "rt_rule"
    "sunrpc"
    "taskstats"
    "tc"
    "tcp_metrics"
    "team"
    "thermal"
    "unix_diag"
    "wireguard"
}

/// The Rust of the page about specs is compiled too.
#[cfg(doctest)]
#[doc = include_str!("../docs/specs.md")]
struct SpecsPage;

/// The Rust of the page about the derives.
#[cfg(doctest)]
#[doc = include_str!("../docs/derive.md")]
struct DerivePage;
