//! Compiles netlink family specs in the kernel's YAML schema, and annotated structs, to Rust.

pub mod diagnostic;
pub mod input;
