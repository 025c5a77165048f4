//! Constants, enums and flags, and lengths and limits that refer to them.

use std::collections::HashMap;

use super::super::{
    model::{Const, ConstValue, Entry, Enum, EnumId, EnumKind, EnumUse, StructId},
    node::{Node, Value},
    problem::Problems,
    words::*,
};
use super::{names::Names, numbers, text};

/// The longest a length can be: that of an attribute with its header.
pub(super) const LENGTH_LIMIT: i128 = u16::MAX as i128;

/// All definitions by name.
#[derive(Debug, Default)]
pub(super) struct Definitions<'a> {
    names: HashMap<&'a str, Kind>,
    /// The same in the order of the text.
    list: Vec<(&'a str, Kind)>,
    /// Constants by name, and by prefix and name.
    words: HashMap<String, ConstValue>,
    pub(super) consts: Vec<Const>,
    pub(super) enums: Vec<Enum>,
    /// Structs as they are written; [`super::structs`] resolves them.
    pub(super) structs: Vec<&'a Node>,
}

/// What a name stands for, with its index among those.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Const,
    Enum(usize),
    Struct(usize),
}

impl<'a> Definitions<'a> {
    pub(super) fn new(root: &'a Node, problems: &mut Problems) -> Self {
        let nodes = root.list(DEFINITIONS);
        Names::new("definition", nodes, problems);
        let mut all = Self::default();
        for node in nodes {
            let (Some(name), Some(kind)) = (node.text_of(NAME), node.text_of(TYPE)) else {
                continue;
            };
            let kind = match kind {
                "const" => {
                    all.add_const(constant(node, name));
                    Kind::Const
                }
                "struct" => {
                    all.structs.push(node);
                    Kind::Struct(all.structs.len() - 1)
                }
                _ => {
                    all.enums.push(enumeration(node, name, kind, problems));
                    Kind::Enum(all.enums.len() - 1)
                }
            };
            all.names.entry(name).or_insert(kind);
            all.list.push((name, kind));
        }
        all
    }

    fn add_const(&mut self, it: Const) {
        if let Some(prefix) = &it.name_prefix {
            self.words.entry(format!("{prefix}{}", it.name)).or_insert_with(|| it.value.clone());
        }
        self.words.insert(it.name.clone(), it.value.clone());
        self.consts.push(it);
    }

    /// The enum or flags that a node refers to.
    pub(super) fn find_enum(&self, node: &Node, problems: &mut Problems) -> Option<EnumId> {
        let pick = |kind| if let Kind::Enum(index) = kind { Some(EnumId(index)) } else { None };
        self.find(node, "flags or enum definition", pick, problems)
    }

    /// The struct that a node refers to.
    pub(super) fn find_struct(&self, node: &Node, problems: &mut Problems) -> Option<StructId> {
        let pick = |kind| if let Kind::Struct(index) = kind { Some(StructId(index)) } else { None };
        self.find(node, "struct", pick, problems)
    }

    fn find<T>(
        &self,
        node: &Node,
        what: &str,
        pick: impl Fn(Kind) -> Option<T>,
        problems: &mut Problems,
    ) -> Option<T> {
        let name = node.text()?;
        match self.names.get(name) {
            Some(kind) => {
                let found = pick(*kind);
                if found.is_none() {
                    let kind = kind.word();
                    problems.add(&node.path, format!("`{name}` names a {kind}, not a {what}"));
                }
                found
            }
            None => {
                let names = self.list.iter().filter(|(_, kind)| pick(*kind).is_some());
                problems
                    .add(&node.path, format!("there is no {what} `{name}`"))
                    .help_for(name, names.map(|(name, _)| *name));
                None
            }
        }
    }

    /// How a number's values are named: keys `enum` and `enum-as-flags`.
    pub(super) fn enum_use(
        &self,
        names: Option<&Node>,
        as_flags: Option<&Node>,
        problems: &mut Problems,
    ) -> Option<EnumUse> {
        let as_bits = as_flags.is_some_and(|node| node.value == Value::Bool(true));
        let Some(node) = names else {
            if let (Some(node), true) = (as_flags, as_bits) {
                problems
                    .add(&node.path, "`enum-as-flags` without `enum`")
                    .help("`enum` says which names the bits have");
            }
            return None;
        };
        let id = self.find_enum(node, problems)?;
        let flags = self.enums.get(id.0).is_some_and(|it| it.kind == EnumKind::Bits);
        Some(EnumUse { id, as_bits: as_bits || flags })
    }

