//! Phase 1: text to a tree of nodes.

use std::{
    cell::{Cell, RefCell},
    fmt,
};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::{
    anchors,
    locate::{locate, place, position},
    node::{Entry, Node, Value},
    path::Path,
    problem::Problems,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Source};

/// Largest text, in bytes; the largest kernel spec has 150 thousand.
const TEXT_LIMIT: usize = 1 << 20;

/// Most opening brackets and braces, which may be nested; no kernel spec has a hundred.
const BRACKETS_LIMIT: usize = 10_000;

/// Most lines that begin with `%`.
const DIRECTIVES_LIMIT: usize = 100;

/// What the tree of a text may hold with all aliases expanded: characters, each node counting as some.
const TREE_LIMIT: usize = 16 << 20;

/// Most keys of a mapping; the schema knows no object with more than twenty.
const KEYS_LIMIT: usize = 256;

/// Begins the errors that are not the YAML parser's own.
const OWN: &str = "\u{1}";

/// What a node counts as.
const NODE_COST: usize = 64;

/// Reads the text of `sources[at]`.
pub(super) fn load(sources: &[Source], at: usize) -> Result<Node, Diagnostics> {
    let Some(source) = sources.get(at) else {
        return Err(Diagnostic::new("there is no such file").into());
    };
    if let Some(why) = too_much(source.text()) {
        return Err(Diagnostic::new(why).at(source.snippet(1, 1, 1)).into());
    }
    if let Some(error) = anchors::defined_twice(source) {
        return Err(error.into());
    }
    let state = State {
        room: Cell::new(TREE_LIMIT),
        problems: RefCell::default(),
        latest: RefCell::new(Path::root(at)),
    };
    let mut documents = serde_yaml::Deserializer::from_str(source.text());
    let seed = Load { state: &state, path: Path::root(at) };
    let root = match documents.next().map(|document| seed.deserialize(document)) {
        Some(Ok(root)) => root,
        Some(Err(error)) => return Err(state.failed(source, &error).into()),
        None => {
            return Err(Diagnostic::new("the file is empty").at(source.snippet(1, 1, 1)).into());
        }
    };
    state.problems.into_inner().finish(sources)?;
    match documents.next() {
        None => Ok(root),
        Some(document) => Err(second_document(source, document).into()),
    }
}

/// Why a text is not even given to the parser, whose time grows with the square of some things.
fn too_much(text: &str) -> Option<String> {
    let brackets = || text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    let directives = || text.lines().filter(|line| line.starts_with('%')).count();
    let (count, what, limit) = match text.len() {
        length if length > TEXT_LIMIT => (length, "bytes", TEXT_LIMIT),
        _ if brackets() > BRACKETS_LIMIT => (brackets(), "opening brackets", BRACKETS_LIMIT),
        _ if directives() > DIRECTIVES_LIMIT => (directives(), "directives", DIRECTIVES_LIMIT),
        _ => return None,
    };
    Some(format!("the file has {count} {what}; a spec may have {limit}"))
}

fn second_document(source: &Source, document: serde_yaml::Deserializer<'_>) -> Diagnostic {
    let (line, column) = position(document, &[]).unwrap_or((1, 1));
    Diagnostic::new("a second YAML document in the same file").at(place(source, line, column))
}

/// What all seeds of one file share.
struct State {
    /// Characters left of [`TREE_LIMIT`].
    room: Cell<usize>,
    /// Errors that let reading go on.
    problems: RefCell<Problems>,
    /// The node begun last: the place of errors that come without one.
    latest: RefCell<Path>,
}

impl State {
    /// Takes room for a node and its text.
    fn take<E: Error>(&self, text: usize) -> Result<(), E> {
        let cost = NODE_COST + text;
        let left = self.room.get().checked_sub(cost).ok_or_else(|| {
            E::custom(OWN.to_owned() + "the document is too large once its aliases are expanded")
        })?;
        self.room.set(left);
        Ok(())
    }

    /// The error that ended reading.
    fn failed(&self, source: &Source, error: &serde_yaml::Error) -> Diagnostic {
        let place = match error.location() {
            Some(location) => place(source, location.line(), location.column()),
            None => locate(source, &self.latest.borrow()),
        };
        let text = error.to_string();
        let (what, rest) = text.split_once(" at line ").unwrap_or((&text, ""));
        let message = match what.split_once(OWN) {
            Some((_, own)) => own.to_owned(),
            None => format!("invalid YAML: {what}"),
        };
        let diagnostic = Diagnostic::new(message).at(place);
        match rest.split_once(", ") {
            Some((_, context)) => diagnostic.note(context),
            None => diagnostic,
        }
    }
}

/// Reads one node.
struct Load<'a> {
    state: &'a State,
    path: Path,
}

impl Load<'_> {
    fn scalar<E: Error>(self, value: Value) -> Result<Node, E> {
        self.state.take(0)?;
        Ok(Node { path: self.path, value })
    }
}

impl<'de> DeserializeSeed<'de> for Load<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.state.latest.replace(self.path.clone());
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Load<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Node, E> {
        self.scalar(Value::Bool(it))
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Node, E> {
        self.scalar(Value::Int(it.into()))
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Node, E> {
        self.scalar(Value::Int(it.into()))
    }

    fn visit_u128<E: Error>(self, it: u128) -> Result<Node, E> {
        self.scalar(Value::Int(i128::try_from(it).unwrap_or(i128::MAX)))
    }

    fn visit_i128<E: Error>(self, it: i128) -> Result<Node, E> {
        self.scalar(Value::Int(it))
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Node, E> {
        self.scalar(Value::Float(it))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Node, E> {
        self.state.take(it.len())?;
        Ok(Node { path: self.path, value: Value::Text(it.to_owned()) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        self.state.take(0)?;
        let mut list = Vec::new();
        let load = |index| Load { state: self.state, path: self.path.index(index) };
        while let Some(item) = items.next_element_seed(load(list.len()))? {
            list.push(item);
        }
        Ok(Node { path: self.path, value: Value::List(list) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        self.state.take(0)?;
        let mut map: Vec<Entry> = Vec::new();
        for at in 0.. {
            let path = self.path.key_of(at);
            let Some(key) = entries.next_key_seed(Load { state: self.state, path })? else {
                break;
            };
            if at >= KEYS_LIMIT {
                return Err(A::Error::custom(
                    OWN.to_owned() + "a mapping with this many keys is no part of a spec",
                ));
            }
            match self.usable(&map, &key) {
                Some(text) => {
                    let seed = Load { state: self.state, path: self.path.key(text) };
                    let node = entries.next_value_seed(seed)?;
                    map.push(Entry { key: text.to_owned(), at: key.path, node });
                }
                None => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Node { path: self.path, value: Value::Map(map) })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(A::Error::custom(OWN.to_owned() + "YAML tags have no meaning in a spec"))
    }
}

impl Load<'_> {
    /// The key's text, if it is one and is new.
    fn usable<'a>(&self, map: &[Entry], key: &'a Node) -> Option<&'a str> {
        let mut problems = self.state.problems.borrow_mut();
        let Some(text) = key.text() else {
            problems.add(&key.path, format!("a key must be a text, not {}", key.describe()));
            return None;
        };
        match map.iter().find(|entry| entry.key == text) {
            None => Some(text),
            Some(first) => {
                problems
                    .add(&key.path, format!("key `{text}` given twice"))
                    .also("first given here", &first.at);
                None
            }
        }
    }
}
