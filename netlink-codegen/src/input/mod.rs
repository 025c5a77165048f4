//! The ways a protocol description gets in.

pub(crate) mod derive;
#[cfg(feature = "yaml")]
pub mod yaml;
