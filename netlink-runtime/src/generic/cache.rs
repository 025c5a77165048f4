//! What was resolved already.

use bstr::BString;

/// A generic netlink family as the kernel has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GenericFamily {
    /// The name.
    pub name: String,
    /// The message type of its messages, until its module is unloaded.
    pub id: u16,
    /// The version of its protocol.
    pub version: u32,
    /// Its multicast groups: name and number.
    pub groups: Vec<(BString, u32)>,
    /// The largest attribute id that the family knows; 0 if its operations differ in that.
    pub max_attribute: u32,
    /// Its operations: command, and flags `GENL_CMD_CAP_*` and `GENL_*ADMIN_PERM`.
    pub operations: Vec<(u32, u32)>,
}

impl GenericFamily {
    /// The number of a multicast group.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<u32> {
        self.groups.iter().find(|(known, _)| known == name).map(|(_, id)| *id)
    }

    /// The flags of the operation that has this command, if the kernel knows it.
    #[must_use]
    pub fn operation(&self, command: u32) -> Option<u32> {
        self.operations.iter().find(|(known, _)| *known == command).map(|(_, flags)| *flags)
    }
}

/// The id of nlctrl, which the others are asked of: `GENL_ID_CTRL`.
pub(crate) const CONTROLLER: (&str, u16) = ("nlctrl", 0x10);

/// The families that a socket has resolved.
#[derive(Debug, Default)]
pub(crate) struct Families {
    known: Vec<GenericFamily>,
}

impl Families {
    pub(crate) fn get(&self, name: &str) -> Option<&GenericFamily> {
        self.known.iter().find(|family| family.name == name)
    }

    /// The id of a family, if it is known.
    #[inline]
    pub(crate) fn id(&self, name: &str) -> Option<u16> {
        if name == CONTROLLER.0 {
            return Some(CONTROLLER.1);
        }
        self.get(name).map(|family| family.id)
    }

    /// Adds a family or replaces what was known of it.
    pub(crate) fn put(&mut self, family: GenericFamily) -> &GenericFamily {
        match self.known.iter().position(|known| known.name == family.name) {
            Some(index) => {
                self.known[index] = family;
                &self.known[index]
            }
            None => {
                let index = self.known.len();
                self.known.push(family);
                &self.known[index]
            }
        }
    }

    /// Forgets a family.
    pub(crate) fn remove(&mut self, name: &str) {
        self.known.retain(|known| known.name != name);
    }
}
