//! Ready-made families.
