//! What the running kernel lacks, in kernels that have it.
//!
//! The kernels are run by `uml.sh` of the directory that `NETLINK_TEST_KERNELS` names; inside, this
//! test binary runs again, with the tests of one module. There they are root, alone, and free to
//! change whatever they like. Outside they return at once, see [`inside`].

#[path = "support/hello.rs"]
mod hello;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;
#[path = "support/tool.rs"]
mod tool;
#[path = "support/whole.rs"]
mod whole;

#[path = "kernels/greeting.rs"]
mod greeting;
#[path = "kernels/nltest.rs"]
mod nltest;
#[path = "kernels/wireguard.rs"]
mod wireguard;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Whether this is one of those kernels, all of which are user mode linux.
fn inside() -> bool {
    fs::read_to_string("/proc/cpuinfo").is_ok_and(|text| text.contains("User Mode Linux"))
}

/// Runs `ip` with this command, inside.
fn ip(command: &str) {
    tool::output(&format!("ip {command}"));
}

/// Runs the tests of a module inside the kernel of a series. None may be skipped there.
fn passes_inside(series: &str, module: &str) {
    let Some(kernels) = env::var_os("NETLINK_TEST_KERNELS") else {
        return namespace::skip("NETLINK_TEST_KERNELS is not set");
    };
    let output = Command::new(Path::new(&kernels).join("uml.sh"))
        .env("NLU_SERIES", series)
        .args(["run", "-H"])
        .arg(env::current_exe().expect("the test binary has a path"))
        .args([&format!("{module}::"), "--nocapture", "--test-threads=1"])
        .output()
        .expect("uml.sh can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(!text.contains("skipped: "), "{text}");
    assert!(text.contains("test result: ok.") && !text.contains(" 0 passed"), "{text}");
    println!("{text}");
}

#[test]
fn the_family_made_for_tests_in_7_3() {
    passes_inside("7.3", "nltest");
}

#[test]
fn the_family_made_for_tests_in_6_12() {
    passes_inside("6.12", "nltest");
}

#[test]
fn two_processes_over_a_protocol_of_their_own_in_7_3() {
    passes_inside("7.3", "greeting");
}

#[test]
fn two_processes_over_a_protocol_of_their_own_in_6_12() {
    passes_inside("6.12", "greeting");
}

#[test]
fn wireguard_in_7_3() {
    passes_inside("7.3", "wireguard");
}

#[test]
fn wireguard_in_6_12() {
    passes_inside("6.12", "wireguard");
}
