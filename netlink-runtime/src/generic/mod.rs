//! Families of generic netlink: their ids and groups, which the kernel assigns.

mod cache;
pub(crate) mod numbers;
mod policies;
mod query;

pub use cache::GenericFamily;

pub(crate) use cache::{CONTROLLER, Families};
pub(crate) use policies::{GetPolicy, Policies, Rule, Stated, Way};
pub(crate) use query::GetFamily;
