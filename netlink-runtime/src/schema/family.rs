//! Tables of families: their operations and multicast groups.

use super::{Layout, Set, Struct};

/// A netlink family: everything that its spec says of the wire.
#[derive(Debug)]
#[non_exhaustive]
pub struct Family {
    /// The name; for generic netlink the one that the kernel resolves.
    pub name: &'static str,
    /// How its messages are addressed.
    pub protocol: Protocol,
    /// The operations, notifications and events.
    pub operations: &'static [&'static Operation],
    /// The multicast groups.
    pub groups: &'static [Group],
    /// The attribute sets.
    pub sets: &'static [&'static Set],
}

impl Family {
    /// A family without operations, groups and sets.
    #[must_use]
    pub const fn new(name: &'static str, protocol: Protocol) -> Self {
        Self { name, protocol, operations: &[], groups: &[], sets: &[] }
    }

    /// The same with these operations.
    #[must_use]
    pub const fn with_operations(self, operations: &'static [&'static Operation]) -> Self {
        Self { operations, ..self }
    }

    /// The same with these multicast groups.
    #[must_use]
    pub const fn with_groups(self, groups: &'static [Group]) -> Self {
        Self { groups, ..self }
    }

    /// The same with these attribute sets.
    #[must_use]
    pub const fn with_sets(self, sets: &'static [&'static Set]) -> Self {
        Self { sets, ..self }
    }

    /// The operation that the kernel answers or notifies with this command.
    #[must_use]
    pub fn reply(&self, command: u16) -> Option<&'static Operation> {
        self.operations.iter().copied().find(|operation| operation.reply == Some(command))
    }

    /// The operation that is asked for with this command.
    #[must_use]
    pub fn request(&self, command: u16) -> Option<&'static Operation> {
        self.operations.iter().copied().find(|operation| operation.request == Some(command))
    }
}

/// How a family's messages are addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Generic netlink: the family's name gives the message type, asked of the kernel at run
    /// time; operations are the command of a generic header.
    Generic {
        /// The version in the generic header.
        version: u8,
    },
    /// A protocol of its own: the number of the socket's protocol, `NETLINK_*`; operations are
    /// the message type.
    Raw(u16),
}

impl Protocol {
    /// The number that a socket of the protocol is opened with.
    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Generic { .. } => 16,
            Self::Raw(number) => number,
        }
    }
}

/// An operation, a notification or an event of a family.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The name in the spec.
    pub name: &'static str,
    /// The command or message type of requests.
    pub request: Option<u16>,
    /// The command or message type of answers, notifications or events.
    pub reply: Option<u16>,
    /// How it is used.
    pub modes: Modes,
    /// What follows the headers of its messages.
    pub layout: Layout,
    /// The same of answers, where it is not that of requests.
    pub reply_layout: Option<Layout>,
    /// The multicast group that a notification or event is sent to.
    pub group: Option<&'static str>,
    /// Whether the request needs `CAP_NET_ADMIN`, as the spec hints.
    pub privileged: bool,
}

impl Operation {
    /// An operation of the given name and commands.
    #[must_use]
    pub const fn new(name: &'static str, request: Option<u16>, reply: Option<u16>) -> Self {
        let layout = Layout { header: None, set: None };
        let modes = Modes { request: false, dump: false, notify: false };
        let (reply_layout, group, privileged) = (None, None, false);
        Self { name, request, reply, modes, layout, reply_layout, group, privileged }
    }

    /// The same, used in these ways.
    #[must_use]
    pub const fn with_modes(self, modes: Modes) -> Self {
        Self { modes, ..self }
    }

    /// The same with a fixed header and attributes.
    #[must_use]
    pub const fn with_layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// The same, also asked for one object or action.
    #[must_use]
    pub const fn single(self) -> Self {
        Self { modes: Modes { request: true, ..self.modes }, ..self }
    }

    /// The same, also asked for all objects.
    #[must_use]
    pub const fn dump(self) -> Self {
        Self { modes: Modes { dump: true, ..self.modes }, ..self }
    }

    /// The same, also sent to a multicast group.
    #[must_use]
    pub const fn notify(self) -> Self {
        Self { modes: Modes { notify: true, ..self.modes }, ..self }
    }

    /// The same with these attributes.
    #[must_use]
    pub const fn with_set(self, set: &'static Set) -> Self {
        Self { layout: Layout { set: Some(set), ..self.layout }, ..self }
    }

    /// The same with this fixed header.
    #[must_use]
    pub const fn with_header(self, header: &'static Struct) -> Self {
        Self { layout: Layout { header: Some(header), ..self.layout }, ..self }
    }

    /// The same, whose answers consist of something else than its requests.
    #[must_use]
    pub const fn with_reply_layout(self, layout: Layout) -> Self {
        Self { reply_layout: Some(layout), ..self }
    }

    /// The same, sent to a multicast group.
    #[must_use]
    pub const fn with_group(self, group: &'static str) -> Self {
        Self { group: Some(group), ..self }
    }

    /// The same, needing `CAP_NET_ADMIN`.
    #[must_use]
    pub const fn privileged(self) -> Self {
        Self { privileged: true, ..self }
    }
}

/// The ways in which an operation is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modes {
    /// Asked for one object or action (the specs' `do`).
    pub request: bool,
    /// Asked for all objects (`dump`).
    pub dump: bool,
    /// Sent to a multicast group (`notify` or `event`).
    pub notify: bool,
}

/// A multicast group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Group {
    /// The name.
    pub name: &'static str,
    /// The number, where the spec fixes it; generic families learn theirs from the kernel.
    pub id: Option<u32>,
}

impl Group {
    /// A group whose number the kernel assigns.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self { name, id: None }
    }

    /// A group of a fixed number.
    #[must_use]
    pub const fn numbered(name: &'static str, id: u32) -> Self {
        Self { name, id: Some(id) }
    }
}
