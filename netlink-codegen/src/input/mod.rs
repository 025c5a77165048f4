//! The ways a protocol description gets in.

pub(crate) mod derive;
pub mod yaml;
