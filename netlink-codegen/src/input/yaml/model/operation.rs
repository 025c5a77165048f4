//! Operations, their messages, and multicast groups.

use super::{Path, SetId, StructId};

/// Names an [`Operation`] of the same spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// `enum-model`: how operations get their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnumModel {
    /// One counter for requests, replies and notifications.
    #[default]
    Unified,
    /// Messages to the kernel and from the kernel are counted apart; numbers of the two kinds may coincide.
    Directional,
}

/// One operation. With no `do`, `dump`, `notify` and `event` it only reserves its number.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it is written.
    pub path: Path,
    /// `name`.
    pub name: String,
    /// `doc`.
    pub doc: String,
    /// `attribute-set`; a notification without one has that of the answer it looks like.
    pub attribute_set: Option<SetId>,
    /// `fixed-header`, else (for a notification) that of the answer it looks like, else the spec's default.
    pub fixed_header: Option<StructId>,
    /// `flags`.
    pub privilege: Privilege,
    /// `do`.
    pub do_: Option<Exchange>,
    /// `dump`.
    pub dump: Option<Exchange>,
    /// `notify`.
    pub notify: Option<Notify>,
    /// `event`.
    pub event: Option<Event>,
    /// The number reserved by an operation that has none of the four.
    pub reserved: Option<u16>,
    /// `mcgrp`: index of the group in [`Spec::mcast_groups`](super::Spec::mcast_groups) that gets its notifications;
    /// often missing where the kernel does send to a group.
    pub mcast_group: Option<usize>,
}

/// `flags` of an operation: what the kernel asks of the caller. A hint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Privilege {
    /// Nothing.
    #[default]
    None,
    /// `admin-perm`: CAP_NET_ADMIN in the initial user namespace.
    Admin,
    /// `uns-admin-perm`: CAP_NET_ADMIN in the user namespace that owns the network namespace.
    NamespaceAdmin,
}

/// `do` or `dump`: a request and what comes back.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Where it is written.
    pub path: Path,
    /// `request`; listing nothing if the spec has no such key.
    pub request: Message,
    /// `reply`; without it only an acknowledgement comes back.
    pub reply: Option<Message>,
}

/// One message: its number and the attributes expected in it. The kernel may send others.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where it is written (the operation, if the key is missing).
    pub path: Path,
    /// `genlmsghdr.cmd` (0 to 255), or `nlmsghdr.nlmsg_type` for a classic protocol.
    pub id: u16,
    /// The attribute set: the operation's, unless it is a reply with an `attribute-set` of its own.
    pub attribute_set: Option<SetId>,
    /// The fixed header: the operation's, unless it is a reply with a `fixed-header` of its own.
    pub fixed_header: Option<StructId>,
    /// `attributes`: indices into the attributes of the set, each once, in the spec's order.
    pub attributes: Vec<usize>,
}

/// `notify`: a message from the kernel in the format of another operation's reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notify {
    /// The operation whose reply it looks like.
    pub of: OperationId,
    /// Its number.
    pub id: u16,
}

/// `event`: a message from the kernel in a format of its own.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its number and attributes.
    pub message: Message,
}

/// One multicast group.
#[derive(Clone, Debug)]
pub struct McastGroup {
    /// Where it is written.
    pub path: Path,
    /// `name`: for generic netlink what nlctrl resolves (at most 15 bytes), else a label.
    pub name: String,
    /// `value`: the group's number in a classic protocol; generic netlink resolves it at run time.
    pub id: Option<u32>,
    /// `flags`.
    pub privilege: Privilege,
}
