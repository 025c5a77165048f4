//! The connection on bytes written by hand.

mod events;
mod reports;
