//! The numbers of the kernel's netlink protocols, `NETLINK_*` of `linux/netlink.h`.
//!
//! A socket can be opened for any number below 32, named here or not. Which ones a kernel has
//! depends on how it was built; opening one that it has not fails with `EPROTONOSUPPORT`.

macro_rules! protocols {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal,)*) => {
        $(
            $(#[doc = $doc])*
            pub const $name: u16 = $number;
        )*

        /// All of them: name and number.
        pub const ALL: &[(&str, u16)] = &[$((stringify!($name), $number),)*];
    };
}

protocols! {
    /// Links, addresses, routes, rules, neighbours, traffic control: rtnetlink(7).
    ROUTE = 0,
    /// Without a meaning.
    UNUSED = 1,
    /// Between processes; see [`PeerSocket`](crate::PeerSocket).
    USERSOCK = 2,
    /// Formerly queued packets.
    FIREWALL = 3,
    /// Sockets and their state: sock_diag(7).
    SOCK_DIAG = 4,
    /// Formerly the log of netfilter.
    NFLOG = 5,
    /// IPsec policies and states.
    XFRM = 6,
    /// Notifications of SELinux.
    SELINUX = 7,
    /// Open-iSCSI.
    ISCSI = 8,
    /// Auditing.
    AUDIT = 9,
    /// Looking routes up.
    FIB_LOOKUP = 10,
    /// The connector: process events and others.
    CONNECTOR = 11,
    /// Netfilter: nftables, conntrack, queues, logs, sets.
    NETFILTER = 12,
    /// Formerly queued IPv6 packets.
    IP6_FW = 13,
    /// Formerly the routing of DECnet.
    DNRTMSG = 14,
    /// Events of kernel objects; see [`uevent`](crate::uevent).
    KOBJECT_UEVENT = 15,
    /// Generic netlink, whose families have names.
    GENERIC = 16,
    /// Transports of SCSI.
    SCSITRANSPORT = 18,
    /// Formerly eCryptfs.
    ECRYPTFS = 19,
    /// InfiniBand and other RDMA.
    RDMA = 20,
    /// The kernel's ciphers.
    CRYPTO = 21,
    /// SMC sockets, which kernels list by `SOCK_DIAG` and generic netlink instead.
    SMC = 22,
}

/// The older name of `SOCK_DIAG`.
pub const INET_DIAG: u16 = SOCK_DIAG;

/// The name of a protocol, without `NETLINK_`.
#[must_use]
pub fn name(protocol: u16) -> Option<&'static str> {
    ALL.iter().find(|(_, number)| *number == protocol).map(|(name, _)| *name)
}
