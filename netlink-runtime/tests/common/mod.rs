//! Requests written by hand, as the compiler would write them, and namespaces to try them in.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod controller;
pub(crate) mod greeting;
pub(crate) mod links;
pub(crate) mod namespace;
pub(crate) mod netdev;
pub(crate) mod odd;

use core::time::Duration;

use netlink_runtime::socket::PeerMessage;

/// Long enough for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// The next message of another process, which comes soon.
pub(crate) fn received(socket: &mut netlink_runtime::PeerSocket) -> PeerMessage<'_> {
    let message = socket.receive_within(PATIENCE).expect("the message is well-formed");
    message.expect("a message comes")
}

/// Whether nothing is queued.
pub(crate) fn is_idle(socket: &mut netlink_runtime::PeerSocket) -> bool {
    socket.receive_within(Duration::ZERO).expect("nothing went wrong").is_none()
}

/// Runs `ip`, which must be content.
pub(crate) fn ip(command: &str) {
    let output = std::process::Command::new("ip").args(command.split(' ')).output();
    let output = output.expect("iproute2 is there");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ip {command}: {errors}");
}
