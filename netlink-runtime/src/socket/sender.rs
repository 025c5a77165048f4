//! Who sends, and whom to believe.

/// Who sent a datagram, and what the socket was asked to tell of its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sender {
    /// The port id of the sending socket, `nl_pid`; 0 is the kernel.
    pub port: u32,
    /// The multicast group that it was sent to as a mask, `nl_groups`: bit 0 is group 1. It is 0
    /// for unicast and for groups above 32.
    pub groups: u32,
    /// The number of the multicast group that it was sent to, also above 32, if asked for with
    /// [`packet_info`](super::SocketOptions::packet_info); `None` for unicast.
    pub group: Option<u32>,
    /// The sending process, if asked for with [`credentials`](super::SocketOptions::credentials).
    pub credentials: Option<Credentials>,
    /// The network namespace that a notification comes from, as an id of the socket's own, if
    /// it is another one than the socket's (see
    /// [`all_namespaces`](super::SocketOptions::all_namespaces)).
    pub namespace: Option<i32>,
}

impl Sender {
    /// Whether it is the kernel.
    #[must_use]
    pub const fn is_kernel(&self) -> bool {
        self.port == 0
    }
}

/// The sending process as the kernel vouches for it, `struct ucred` of `SCM_CREDENTIALS`. The
/// kernel itself is process 0 and user 0. Only root can claim to be somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The process id, in the receiver's process namespace; 0 if it is not in it.
    pub process: u32,
    /// The effective user id, in the receiver's user namespace; 65534 if it is not in it.
    pub user: u32,
    /// The effective group id, likewise.
    pub group: u32,
}

/// Whose datagrams a socket takes. The others are dropped and counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Senders {
    /// The kernel's.
    #[default]
    Kernel,
    /// All, the kernel's included.
    Anyone,
    /// Those of the socket that has this port id. Once it is closed, another may take the port.
    Port(u32),
    /// Those of processes of this user, by the [`Credentials`] that the kernel vouches for. The
    /// kernel counts as user 0.
    User(u32),
}

impl Senders {
    /// Whether the rule takes the sender's datagrams.
    #[must_use]
    #[inline]
    pub fn admit(self, sender: &Sender) -> bool {
        match self {
            Self::Kernel => sender.is_kernel(),
            Self::Anyone => true,
            Self::Port(port) => sender.port == port,
            Self::User(user) => sender.credentials.is_some_and(|told| told.user == user),
        }
    }
}
