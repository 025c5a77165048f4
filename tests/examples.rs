//! The examples, run as a user would run them, beside what iproute2 says.

#[path = "support/hello.rs"]
mod hello;
#[path = "support/namespace.rs"]
mod namespace;
#[path = "support/tool.rs"]
mod tool;

#[path = "examples/addresses.rs"]
mod addresses;
#[path = "examples/conntrack_list.rs"]
mod conntrack_list;
#[path = "examples/ethtool_features.rs"]
mod ethtool_features;
#[path = "examples/exit_listener.rs"]
mod exit_listener;
#[path = "examples/families.rs"]
mod families;
#[path = "examples/greeting.rs"]
mod greeting;
#[path = "examples/ip.rs"]
mod ip;
#[path = "examples/link_watcher.rs"]
mod link_watcher;
#[path = "examples/links.rs"]
mod links;
#[path = "examples/mptcp_endpoints.rs"]
mod mptcp_endpoints;
#[path = "examples/neighbours.rs"]
mod neighbours;
#[path = "examples/nft.rs"]
mod nft;
#[path = "examples/qdiscs.rs"]
mod qdiscs;
#[path = "examples/routes.rs"]
mod routes;
#[path = "examples/rules.rs"]
mod rules;
#[path = "examples/sockets.rs"]
mod sockets;
#[path = "examples/taskstats.rs"]
mod taskstats;
#[path = "examples/uevents.rs"]
mod uevents;
#[path = "examples/watch.rs"]
mod watch;

use std::env;
use std::path::PathBuf;
use std::process::{Command, Output};

/// Runs an example.
fn run(name: &str, arguments: &[&str]) -> Output {
    Command::new(path(name)).args(arguments).output().expect("the example starts")
}

/// What an example prints. Panics if it fails.
fn printed(name: &str, arguments: &[&str]) -> String {
    let output = run(name, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

/// Where Cargo puts the example, which it built together with this test.
fn path(name: &str) -> PathBuf {
    let test = env::current_exe().expect("the test has a path");
    let profile = test.ancestors().nth(2).expect("it is in target/PROFILE/deps");
    let path = profile.join("examples").join(name);
    assert!(path.exists(), "`cargo build --examples` makes {}", path.display());
    path
}
