//! The text of an event.

use core::fmt;

use bstr::{BStr, ByteSlice};

use crate::payload::DecodeError;

/// What happened to an object, `enum kobject_action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action<'a> {
    /// It came.
    Add,
    /// It went.
    Remove,
    /// Something about it is different.
    Change,
    /// It has another path; the old one is `DEVPATH_OLD`.
    Move,
    /// It is in use again.
    Online,
    /// It is out of use, and still there.
    Offline,
    /// A driver was bound to it.
    Bind,
    /// Its driver was taken from it.
    Unbind,
    /// Something else.
    Other(&'a BStr),
}

/// The names of actions.
const ACTIONS: &[(&str, Action<'static>)] = &[
    ("add", Action::Add),
    ("remove", Action::Remove),
    ("change", Action::Change),
    ("move", Action::Move),
    ("online", Action::Online),
    ("offline", Action::Offline),
    ("bind", Action::Bind),
    ("unbind", Action::Unbind),
];

impl<'a> From<&'a BStr> for Action<'a> {
    fn from(name: &'a BStr) -> Self {
        let known = ACTIONS.iter().find(|(known, _)| name == known.as_bytes());
        known.map_or(Self::Other(name), |(_, action)| *action)
    }
}

/// The kernel's name, `add` say.
impl fmt::Display for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, ACTIONS.iter().find(|(_, action)| action == self)) {
            (Self::Other(name), _) => name.fmt(f),
            (_, Some((name, _))) => f.write_str(name),
            (_, None) => Ok(()),
        }
    }
}

/// Who tells of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The kernel, in group 1.
    Kernel,
    /// udev, in group 2, when its rules have run: it repeats the kernel's properties and adds its
    /// own. Nothing comes where no udev runs.
    Udev,
}

/// An event of a kernel object, which borrows from the bytes it was parsed from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Uevent<'a> {
    /// Who tells of it.
    pub source: Source,
    /// What happened.
    pub action: Action<'a>,
    /// The object, by its path below `/sys` (`DEVPATH`).
    pub path: &'a BStr,
    /// Well-formed.
    properties: &'a [u8],
}

/// The header of udev's messages, `struct udev_monitor_netlink_header`: a text, a magic number in
/// network byte order, its own size, offset and length of the properties, and hashes for filters.
const UDEV: &[u8] = b"libudev\0";
const UDEV_MAGIC: u32 = 0xfeed_cafe;

impl<'a> Uevent<'a> {
    /// Reads a datagram: one of the kernel, `ACTION@DEVPATH` and properties, each ended by NUL, or
    /// one of udev.
    ///
    /// # Errors
    /// If it is neither.
    pub fn parse(datagram: &'a [u8]) -> Result<Self, DecodeError> {
        let udev = datagram.starts_with(UDEV);
        if udev { Self::of_udev(datagram) } else { Self::of_kernel(datagram) }
    }

    fn of_kernel(datagram: &'a [u8]) -> Result<Self, DecodeError> {
        let (head, properties) = split_at_nul(datagram);
        let (action, path) = head
            .split_once_str("@")
            .ok_or_else(|| DecodeError::other("a uevent starts with the action, `@` and a path"))?;
        if action.is_empty() || path.is_empty() {
            return Err(DecodeError::other("a uevent without an action or a path"));
        }
        check(properties)?;
        let (source, action) = (Source::Kernel, Action::from(BStr::new(action)));
        Ok(Self { source, action, path: path.into(), properties })
    }

    fn of_udev(datagram: &'a [u8]) -> Result<Self, DecodeError> {
        let number = |at: usize| {
            let bytes = datagram.get(at..).and_then(|rest| rest.first_chunk());
            bytes.copied().ok_or_else(|| DecodeError::too_short(24, datagram.len()))
        };
        if u32::from_be_bytes(number(8)?) != UDEV_MAGIC {
            return Err(DecodeError::other("a message of an udev whose format nobody knows"));
        }
        let (start, length) = (u32::from_ne_bytes(number(16)?), u32::from_ne_bytes(number(20)?));
        let range = usize::try_from(start).ok().zip(usize::try_from(length).ok());
        let properties = range
            .and_then(|(start, length)| datagram.get(start..start.checked_add(length)?))
            .ok_or_else(|| DecodeError::other("udev's properties lie beyond its message"))?;
        check(properties)?;
        let property = |key| {
            let missing = || DecodeError::other(format_args!("udev's message lacks {key}"));
            Properties { rest: properties }.get(key).ok_or_else(missing)
        };
        let (action, path) = (Action::from(property("ACTION")?), property("DEVPATH")?);
        Ok(Self { source: Source::Udev, action, path, properties })
    }

    /// The properties in the order that they came, `ACTION` and `DEVPATH` among them.
    #[must_use]
    pub fn properties(&self) -> Properties<'a> {
        Properties { rest: self.properties }
    }

    /// The value of a property, the first if there are several.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'a BStr> {
        self.properties().get(key)
    }

    /// What kind of object it is: `net`, `block`, `usb` (`SUBSYSTEM`).
    #[must_use]
    pub fn subsystem(&self) -> Option<&'a BStr> {
        self.get("SUBSYSTEM")
    }

    /// The kind within the subsystem: `disk`, `bridge` (`DEVTYPE`).
    #[must_use]
    pub fn device_type(&self) -> Option<&'a BStr> {
        self.get("DEVTYPE")
    }

    /// The device's file below `/dev` (`DEVNAME`), which udev tells with `/dev/` in front.
    #[must_use]
    pub fn device_name(&self) -> Option<&'a BStr> {
        self.get("DEVNAME")
    }

    /// The number of the event (`SEQNUM`), by which events can be put in order.
    #[must_use]
    pub fn sequence(&self) -> Option<u64> {
        self.get("SEQNUM")?.to_str().ok()?.parse().ok()
    }
}

/// `change@/devices/virtual/mem/null {"SUBSYSTEM": "mem", …}`
impl fmt::Debug for Uevent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{} ", self.action, self.path)?;
        f.debug_map().entries(self.properties()).finish()
    }
}

/// Iterates over the properties of an event: key and value.
#[derive(Clone, Debug)]
pub struct Properties<'a> {
    rest: &'a [u8],
}

impl<'a> Properties<'a> {
    fn get(mut self, key: &str) -> Option<&'a BStr> {
        self.find(|(other, _)| *other == key).map(|(_, value)| value)
    }
}

impl<'a> Iterator for Properties<'a> {
    type Item = (&'a BStr, &'a BStr);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (line, rest) = split_at_nul(self.rest);
            self.rest = rest;
            if let Some((key, value)) = line.split_once_str("=") {
                return Some((key.into(), value.into()));
            }
        }
        None
    }
}

impl core::iter::FusedIterator for Properties<'_> {}

/// What is before the first NUL, and what behind it.
fn split_at_nul(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_once_str("\0").unwrap_or((bytes, &[]))
}

/// Whether all properties have a key and a value; what is empty is passed over.
fn check(properties: &[u8]) -> Result<(), DecodeError> {
    let mut lines = properties.split_str("\0").filter(|line| !line.is_empty());
    match lines.find(|line| line.find_byte(b'=').is_none_or(|at| at == 0)) {
        Some(line) => {
            let line = line.as_bstr();
            Err(DecodeError::other(format_args!("the property {line:?} has no key and value")))
        }
        None => Ok(()),
    }
}
