//! The families against the running kernel, compared with what iproute2 says.
//!
//! What changes the network runs in a namespace of its own. What cannot be tested here says
//! `skipped:` and why.

#[path = "support/agreement.rs"]
mod agreement;
#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;
#[path = "support/tree.rs"]
mod tree;

#[path = "live/dumped.rs"]
mod dumped;
#[path = "live/genl.rs"]
mod genl;
#[path = "live/mptcp_pm.rs"]
mod mptcp_pm;
#[path = "live/named_values.rs"]
mod named_values;
#[path = "live/netdev.rs"]
mod netdev;
#[path = "live/nlctrl.rs"]
mod nlctrl;
#[path = "live/routes.rs"]
mod routes;
#[path = "live/rtnetlink.rs"]
mod rtnetlink;
#[path = "live/sock_diag.rs"]
mod sock_diag;
#[path = "live/taskstats.rs"]
mod taskstats;
#[path = "live/user_namespace.rs"]
mod user_namespace;
