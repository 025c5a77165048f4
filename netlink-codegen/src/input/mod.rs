//! The front ends: from a syntax to the IR.

pub(crate) mod derive;
