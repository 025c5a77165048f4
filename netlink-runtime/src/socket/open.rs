//! Opening sockets.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use super::{Senders, SocketOptions};
use crate::client::Client;
use crate::connection::{Inbox, Session};
use crate::error::{Errno, Error};
use crate::protocols;
use crate::sys::{self, Switch};
use crate::transport::{Endpoint, Transport};

/// How long an answer of auditing is awaited after the acknowledgement: a kernel thread sends it.
const AUDIT_DELAY: Duration = Duration::from_millis(100);

impl SocketOptions {
    /// Opens a socket to the kernel that waits in some way.
    pub(crate) fn connect<T: Transport>(&self, protocol: u16) -> Result<Client<T>, Error> {
        self.connect_with(protocol, Senders::Kernel)
    }

    /// The same, which takes datagrams of these senders unless the options say others.
    pub(crate) fn connect_with<T: Transport>(
        &self,
        protocol: u16,
        senders: Senders,
    ) -> Result<Client<T>, Error> {
        #[cfg(feature = "testing")]
        if let Some(kernel) = &self.doubles.kernel {
            let opened = kernel.open(protocol, self.receive_buffer);
            let (endpoint, port) = opened.map_err(failed("timerfd_create"))?;
            let endpoint = endpoint.closed_by(self.closer.clone());
            return self.client_over(endpoint, port, protocol, senders);
        }
        self.client(self.descriptor(protocol)?, protocol, senders)
    }

    /// The options of another socket beside the one that they are for, to ask the kernel
    /// something: without what is that one's alone.
    pub(crate) fn for_asking(&self) -> Self {
        let port = self.port.map(|_| 0);
        Self { port, peer: None, senders: None, filter: None, ..self.clone() }
    }

    /// A client over a descriptor.
    pub(super) fn client<T: Transport>(
        &self,
        fd: OwnedFd,
        protocol: u16,
        senders: Senders,
    ) -> Result<Client<T>, Error> {
        let (endpoint, port) = self.endpoint(fd, senders)?;
        self.client_over(endpoint, port, protocol, senders)
    }

    /// A client over an endpoint with this port.
    fn client_over<T: Transport>(
        &self,
        endpoint: Endpoint,
        port: u32,
        protocol: u16,
        senders: Senders,
    ) -> Result<Client<T>, Error> {
        #[cfg(feature = "testing")]
        let endpoint = self.doubles.listen_in(endpoint, protocol, port).map_err(failed("dup"))?;
        let memory = self.message_memory.unwrap_or(Inbox::SIZE);
        let mut session = Session::new(memory).map_err(failed("mmap"))?;
        session.connection.senders =
            self.senders.unwrap_or(self.peer.map_or(senders, Senders::Port));
        let late_reply = if protocol == protocols::AUDIT { AUDIT_DELAY } else { Duration::ZERO };
        let transport = T::new(endpoint).map_err(failed("register"))?;
        let timeout = self.timeout;
        Ok(Client { transport, protocol, port, timeout, late_reply, session })
    }

    fn descriptor(&self, protocol: u16) -> Result<OwnedFd, Error> {
        match &self.namespace {
            Some(namespace) => namespace.open_socket(protocol),
            None => sys::open(protocol).map_err(failed("socket")),
        }
    }

    /// Sets the options on a descriptor and gives it an address; with its port.
    fn endpoint(&self, fd: OwnedFd, senders: Senders) -> Result<(Endpoint, u32), Error> {
        self.configure(fd.as_fd()).map_err(failed("setsockopt"))?;
        let mut port = sys::port(fd.as_fd()).map_err(failed("getsockname"))?;
        if let (0, Some(wanted)) = (port, self.port) {
            sys::bind(fd.as_fd(), wanted).map_err(failed("bind"))?;
        }
        // It gives an address as well, without which the kernel's notifications do not come.
        let kernel = port == 0 && self.port.is_none() && senders == Senders::Kernel;
        if let Some(peer) = self.peer.or(kernel.then_some(0)) {
            sys::connect(fd.as_fd(), peer).map_err(failed("connect"))?;
        }
        if port == 0 {
            port = sys::port(fd.as_fd()).map_err(failed("getsockname"))?;
        }
        let told = [Switch::Credentials, Switch::PacketInfo, Switch::AllNamespaces];
        let told = told.into_iter().any(|switch| self.switches.contains(&(switch, true)));
        Ok((Endpoint::new(fd).told(told).closed_by(self.closer.clone()), port))
    }

    fn configure(&self, fd: BorrowedFd<'_>) -> io::Result<()> {
        for &(switch, on) in &self.switches {
            match sys::switch(fd, switch, on) {
                Err(error) if is_dispensable(switch, &error) => {}
                other => other?,
            }
        }
        if let Some(bytes) = self.receive_buffer {
            sys::set_receive_buffer(fd, bytes)?;
        }
        if let Some(bytes) = self.send_buffer {
            sys::set_send_buffer(fd, bytes)?;
        }
        self.filter.as_ref().map_or(Ok(()), |filter| sys::attach_filter(fd, filter.program()))
    }
}

/// Whether the socket is as good without an option that the kernel does not know: those before
/// 4.3, 4.12 and 4.20 have not got them.
fn is_dispensable(switch: Switch, error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::ENOPROTOOPT.0)
        && matches!(switch, Switch::ExtendedAck | Switch::CappedAck | Switch::StrictCheck)
}

/// A descriptor that was opened elsewhere, and its protocol.
pub(super) fn adopted(fd: OwnedFd) -> Result<(OwnedFd, u16), Error> {
    let (domain, protocol) = sys::domain_and_protocol(fd.as_fd()).map_err(failed("getsockopt"))?;
    match u16::try_from(protocol) {
        Ok(protocol) if domain == libc::AF_NETLINK => Ok((fd, protocol)),
        _ => Err(failed("getsockopt")(Errno::EAFNOSUPPORT.into())),
    }
}

pub(crate) fn failed(call: &'static str) -> impl Fn(io::Error) -> Error {
    move |source| Error::Io { operation: None, call, source }
}
