//! The socket, against the running kernel and against answers written by hand.

mod batches;
mod flights;
mod frames;
mod live;
mod options;
mod scripted;
