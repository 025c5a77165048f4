//! The families against the running kernel, compared with what iproute2 says.
//!
//! What changes the network runs in a namespace of its own. What cannot be tested here says
//! `skipped:` and why.

#[path = "support/agreement.rs"]
mod agreement;
#[path = "support/bridge.rs"]
mod bridge;
#[path = "support/heard.rs"]
mod heard;
#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;
#[path = "support/tree.rs"]
mod tree;
#[path = "support/whole.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod whole;

#[path = "live/conntrack.rs"]
mod conntrack;
#[path = "live/dumped.rs"]
mod dumped;
#[path = "live/ethtool.rs"]
mod ethtool;
#[path = "live/flights.rs"]
mod flights;
#[path = "live/genl.rs"]
mod genl;
#[path = "live/injected.rs"]
mod injected;
#[path = "live/mptcp_pm.rs"]
mod mptcp_pm;
#[path = "live/named_values.rs"]
mod named_values;
#[path = "live/netdev.rs"]
mod netdev;
#[path = "live/nftables.rs"]
mod nftables;
#[path = "live/nlctrl.rs"]
mod nlctrl;
#[path = "live/regressions.rs"]
mod regressions;
#[path = "live/routes.rs"]
mod routes;
#[path = "live/rtnetlink.rs"]
mod rtnetlink;
#[path = "live/sock_diag.rs"]
mod sock_diag;
#[path = "live/taskstats.rs"]
mod taskstats;
#[path = "live/tc.rs"]
mod tc;
#[path = "live/tcp_metrics.rs"]
mod tcp_metrics;
#[path = "live/thermal.rs"]
mod thermal;
#[path = "live/user_namespace.rs"]
mod user_namespace;
