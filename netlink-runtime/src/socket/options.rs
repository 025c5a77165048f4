//! How a socket is opened.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use super::Socket;
use crate::client::Client;
use crate::connection::{Inbox, Session};
use crate::error::{Errno, Error};
use crate::sys::{self, Switch};
use crate::transport::{Endpoint, Transport};

/// `NETLINK_AUDIT`, whose answers come from a kernel thread and so after the acknowledgement.
const AUDIT: u16 = 9;

/// How long an answer of such a protocol is awaited after the acknowledgement.
const AUDIT_DELAY: Duration = Duration::from_millis(100);

/// How sockets are opened. Whatever is set, extended and capped acknowledgement are on, and
/// strict checking where the kernel has it.
#[derive(Clone, Debug, Default)]
pub struct SocketOptions {
    timeout: Option<Duration>,
    receive_buffer: Option<usize>,
    message_memory: Option<usize>,
    #[cfg(feature = "testing")]
    pub(crate) doubles: crate::testing::Doubles,
}

impl SocketOptions {
    /// The options of [`Socket::open`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long to wait for an answer before [`Error::Timeout`]; in a dump, for the next part of
    /// it. Forever if not set.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The bytes that the kernel may queue for the socket (`SO_RCVBUF`; the kernel doubles it
    /// and counts its own overhead). Above `net.core.rmem_max` it takes `CAP_NET_ADMIN`.
    #[must_use]
    pub fn receive_buffer(mut self, bytes: usize) -> Self {
        self.receive_buffer = Some(bytes);
        self
    }

    /// The address space set aside for one datagram. It grows to any datagram, but with less
    /// than the usual 4 MiB, of which only what is used takes memory, every receive takes a
    /// system call more to ask for the length.
    #[must_use]
    pub fn message_memory(mut self, bytes: usize) -> Self {
        self.message_memory = Some(bytes);
        self
    }

    /// Opens a socket for a protocol: a [`Protocol`](crate::schema::Protocol), or its number as
    /// of `NETLINK_*`.
    ///
    /// # Errors
    /// As [`Socket::open`].
    pub fn open(&self, protocol: impl Into<u16>) -> Result<Socket, Error> {
        Ok(Socket { client: self.connect(protocol.into())? })
    }

    /// Opens a socket that waits in some way.
    pub(crate) fn connect<T: Transport>(&self, protocol: u16) -> Result<Client<T>, Error> {
        let (endpoint, port) = self.endpoint(protocol)?;
        #[cfg(feature = "testing")]
        let endpoint = self.doubles.listen_in(endpoint, protocol, port).map_err(failed("dup"))?;
        let memory = self.message_memory.unwrap_or(Inbox::SIZE);
        let session = Session::new(memory).map_err(failed("mmap"))?;
        let late_reply = if protocol == AUDIT { AUDIT_DELAY } else { Duration::ZERO };
        let transport = T::new(endpoint).map_err(failed("register"))?;
        let (timeout, congested, awaited) = (self.timeout, false, None);
        Ok(Client { transport, protocol, port, timeout, late_reply, congested, awaited, session })
    }

    /// An endpoint with an address, and its port.
    fn endpoint(&self, protocol: u16) -> Result<(Endpoint, u32), Error> {
        #[cfg(feature = "testing")]
        if let Some(kernel) = &self.doubles.kernel {
            let opened = kernel.open(protocol, self.receive_buffer);
            return opened.map_err(failed("timerfd_create"));
        }
        let fd = sys::open(protocol).map_err(failed("socket"))?;
        self.configure(fd.as_fd()).map_err(failed("setsockopt"))?;
        sys::bind(fd.as_fd()).map_err(failed("bind"))?;
        let port = sys::port(fd.as_fd()).map_err(failed("getsockname"))?;
        Ok((Endpoint::new(fd), port))
    }

    fn configure(&self, fd: BorrowedFd<'_>) -> io::Result<()> {
        for option in [Switch::ExtendedAck, Switch::CappedAck, Switch::StrictCheck] {
            match sys::enable(fd, option) {
                // Kernels before 4.3, 4.12 and 4.20 have not got them.
                Err(error) if error.raw_os_error() == Some(Errno::ENOPROTOOPT.0) => {}
                other => other?,
            }
        }
        self.receive_buffer.map_or(Ok(()), |bytes| sys::set_receive_buffer(fd, bytes))
    }
}

fn failed(call: &'static str) -> impl Fn(io::Error) -> Error {
    move |source| Error::Io { operation: None, call, source }
}
