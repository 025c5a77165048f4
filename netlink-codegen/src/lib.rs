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

#[cfg(feature = "yaml")]
mod compile;
#[cfg(feature = "build")]
mod config;
pub mod derive;
#[cfg_attr(not(feature = "yaml"), allow(dead_code, reason = "specs have most of the errors"))]
pub mod diagnostic;
pub mod emit;
#[cfg(feature = "yaml")]
mod family_macro;
pub mod input;
pub mod ir;
#[cfg(feature = "yaml")]
pub mod lower;

#[cfg(feature = "yaml")]
pub use compile::{Compiled, compile};
#[cfg(feature = "build")]
pub use config::{BuildError, Config};
#[cfg(feature = "yaml")]
pub use family_macro::netlink_family;
