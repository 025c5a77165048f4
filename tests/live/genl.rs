//! What `genl ctrl` of iproute2 prints, as values.

use netlink_families::nlctrl::OpFlags;

use crate::tool::output;

/// A family.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) id: u32,
    pub(crate) version: u32,
    pub(crate) header: u32,
    pub(crate) maxattr: u32,
    /// Ids and flags; `genl` prints the flags only of families from version 2 on.
    pub(crate) operations: Vec<(u32, Option<OpFlags>)>,
    pub(crate) groups: Vec<(u32, String)>,
}

/// `genl ctrl list`.
pub(crate) fn list() -> Option<Vec<Listed>> {
    let text = output("genl ctrl list")?;
    let mut families: Vec<Listed> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("Name: ") {
            families.push(Listed { name: name.to_owned(), ..Listed::default() });
        } else if let Some(family) = families.last_mut() {
            family.read(line);
        }
    }
    Some(families)
}

impl Listed {
    fn read(&mut self, line: &str) {
        if line.starts_with("ID: ") {
            self.id = number_after(line, "ID: ");
            self.version = number_after(line, "Version: ");
            self.header = number_after(line, "header size: ");
            self.maxattr = number_after(line, "max attribs: ");
        } else if let Some((_, name)) = line.split_once("name: ") {
            self.groups.push((number_after(line, "ID-"), name.to_owned()));
        } else if line.contains(":  ID-") {
            self.operations.push((number_after(line, "ID-"), None));
        } else if line.starts_with("Capabilities (") {
            let flags = OpFlags::from_bits_retain(number_after(line, "Capabilities ("));
            self.operations.last_mut().expect("an operation").1 = Some(flags);
        }
    }
}

/// The number that follows `label`, decimal or `0x`.
fn number_after(line: &str, label: &str) -> u32 {
    let (_, rest) = line.split_once(label).unwrap_or_else(|| panic!("no {label:?} in {line:?}"));
    let (digits, radix) = match rest.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None => (rest, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    u32::from_str_radix(&digits[..end], radix).unwrap_or_else(|e| panic!("{line:?}: {e}"))
}

/// The lines of `genl ctrl policy name FAMILY`, without the family's id in front of each; none
/// if the family has no policies.
pub(crate) fn policy(family: &str) -> Option<Vec<String>> {
    let printed = crate::tool::run(&format!("genl ctrl policy name {family}"))?;
    let text = String::from_utf8(printed.stdout).expect("text");
    let rest = |line: &str| line.trim().split_once("  ").map(|(_, rest)| rest.to_owned());
    Some(text.lines().filter_map(rest).collect())
}
