//! The socket, against the running kernel and against answers written by hand.

mod live;
mod scripted;
