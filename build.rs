//! Compiles the spec of each family whose feature is on.

use std::env;

/// The families, by the names of their specs; a feature has underscores for dashes.
const FAMILIES: &[&str] = &[
    "binder",
    "conntrack",
    "dev-energymodel",
    "devlink",
    "dpll",
    "drm_ras",
    "ethtool",
    "fou",
    "handshake",
    "inet-diag",
    "lockd",
    "mptcp_pm",
    "net_shaper",
    "netdev",
    "nfsd",
    "nftables",
    "nl80211",
    "nlctrl",
    "ovpn",
    "ovs_datapath",
    "ovs_flow",
    "ovs_packet",
    "ovs_vport",
    "psp",
    "rt-addr",
    "rt-link",
    "rt-neigh",
    "rt-route",
    "rt-rule",
    "sunrpc",
    "taskstats",
    "tc",
    "tcp_metrics",
    "team",
    "thermal",
    "unix-diag",
    "wireguard",
];

fn main() {
    let enabled = |family: &str| {
        let feature = family.to_uppercase().replace('-', "_");
        env::var_os(format!("CARGO_FEATURE_{feature}")).is_some()
    };
    let families = FAMILIES.iter().filter(|family| enabled(family));
    let specs = families.map(|family| format!("specs/{family}.yaml"));
    netlink_codegen::Config::new().specs(specs).errata(false).compile();
}
