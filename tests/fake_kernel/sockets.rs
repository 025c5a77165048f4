//! No netlink socket is opened.

use std::env;
use std::process::Command;

use crate::namespace::skip;

/// Runs tests of this program under `strace`; what they open, if `strace` is there and may trace.
fn opened_by(tests: &str) -> Option<String> {
    let path = env::temp_dir().join(format!("netlink-strace-{}", std::process::id()));
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=socket,timerfd_create", "-o"])
        .arg(&path)
        .arg(env::current_exe().expect("the test has a path"))
        .arg(tests)
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            skip(&format!("strace: {error}"));
            return None;
        }
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let calls = std::fs::read_to_string(&path).unwrap_or_default();
    // It may be missing if nothing could be traced.
    let _ = std::fs::remove_file(&path);
    if !text.contains("test result: ok. 3 passed") && calls.is_empty() {
        skip("strace may not trace here");
        return None;
    }
    assert!(text.contains("test result: ok. 3 passed"), "{text}");
    Some(calls)
}

#[test]
fn the_tests_of_a_program_open_no_netlink_socket() {
    let Some(calls) = opened_by("link_watcher::tests") else { return };
    assert!(calls.contains("timerfd_create("), "the fake sockets' descriptors: {calls}");
    assert!(!calls.contains("AF_NETLINK"), "{calls}");
}
