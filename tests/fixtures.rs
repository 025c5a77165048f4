//! Captured bytes of the kernel and of `ip mptcp` against the generated families: see
//! `fixtures/README.md`. Needs neither a kernel nor root.

#[path = "support/agreement.rs"]
mod agreement;
#[path = "support/byte_order.rs"]
mod byte_order;
#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/tree.rs"]
mod tree;

mod captured;
