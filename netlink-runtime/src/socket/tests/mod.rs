//! The socket, against the running kernel and against answers written by hand.

mod batches;
mod frames;
mod live;
mod options;
mod scripted;
