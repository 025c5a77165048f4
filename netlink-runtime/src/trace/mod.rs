//! What sockets do, told to subscribers of the crate `tracing`: the feature `tracing`, documented
//! in `docs/tracing.md`.
//!
//! Without the feature all of this is empty. With it, a span goes along with what is known of a
//! request under way, so that events find it without being entered across an await; futures that
//! wait for an answer are instrumented with it.

#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod on;
#[cfg(feature = "tracing")]
mod text;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::{Span, failed, foreign, heard, overrun, received, sent, unclaimed};
#[cfg(feature = "tracing")]
pub(crate) use on::{Span, failed, foreign, heard, overrun, received, sent, unclaimed};
