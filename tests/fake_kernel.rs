//! Generated families against a fake kernel: netlink without netlink.

#[path = "support/namespace.rs"]
mod namespace;

#[path = "fake_kernel/families.rs"]
mod families;
#[allow(dead_code, reason = "its tests run here too")]
#[path = "../examples/link_watcher.rs"]
mod link_watcher;
#[path = "fake_kernel/recorded.rs"]
mod recorded;
#[path = "fake_kernel/runtimes.rs"]
mod runtimes;
#[path = "fake_kernel/sizes.rs"]
mod sizes;
#[path = "fake_kernel/sockets.rs"]
mod sockets;
