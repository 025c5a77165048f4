//! Requests written by hand, as the compiler would write them, and namespaces to try them in.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod controller;
pub(crate) mod links;
pub(crate) mod namespace;
pub(crate) mod netdev;
pub(crate) mod odd;
