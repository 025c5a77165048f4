//! Tests that change the network, run in a network namespace of their own.

use std::process::Command;
use std::sync::LazyLock;

static PERMITTED: LazyLock<bool> = LazyLock::new(|| {
    let status = Command::new("unshare").args(["-n", "true"]).status();
    status.is_ok_and(|status| status.success())
});

const INSIDE: &str = "NETLINK_TEST_NAMESPACE";

/// Whether the caller is in a namespace of its own. If not, runs the test of this name in one and
/// says no; where that is not permitted the test is skipped.
pub(crate) fn is_inside(test: &str) -> bool {
    is_unshared(test, &["-n"])
}

/// The same, under `unshare` with these options.
pub(crate) fn is_unshared(test: &str, options: &[&str]) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let this = std::env::current_exe().expect("the test program has a path");
    if !*PERMITTED {
        println!("skipped: `unshare -n` is not permitted");
        return false;
    }
    let status = Command::new("unshare")
        .args(options)
        .arg(this)
        .args(["--exact", test, "--nocapture", "--test-threads", "1"])
        .env(INSIDE, "1")
        .status()
        .expect("unshare runs");
    assert!(status.success(), "{test} failed in a namespace of its own");
    false
}

/// The same for tests that use `ip`; without it they are skipped.
pub(crate) fn is_inside_with_ip(test: &str) -> bool {
    has_ip() && is_inside(test)
}

/// Whether there is `ip`. If not, says that the test is skipped.
pub(crate) fn has_ip() -> bool {
    let output = Command::new("ip").arg("-V").output();
    let found = output.is_ok_and(|output| output.status.success());
    if !found {
        println!("skipped: there is no `ip`");
    }
    found
}
