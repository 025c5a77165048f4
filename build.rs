//! Compiles the spec of each family whose feature is on.

use std::env;

/// The families, by the names of their features; their specs have the same names.
const FAMILIES: [&str; 3] = ["mptcp_pm", "netdev", "nlctrl"];

fn main() {
    let enabled =
        |family: &str| env::var_os(format!("CARGO_FEATURE_{}", family.to_uppercase())).is_some();
    let families = FAMILIES.into_iter().filter(|family| enabled(family));
    let specs = families.map(|family| format!("specs/{family}.yaml"));
    netlink_codegen::Config::new().specs(specs).compile();
}
