//! The ways a protocol description gets in.

pub mod yaml;
