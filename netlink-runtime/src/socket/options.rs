//! How a socket is to be opened.

use std::os::fd::OwnedFd;
use std::time::Duration;

use super::{Filter, Namespace, PeerSocket, Senders, Socket};
use crate::error::Error;
use crate::sys::Switch;
use crate::transport::Closer;

/// How sockets are opened. Unless switched off, extended and capped acknowledgement are on, and
/// strict checking where the kernel has it.
#[derive(Clone, Debug)]
pub struct SocketOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) receive_buffer: Option<usize>,
    pub(super) send_buffer: Option<usize>,
    pub(super) message_memory: Option<usize>,
    /// What is switched on or off, each once.
    pub(super) switches: Vec<(Switch, bool)>,
    /// The port to take; 0 leaves it to the kernel, `None` until something is sent.
    pub(super) port: Option<u32>,
    pub(super) peer: Option<u32>,
    pub(super) senders: Option<Senders>,
    pub(super) filter: Option<Filter>,
    pub(super) namespace: Option<Namespace>,
    pub(super) closer: Option<Closer>,
    #[cfg(feature = "testing")]
    pub(crate) doubles: crate::testing::Doubles,
}

impl Default for SocketOptions {
    fn default() -> Self {
        let defaults = [Switch::ExtendedAck, Switch::CappedAck, Switch::StrictCheck];
        Self {
            timeout: None,
            receive_buffer: None,
            send_buffer: None,
            message_memory: None,
            switches: defaults.map(|switch| (switch, true)).into(),
            port: Some(0),
            peer: None,
            senders: None,
            filter: None,
            namespace: None,
            closer: None,
            #[cfg(feature = "testing")]
            doubles: Default::default(),
        }
    }
}

impl SocketOptions {
    /// The options of [`Socket::open`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn switch(mut self, switch: Switch, on: bool) -> Self {
        self.switches.retain(|(other, _)| *other != switch);
        self.switches.push((switch, on));
        self
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

