//! A family of a kernel that was made for tests: each type of attribute, and each way to fail.
//!
//! The kernel is run by `uml.sh` of the directory that `NETLINK_TEST_KERNELS` names; inside, this
//! test binary runs again, with the tests of [`nltest`].

#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;
#[path = "kernels/nltest.rs"]
mod nltest;

use std::env;
use std::path::Path;
use std::process::Command;

#[test]
fn the_kernel_made_for_tests_passes_its_tests() {
    let Some(kernels) = env::var_os("NETLINK_TEST_KERNELS") else {
        return namespace::skip("NETLINK_TEST_KERNELS is not set");
    };
    let output = Command::new(Path::new(&kernels).join("uml.sh"))
        .args(["run", "-H"])
        .arg(env::current_exe().expect("the test binary has a path"))
        .args(["nltest::", "--nocapture", "--test-threads=1"])
        .output()
        .expect("uml.sh can be run");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(!text.contains("skipped: "), "{text}");
    assert!(text.contains("test result: ok. 7 passed"), "{text}");
    println!("{text}");
}
