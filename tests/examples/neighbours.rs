//! `neighbours`: what it prints is what `ip` says.

use serde_json::Value;

use super::ip::{index, json, names, set_up, text};
use super::printed;
use crate::namespace::in_namespace;

/// The line that is expected of a neighbour that `ip` describes.
fn expected(neighbour: &Value) -> String {
    let state = names(&neighbour["state"]).join(" | ");
    let mut line = format!("{}: {} state {state}", index(neighbour, "dev"), text(neighbour, "dst"));
    if let Some(lladdr) = neighbour["lladdr"].as_str() {
        line += &format!(" lladdr {lladdr}");
    }
    line + if neighbour.get("router").is_some() { " flags router" } else { "" }
}

#[test]
fn neighbours_of_both_families_are_those_that_ip_lists() {
    in_namespace(|| {
        let commands = [
            "link add one type veth peer name two",
            "link set one up",
            "link set two up",
            "address add 192.0.2.1/24 dev one",
            "neigh add 192.0.2.7 lladdr 02:00:00:00:00:07 dev one",
            "neigh add 192.0.2.8 lladdr 02:00:00:00:00:08 dev one nud stale",
            "neigh add 192.0.2.9 lladdr 02:00:00:00:00:0a dev one nud noarp",
            "neigh add 2001:db8::7 lladdr 02:00:00:00:00:09 dev two router",
        ];
        if !set_up(&commands) {
            return;
        }
        let text = printed("neighbours", &[]);
        // Without those that the kernel makes by itself for multicast groups, as `ip` does it.
        let mut ours: Vec<_> = text.lines().filter(|line| !line.contains(": ff02::")).collect();
        let theirs: Vec<_> = json("neigh show nud all").iter().map(expected).collect();
        let mut theirs: Vec<_> = theirs.iter().map(String::as_str).collect();
        theirs.retain(|line| !line.contains(": ff02::"));
        ours.sort_unstable();
        theirs.sort_unstable();
        assert_eq!(ours, theirs);
        let has = |end: &str| ours.iter().any(|line| line.ends_with(end));
        assert!(has(": 192.0.2.7 state permanent lladdr 02:00:00:00:00:07"), "{ours:#?}");
        assert!(has(": 192.0.2.8 state stale lladdr 02:00:00:00:00:08"), "{ours:#?}");
        assert!(has(" lladdr 02:00:00:00:00:09 flags router"), "{ours:#?}");
    });
}
