//! Requests written by hand, as the compiler would write them, and namespaces to try them in.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod controller;
pub(crate) mod greeting;
pub(crate) mod links;
pub(crate) mod namespace;
pub(crate) mod netdev;
pub(crate) mod odd;

/// Runs `ip`, which must be content.
pub(crate) fn ip(command: &str) {
    let output = std::process::Command::new("ip").args(command.split(' ')).output();
    let output = output.expect("iproute2 is there");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ip {command}: {errors}");
}
