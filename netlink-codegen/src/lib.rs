//! The compiler behind the macros and the build script: annotated structs and specs in the
//! kernel's YAML schema become Rust code that uses the runtime.
//!
//! `input` reads a syntax, [`ir`] is what all of them lower to, [`emit`] writes it as Rust.

pub mod derive;
pub mod emit;
mod input;
pub mod ir;
mod lower;
