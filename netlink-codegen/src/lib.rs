//! Compiles netlink family specs in the kernel's YAML schema, and annotated structs, to Rust.
//!
//! ```text
//! YAML ── input::yaml ── lower ─┐
//!                               ├─> ir ── emit ─> tokens ─┬─ macros: to rustc
//! annotated struct ─────────────┘                         └─ Config: a formatted file
//! ```
//!
//! In a `build.rs`, [`Config`] is all that is needed:
//!
//! ```no_run
//! netlink_codegen::Config::new().spec("specs/demo.yaml").compile();
//! ```

mod compile;
#[cfg(feature = "build")]
mod config;
pub mod derive;
pub mod diagnostic;
pub mod emit;
mod family_macro;
pub mod input;
pub mod ir;
pub mod lower;

pub use compile::{Compiled, compile};
#[cfg(feature = "build")]
pub use config::{BuildError, Config};
pub use family_macro::netlink_family;
