//! A family's tables as a spec in the kernel's YAML schema.

mod gather;
mod kinds;
mod operations;
mod text;

use self::gather::{Tables, name_of};
use self::text::{Flow, Text};
use super::{Entry, Family, Kind, Protocol};

impl Family {
    /// The family as a spec in the kernel's YAML schema, from which `netlink-codegen` makes the same
    /// tables: for a family of structs, say, that others should speak too. Besides the kernel's keys
    /// it has `secret`, and `attribute-set` and `fixed-header` of a reply.
    ///
    /// Names are spelled as the schema allows them, in lower case. What it cannot say, such as a C
    /// array of structs, is bytes, with a comment. Which of a set's attributes a message has is not
    /// in the tables, so that each lists all.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let tables = Tables::of(self);
        let mut spec = self.head();
        spec.push_str(&section("definitions:", &definitions(&tables)));
        spec.push_str("\nattribute-sets:\n");
        for set in &tables.sets {
            let mut attributes: Vec<_> = set.table.attributes.iter().collect();
            // As the compiler has them in its tables.
            attributes.sort_by_key(|attribute| matches!(attribute.kind, Kind::Pad));
            let rows = attributes.into_iter().map(|one| row(kinds::attribute(one, &tables)));
            let whole = set.table.subset_of.map(|whole| name_of(&tables.sets, whole));
            let whole = whole.map(|whole| ("subset-of", whole));
            spec.push_str(&object(&set.name, whole, "attributes", rows));
        }
        if tables.sets.is_empty() {
            spec.push_str("  []\n");
        }
        let sub_messages = tables.formats.iter().map(|formats| {
            let rows = formats.table.formats.iter().map(|one| row(kinds::format(one, &tables)));
            object(&formats.name, None, "formats", rows)
        });
        spec.push_str(&section("sub-messages:", &sub_messages.collect::<String>()));
        let operations = operations::operations(self, &tables);
        spec.push_str("\noperations:\n  enum-model: directional\n  list:");
        spec.push_str(&if operations.is_empty() {
            " []\n".into()
        } else {
            format!("\n{operations}")
        });
        spec.push_str(&section("mcast-groups:\n  list:", &self.groups()));
        spec
    }

    /// What a spec begins with.
    fn head(&self) -> String {
        let name = Text(self.name);
        let protocol = match self.protocol {
            Protocol::Generic { version } => format!("genetlink-legacy\nversion: {version}"),
            Protocol::Raw(number) => format!("netlink-raw\nprotonum: {number}"),
        };
        format!("name: {name}\nprotocol: {protocol}\ndoc: The family {name}, from its tables.\n")
    }

    /// The multicast groups, also those that only an operation names.
    fn groups(&self) -> String {
        let listed = |name: &str| self.groups.iter().any(|group| group.name == name);
        let mut more: Vec<&str> = self.operations.iter().filter_map(|one| one.group).collect();
        more.retain(|name| !listed(name));
        more.dedup();
        let raw = matches!(self.protocol, Protocol::Raw(_));
        let groups = self.groups.iter().map(|group| (group.name, group.id.filter(|_| raw)));
        let groups = groups.chain(more.into_iter().map(|name| (name, None)));
        let line =
            |(name, id)| format!("    - {}\n", Flow::map().text("name", name).some("value", id));
        groups.map(line).collect()
    }
}

/// A key with lines below it, if there are any.
fn section(key: &str, lines: &str) -> String {
    if lines.is_empty() { String::new() } else { format!("\n{key}\n{lines}") }
}

/// An object with a name, maybe another fact, and a list, a line for each element.
fn object(
    name: &str,
    fact: Option<(&str, &str)>,
    key: &str,
    rows: impl Iterator<Item = String>,
) -> String {
    let fact = fact.map(|(key, value)| format!("    {key}: {}\n", Text(value)));
    let (fact, rows) = (fact.unwrap_or_default(), rows.collect::<String>());
    // A list of which only comments are left is empty.
    let rows = if rows.contains("- ") { format!("\n{rows}") } else { format!(" []\n{rows}") };
    format!("  - name: {}\n{fact}    {key}:{rows}", Text(name))
}

/// An element of a list: a map, and what of it the schema cannot say.
fn row((map, lost): (Flow, Option<&str>)) -> String {
    match lost {
        None => format!("      - {map}\n"),
        Some(lost) => format!("      - {map} # The schema has no word for {lost}.\n"),
    }
}

/// Enums, flags and structs.
fn definitions(tables: &Tables) -> String {
    let defined = tables.enums.iter().filter(|named| tables.values_of(named.table).is_none());
    let enums = defined.map(|named| {
        let entries = named.table.entries.iter();
        match named.table.flags {
            true => object(&named.name, Some(("type", "flags")), "entries", entries.map(bit)),
            false => object(&named.name, Some(("type", "enum")), "entries", entries.map(value)),
        }
    });
    let masks = tables.masks.iter().map(|(mask, name)| {
        let bits = (0..64).filter(|bit| mask >> bit & 1 == 1);
        let entry = |bit: u32| Flow::map().raw("name", format_args!("bit-{bit}")).raw("value", bit);
        object(name, Some(("type", "flags")), "entries", bits.map(|bit| row((entry(bit), None))))
    });
    let structs = tables.structs.iter().map(|named| {
        let rows = named.table.members.iter().map(|one| row(kinds::member(one, tables)));
        object(&named.name, Some(("type", "struct")), "members", rows)
    });
    enums.chain(masks).chain(structs).collect()
}

/// A value of an enum; one with the highest of 64 bits is negative.
fn value(entry: &Entry) -> String {
    let name = text::name(entry.name);
    row((Flow::map().raw("name", Text(&name)).raw("value", entry.value.cast_signed()), None))
}

/// A bit of flags, by its index; a name for none or several has no place in the schema.
fn bit(entry: &Entry) -> String {
    let name = text::name(entry.name);
    if !entry.value.is_power_of_two() {
        return format!("      # {name} is not one bit: {:#x}\n", entry.value);
    }
    row((Flow::map().raw("name", Text(&name)).raw("value", entry.value.trailing_zeros()), None))
}
