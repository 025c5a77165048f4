//! No bytes make a decoder panic, run forever or exhaust the stack, and what was decoded is
//! encoded to bytes that mean the same.
//!
//! The bytes are arbitrary, attributes that are framed well with arbitrary content, and captured
//! messages with something broken in them.

#[path = "support/byte_order.rs"]
mod byte_order;
#[path = "support/fixture.rs"]
mod fixture;

#[path = "never_panics/bytes.rs"]
mod bytes;
#[path = "never_panics/deep.rs"]
mod deep;
#[path = "never_panics/properties.rs"]
mod properties;
#[path = "never_panics/survive.rs"]
mod survive;
#[path = "never_panics/uevents.rs"]
mod uevents;
#[path = "never_panics/views.rs"]
mod views;
#[path = "never_panics/walk.rs"]
mod walk;