    /// A length in bytes: a number, a constant, or `name - 1`.
    pub(super) fn length(&self, node: &Node, problems: &mut Problems) -> Option<u32> {
        let number = match &node.value {
            Value::Int(number) => *number,
            Value::Text(text) => match text.strip_suffix(" - 1") {
                Some(name) => self.word(node, name, |_| None, problems)?.saturating_sub(1),
                None => self.word(node, text, |_| None, problems)?,
            },
            _ => return None,
        };
        if !(0..=LENGTH_LIMIT).contains(&number) {
            let problem = problems.add(&node.path, format!("{number} cannot be a length"));
            problem.help(format!("lengths are in bytes, at most {LENGTH_LIMIT}"));
            return None;
        }
        u32::try_from(number).ok()
    }

    /// A limit of a number: a number, a constant, or a type's limit.
    pub(super) fn limit(&self, node: &Node, problems: &mut Problems) -> Option<i128> {
        match &node.value {
            Value::Int(number) => Some(*number),
            Value::Text(text) => self.word(node, text, numbers::limit, problems),
            _ => None,
        }
    }

    /// The number that a word means: its digits, a constant's name (with or without its prefix), or what `known` says.
    fn word(
        &self,
        node: &Node,
        word: &str,
        known: impl Fn(&str) -> Option<i128>,
        problems: &mut Problems,
    ) -> Option<i128> {
        match self.words.get(word) {
            Some(ConstValue::Number(number)) => return Some(*number),
            Some(ConstValue::Text(_)) => {
                problems.add(&node.path, format!("const `{word}` is a text, not a number"));
                return None;
            }
            None => {}
        }
        if let Some(number) = known(word).or_else(|| word.parse().ok()) {
            return Some(number);
        }
        let names = self.consts.iter().map(|it| it.name.as_str());
        problems.add(&node.path, format!("there is no const `{word}`")).help_for(word, names);
        None
    }
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Const => "const",
            Self::Enum(_) => "flags or enum definition",
            Self::Struct(_) => "struct",
        }
    }
}

fn constant(node: &Node, name: &str) -> Const {
    let value = match node.get(VALUE).map(|node| &node.value) {
        Some(Value::Text(text)) => ConstValue::Text(text.clone()),
        Some(Value::Int(number)) => ConstValue::Number(*number),
        _ => ConstValue::Number(0),
    };
    Const {
        path: node.path.clone(),
        name: name.to_owned(),
        name_prefix: text(node, NAME_PREFIX),
        value,
        doc: text(node, DOC),
        external: node.get(HEADER).is_some(),
    }
}

fn enumeration(node: &Node, name: &str, kind: &str, problems: &mut Problems) -> Enum {
    let kind = if kind == "flags" { EnumKind::Bits } else { EnumKind::Values };
    let nodes = node.list(ENTRIES);
    Names::new("entry", nodes, problems);
    let first = node.get(VALUE_START).map_or(Some(0), |start| {
        let number = start.int().or_else(|| start.text()?.parse().ok());
        if number.is_none() {
            problems.add(&start.path, "expected a whole number, found a text");
        }
        number
    });
    let numbers = numbers::count(first.unwrap_or(0), nodes.iter().map(|node| node.int_of(VALUE)));
    let entries: Vec<_> =
        nodes.iter().zip(numbers).map(|(node, number)| entry(node, number)).collect();
    check_numbers(kind, &entries, problems);
    Enum {
        path: node.path.clone(),
        name: name.to_owned(),
        kind,
        entries,
        doc: text(node, DOC),
        name_prefix: text(node, NAME_PREFIX),
    }
}

fn entry(node: &Node, number: i128) -> Entry {
    let name = node.text().or_else(|| node.text_of(NAME)).unwrap_or_default();
    Entry { path: node.path.clone(), name: name.to_owned(), number, doc: text(node, DOC) }
}

/// Numbers must be in range, and each have one name.
fn check_numbers(kind: EnumKind, entries: &[Entry], problems: &mut Problems) {
    let range = match kind {
        EnumKind::Bits => 0..=63,
        EnumKind::Values => i64::MIN.into()..=u64::MAX.into(),
    };
    let mut seen: HashMap<i128, &Entry> = HashMap::new();
    for entry in entries {
        let (name, number, path) = (&entry.name, entry.number, entry.path.key(VALUE));
        if !range.contains(&number) {
            let problem = problems.add(
                &path,
                format!("entry `{name}` has the number {number}, which is out of range"),
            );
            if kind == EnumKind::Bits {
                problem.help("in `flags` the number is the index of a bit, 0 to 63");
            }
        }
        if let Some(first) = seen.get(&number) {
            let message =
                format!("entries `{}` and `{name}` both have the number {number}", first.name);
            problems.add(&path, message).also("first used here", &first.path);
        } else {
            seen.insert(number, entry);
        }
    }
}
