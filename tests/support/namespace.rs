//! Tests that run again in a network namespace of their own.

use core::any::type_name;
use std::env;
use std::io::Write;
use std::process::Command;

/// Set in the process that runs inside.
const INSIDE: &str = "NETLINK_TEST_INSIDE_NAMESPACE";

/// Who the test is inside.
#[derive(Clone, Copy)]
pub(crate) enum As {
    /// Root, if the test runs as root; else root of a new user namespace.
    Root,
    /// Root of a new user namespace: it may configure the network there, but has no rights to
    /// what `CAP_NET_ADMIN` of the whole machine is asked for.
    RootOfUserNamespace,
}

/// Runs `body` in a new network namespace: starts this test binary again under `unshare`, for
/// the test that the closure is in. If namespaces cannot be had, prints why and does nothing.
pub(crate) fn in_namespace<F: FnOnce()>(who: As, body: F) {
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    let ways: &[&[&str]] = match who {
        As::Root => &[&["-n"], &["-r", "-n"]],
        As::RootOfUserNamespace => &[&["-r", "-n"]],
    };
    let usable = |way: &&&[&str]| {
        let status = Command::new("unshare").args(**way).arg("true").output();
        status.is_ok_and(|output| output.status.success())
    };
    let Some(way) = ways.iter().find(usable) else {
        return skip("`unshare` can make no network namespace here");
    };
    let test = test_of::<F>();
    let output = Command::new("unshare")
        .args(*way)
        .arg(env::current_exe().expect("the test binary has a path"))
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .output()
        .expect("unshare was there a moment ago");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "inside the namespace:\n{text}{errors}");
    assert!(text.contains("test result: ok. 1 passed"), "{test} did not run:\n{text}");
    text.lines().filter_map(|line| line.strip_prefix("skipped: ")).for_each(skip);
}

/// The name of the test in which a closure was written.
fn test_of<F>() -> &'static str {
    let path = type_name::<F>().trim_end_matches("::{{closure}}");
    path.split_once("::").expect("the path starts with the crate").1
}

/// Says on a line of its own, and also where the test harness captures output, that something is
/// not tested.
pub(crate) fn skip(why: &str) {
    // Without the macros, since the harness keeps what they print of a test that passes.
    let line = format!("\nskipped: {why}\n");
    std::io::stdout().write_all(line.as_bytes()).expect("standard output is open");
}
