//! Compiles the spec of each family whose feature is on.

use std::env;

/// The families, by the names of their specs; a feature has underscores for dashes.
///
/// Three specs are not among them, `inet-diag`, `unix-diag` and `taskstats`: their answers have
/// another header or other attributes than the requests, which an operation cannot say.
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
    "tc",
    "tcp_metrics",
    "team",
    "thermal",
    "wireguard",
];

fn main() {
    let enabled = |family: &str| {
        let feature = family.to_uppercase().replace('-', "_");
        env::var_os(format!("CARGO_FEATURE_{feature}")).is_some()
    };
    let families = FAMILIES.iter().filter(|family| enabled(family));
    let specs = families.map(|family| format!("specs/{family}.yaml"));
    netlink_codegen::Config::new().specs(specs).compile();
}
