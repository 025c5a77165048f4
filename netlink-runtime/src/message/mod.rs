//! What generated types say of themselves so that a socket can send and receive them.

mod flagged;
mod header;
mod notice;
mod owned;
mod request;

pub use flagged::WithFlags;
pub use header::{WithHeader, message_kind, split_header, write_header};
pub use notice::Notice;
pub use owned::Owned;
pub use request::{Dump, MessageSet, Messages, Request, Single};