    /// The bytes that one datagram may have which is sent (`SO_SNDBUF`; the kernel doubles it).
    /// Above `net.core.wmem_max` it takes `CAP_NET_ADMIN`. Batches set it themselves as they
    /// need it.
    #[must_use]
    pub fn send_buffer(mut self, bytes: usize) -> Self {
        self.send_buffer = Some(bytes);
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

    /// Whether the kernel checks get requests for attributes that it does not know, and filters
    /// dumps by those that it knows (`NETLINK_GET_STRICT_CHK`, Linux 4.20). On unless set.
    #[must_use]
    pub fn strict_check(self, on: bool) -> Self {
        self.switch(Switch::StrictCheck, on)
    }

    /// Whether the kernel's errors leave the request out, which otherwise they repeat
    /// (`NETLINK_CAP_ACK`, Linux 4.3). On unless set.
    #[must_use]
    pub fn capped_acknowledgement(self, on: bool) -> Self {
        self.switch(Switch::CappedAck, on)
    }

    /// Whether the kernel's errors tell a text and the attribute at fault (`NETLINK_EXT_ACK`,
    /// Linux 4.12). On unless set.
    #[must_use]
    pub fn extended_acknowledgement(self, on: bool) -> Self {
        self.switch(Switch::ExtendedAck, on)
    }

    /// Has the kernel vouch for the process that sends a datagram (`SO_PASSCRED`): see
    /// [`Sender::credentials`](super::Sender::credentials).
    #[must_use]
    pub fn credentials(self) -> Self {
        self.switch(Switch::Credentials, true)
    }

    /// Has the kernel tell the number of the multicast group that a datagram was sent to, also
    /// above 32 (`NETLINK_PKTINFO`): see [`Sender::group`](super::Sender::group).
    #[must_use]
    pub fn packet_info(self) -> Self {
        self.switch(Switch::PacketInfo, true)
    }

    /// Receives notifications also of the network namespaces that have an id in that of the
    /// socket (`NETLINK_LISTEN_ALL_NSID`), ip-netns(8) `list-id`: see
    /// [`Sender::namespace`](super::Sender::namespace). It takes `CAP_NET_BROADCAST`.
    #[must_use]
    pub fn all_namespaces(self) -> Self {
        self.switch(Switch::AllNamespaces, true)
    }

    /// Says nothing of messages that were lost because nobody read them in time
    /// (`NETLINK_NO_ENOBUFS`): for who can do without.
    #[must_use]
    pub fn ignore_overruns(self) -> Self {
        self.switch(Switch::NoOverruns, true)
    }

    /// Tells the sender of a notification if this socket loses it (`NETLINK_BROADCAST_ERROR`).
    /// Parts of the kernel send it again then, as connection tracking does.
    #[must_use]
    pub fn broadcast_errors(self) -> Self {
        self.switch(Switch::BroadcastErrors, true)
    }

    /// Takes this port id, the socket's address, rather than one of the kernel's choice: other
    /// processes find the socket by it. Opening fails with `EADDRINUSE` if another socket of
    /// the protocol has it, in the same network namespace.
    #[must_use]
    pub fn port(mut self, port: u32) -> Self {
        self.port = Some(port);
        self
    }

    /// Opens without `bind(2)`, which some security policies forbid (Android's, to ordinary
    /// programs). A socket that speaks to the kernel gets its port by `connect(2)` instead, one
    /// between processes when it sends something first.
    #[must_use]
    pub fn without_bind(mut self) -> Self {
        self.port = None;
        self
    }

    /// Exchanges requests and answers with the socket that has this port id, instead of the kernel
    /// (`connect(2)`). Except for `NETLINK_USERSOCK` it takes `CAP_NET_ADMIN`.
    #[must_use]
    pub fn peer(mut self, port: u32) -> Self {
        self.peer = Some(port);
        self
    }

    /// Whose datagrams to take. Unless set, a [`Socket`] takes those of the kernel or of its
    /// [`peer`](Self::peer), and a [`PeerSocket`] takes all.
    #[must_use]
    pub fn senders(mut self, senders: Senders) -> Self {
        self.senders = Some(senders);
        if matches!(senders, Senders::User(_)) { self.credentials() } else { self }
    }

    /// Lets a program decide which datagrams the kernel queues (`SO_ATTACH_FILTER`).
    #[must_use]
    pub fn filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Opens sockets in this network namespace.
    #[must_use]
    pub fn namespace(mut self, namespace: &Namespace) -> Self {
        self.namespace = Some(namespace.clone());
        self
    }

    /// Lets the closer end what waits for the sockets. Those of async runtimes need none: dropping
    /// a future ends it.
    #[must_use]
    pub fn closer(mut self, closer: &Closer) -> Self {
        self.closer = Some(closer.clone());
        self
    }

    /// Opens a socket for a protocol: a [`Protocol`](crate::schema::Protocol), or its number as
    /// of [`protocols`](crate::protocols).
    ///
    /// # Errors
    /// As [`Socket::open`].
    pub fn open(&self, protocol: impl Into<u16>) -> Result<Socket, Error> {
        Ok(Socket { client: self.connect(protocol.into())? })
    }

    /// Opens a socket for messages between processes.
    ///
    /// # Errors
    /// As [`Socket::open`].
    pub fn open_peer(&self, protocol: impl Into<u16>) -> Result<PeerSocket, Error> {
        Ok(PeerSocket::new(self.connect_with(protocol.into(), Senders::Anyone)?))
    }

    /// Makes a socket of a descriptor that was opened elsewhere: by a parent, a service manager,
    /// another library. It may be non-blocking. The options are set on it as on a new one, except
    /// that it keeps the port that it has, and stays in its network namespace.
    ///
    /// # Errors
    /// [`Error::Io`] with `ENOTSOCK` or `EAFNOSUPPORT` if it is no netlink socket, and those of
    /// [`open`](Self::open).
    pub fn adopt(&self, fd: OwnedFd) -> Result<Socket, Error> {
        let (fd, protocol) = super::open::adopted(fd)?;
        Ok(Socket { client: self.client(fd, protocol, Senders::Kernel)? })
    }

    /// The same for a socket between processes.
    ///
    /// # Errors
    /// As [`adopt`](Self::adopt).
    pub fn adopt_peer(&self, fd: OwnedFd) -> Result<PeerSocket, Error> {
        let (fd, protocol) = super::open::adopted(fd)?;
        Ok(PeerSocket::new(self.client(fd, protocol, Senders::Anyone)?))
    }
}
