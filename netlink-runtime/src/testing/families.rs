//! The generic netlink families of a fake kernel.

use bstr::BString;

use crate::generic::numbers::commands::GETFAMILY;
use crate::generic::numbers::operation_flags::{DO, DUMP};
use crate::generic::{CONTROLLER, GenericFamily};
use crate::schema::{Family, Protocol};

/// The first id and group number that the kernel gives to families without a fixed one.
const FIRST: u32 = 0x20;

/// The number of nlctrl's only group, `GENL_ID_CTRL`.
pub(super) const NOTIFY: u32 = 0x10;

/// All families, nlctrl first.
#[derive(Debug)]
pub(super) struct Known(Vec<GenericFamily>);

impl Default for Known {
    fn default() -> Self {
        let (name, id) = CONTROLLER;
        let groups = vec![("notify".into(), NOTIFY)];
        let operations = vec![(GETFAMILY.into(), DO | DUMP)];
        Self(vec![GenericFamily {
            name: name.into(),
            id,
            version: 2,
            groups,
            max_attribute: 0,
            operations,
        }])
    }
}

impl Known {
    pub(super) fn iter(&self) -> impl Iterator<Item = &GenericFamily> {
        self.0.iter()
    }

    pub(super) fn by_id(&self, id: u16) -> Option<&GenericFamily> {
        self.0.iter().find(|family| family.id == id)
    }

    pub(super) fn by_name(&self, name: &[u8]) -> Option<&GenericFamily> {
        self.0.iter().find(|family| family.name.as_bytes() == name)
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<GenericFamily> {
        let index = self.0.iter().position(|family| family.name == name)?;
        Some(self.0.remove(index))
    }

    /// Adds a family, or replaces it; groups that it had stay.
    pub(super) fn put(&mut self, name: &str, id: u16, groups: &[(&str, u32)]) {
        let old = self.remove(name);
        let (version, mut all, operations) = old
            .map_or((1, Vec::new(), Vec::new()), |old| (old.version, old.groups, old.operations));
        for (group, number) in groups {
            all.retain(|(known, _)| known != group);
            all.push((BString::from(*group), *number));
        }
        self.0.push(GenericFamily {
            name: name.into(),
            id,
            version,
            groups: all,
            max_attribute: 0,
            operations,
        });
    }

    /// Takes up a family of which there is a table, with its groups; whether it is new. Families
    /// of protocols of their own are not listed.
    pub(super) fn learn(&mut self, family: &Family) -> bool {
        let Protocol::Generic { version } = family.protocol else { return false };
        let is_new = self.by_name(family.name.as_bytes()).is_none();
        if is_new {
            let id = self.free(|known| u32::from(known.id));
            let id = u16::try_from(id).unwrap_or(u16::MAX);
            let (name, version) = (family.name.into(), version.into());
            let (groups, operations) = (Vec::new(), Vec::new());
            self.0.push(GenericFamily { name, id, version, groups, max_attribute: 0, operations });
        }
        for group in family.groups {
            let number = self
                .free(|known| known.groups.iter().map(|(_, number)| *number).max().unwrap_or(0));
            let known = self.0.iter_mut().find(|known| known.name == family.name);
            if let Some(known) = known.filter(|known| known.group(group.name).is_none()) {
                known.groups.push((group.name.into(), group.id.unwrap_or(number)));
            }
        }
        is_new
    }

    /// Notes that a family, if there is one of this name, has an operation.
    pub(super) fn allow(&mut self, name: &str, command: u16, dump: bool) {
        let flag = if dump { DUMP } else { DO };
        let Some(known) = self.0.iter_mut().find(|known| known.name == name) else { return };
        match known.operations.iter_mut().find(|(known, _)| *known == command.into()) {
            Some((_, flags)) => *flags |= flag,
            None => known.operations.push((command.into(), flag)),
        }
    }

    /// A number above all that are taken.
    fn free(&self, taken: impl Fn(&GenericFamily) -> u32) -> u32 {
        self.0.iter().map(taken).max().map_or(FIRST, |last| last.saturating_add(1).max(FIRST))
    }
}
