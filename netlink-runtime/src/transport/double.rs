//! What can stand between an endpoint and the kernel.

use core::fmt;
use std::io;

use crate::socket::Sender;
use crate::sys::Receive;

/// What an endpoint speaks to instead of its descriptor: something that stands in for the kernel,
/// or listens in on the conversation with it. The methods are those of
/// [`Endpoint`](super::Endpoint).
pub(crate) trait Double: fmt::Debug + Send + Sync {
    fn send(&self, bytes: &[u8]) -> io::Result<()>;
    fn receive(&self, buffer: &mut [u8], how: Receive) -> io::Result<(usize, Sender)>;
    fn peek(&self, how: Receive) -> io::Result<(usize, Sender)>;
    fn join(&self, group: u32) -> io::Result<()>;
    fn leave(&self, group: u32) -> io::Result<()>;
    fn receive_buffer(&self) -> io::Result<usize>;
}
