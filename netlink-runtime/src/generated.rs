//! Names for generated code, stable between a compiler and a runtime of the same version. Not
//! for hand-written code.

pub use crate::message::{split_header, write_header};
pub use crate::payload::enumeration::{decode_enumeration, take_open};
