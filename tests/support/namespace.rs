//! Tests that run again in a network namespace of their own.

use core::any::type_name;
use std::env;
use std::io::Write;
use std::process::Command;

/// Set in the process that runs inside.
const INSIDE: &str = "NETLINK_TEST_INSIDE_NAMESPACE";

/// Runs `body` in a new network namespace as root: starts this test binary again under
/// `unshare`, for the test that the closure is in. Without root it is that of a new user
/// namespace. If namespaces cannot be had, prints why and does nothing.
pub(crate) fn in_namespace<F: FnOnce()>(body: F) {
    unshared(&[&["-n"], &["-r", "-n"]], body);
}

/// The same, under `unshare` with the first of these options that work.
pub(crate) fn unshared<F: FnOnce()>(ways: &[&[&str]], body: F) {
    let usable = |way: &&&[&str]| {
        let status = Command::new("unshare").args(**way).arg("true").output();
        status.is_ok_and(|output| output.status.success())
    };
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    match ways.iter().find(usable) {
        Some(way) => under(Command::new("unshare").args(*way), body),
        None => skip("`unshare` can make no network namespace here"),
    }
}

/// Runs `body` under a program that runs another one: starts this test binary again under it,
/// for the test that the closure is in.
pub(crate) fn under<F: FnOnce()>(program: &mut Command, body: F) {
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    let test = test_of::<F>();
    let output = program
        .arg(env::current_exe().expect("the test binary has a path"))
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .output()
        .expect("the program can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "under {program:?}:\n{text}{errors}");
    assert!(text.contains("test result: ok. 1 passed"), "{test} did not run:\n{text}");
    let told = |line: &&str| line.starts_with("skipped: ") || line.starts_with("figures: ");
    text.lines().filter(told).for_each(say);
}

/// The name of the test in which a closure was written.
fn test_of<F>() -> &'static str {
    let path = type_name::<F>().trim_end_matches("::{{closure}}");
    path.split_once("::").expect("the path starts with the crate").1
}

/// Says that something is not tested.
pub(crate) fn skip(why: &str) {
    say(&format!("skipped: {why}"));
}

/// Says something on a line of its own, also where the test harness captures output.
pub(crate) fn say(what: &str) {
    // Without the macros, since the harness keeps what they print of a test that passes.
    let line = format!("\n{what}\n");
    std::io::stdout().write_all(line.as_bytes()).expect("standard output is open");
}
