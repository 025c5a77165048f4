//! Phase 2: the tree against the schema. Knows no object by name; what it checks is in [`super::schema`].

use super::{
    model::Level,
    name,
    node::{Entry, Node, Value},
    problem::{Problem, Problems},
    schema::{INTEGER, Key, Levels, Object, SPEC, Shape},
    words::PROTOCOL,
};

/// Checks the document; finds out its level on the way.
pub(super) fn check(root: &Node, problems: &mut Problems) -> Option<Level> {
    if !matches!(root.value, Value::Map(_)) {
        wrong(root, "a mapping with the keys of a spec", problems);
        return None;
    }
    let level = level(root, problems)?;
    Check { level, problems }.object(root, &SPEC);
    Some(level)
}

/// The level that `protocol` names. Without it nothing else can be judged.
fn level(root: &Node, problems: &mut Problems) -> Option<Level> {
    let Some(node) = root.get(PROTOCOL) else {
        return Some(Level::Genetlink);
    };
    let Some(word) = node.text() else {
        wrong(node, "the name of a protocol", problems);
        return None;
    };
    let level = Level::ALL.into_iter().find(|level| level.name() == word);
    if level.is_none() {
        let problem = problems.add(&node.path, format!("unknown protocol `{word}`"));
        problem.help_for(word, Level::ALL.map(Level::name));
    }
    level
}

/// "`key` must be ..., not ..."
fn wrong<'a>(node: &Node, expected: &str, problems: &'a mut Problems) -> &'a mut Problem {
    let found = node.describe();
    let message = match node.path.last_key() {
        Some(key) => format!("`{key}` must be {expected}, not {found}"),
        None => format!("expected {expected}, found {found}"),
    };
    problems.add(&node.path, message)
}

const LENGTH: &str = "a number, the name of a const, or `name - 1`";
const LIMIT: &str = "a number, the name of a const, or a type's limit as `u32-max`";

struct Check<'a> {
    level: Level,
    problems: &'a mut Problems,
}

impl Check<'_> {
    fn object(&mut self, node: &Node, object: &'static Object) {
        let Value::Map(entries) = &node.value else {
            let expected = format!("a mapping with the keys of {}", object.what);
            wrong(node, &expected, self.problems);
            return;
        };
        for entry in entries {
            self.entry(entry, object);
        }
        let required =
            object.keys.iter().filter(|key| key.required && key.levels.contain(self.level));
        for key in required.filter(|key| node.get(key.name).is_none()) {
            let message = format!("{} needs the key `{}`", object.what, key.name);
            self.problems.add(&node.path, message);
        }
    }

    fn entry(&mut self, entry: &Entry, object: &'static Object) {
        let at = &entry.at;
        let Some(key) = object.keys.iter().find(|key| key.name == entry.key) else {
            let message = format!("unknown key `{}` in {}", entry.key, object.what);
            let problem = self.problems.add(at, message);
            if entry.key == "<<" {
                problem.help("merge keys are not supported: write the keys out");
            } else {
                let allowed = |key: &&Key| key.levels.contain(self.level);
                problem
                    .help_for(&entry.key, object.keys.iter().filter(allowed).map(|key| key.name));
            }
            return;
        };
        if self.allowed(at, "key", key.name, key.levels) {
            self.shape(&entry.node, &key.shape);
        }
    }

    /// Reports a word that other levels have.
    fn allowed(&mut self, at: &super::Path, what: &str, word: &str, levels: Levels) -> bool {
        let allowed = levels.contain(self.level);
        if !allowed {
            let message =
                format!("{what} `{word}` is not allowed with protocol `{}`", self.level.name());
            self.problems.add(at, message).help(levels.help());
        }
        allowed
    }

    fn shape(&mut self, node: &Node, shape: &'static Shape) {
        match shape {
            Shape::Text => self.text(node),
            Shape::TextOrNull if node.value == Value::Null && self.level > Level::Genetlink => {}
            Shape::TextOrNull => self.text(node),
            Shape::FreeName if self.level > Level::Genetlink => {
                self.name(node, Level::GenetlinkC, false)
            }
            Shape::FreeName | Shape::Name => self.name(node, self.level, false),
            Shape::MemberName => self.name(node, self.level, true),
            Shape::Bool if matches!(node.value, Value::Bool(_)) => {}
            Shape::Bool => drop(wrong(node, "`true` or `false`", self.problems)),
            Shape::Int(min, max) => self.int(node, *min, *max),
            Shape::IntOrText if node.int().is_some() => self.int(node, INTEGER.0, INTEGER.1),
            Shape::IntOrText if node.text().is_some() => {}
            Shape::IntOrText => drop(wrong(node, "a whole number or a text", self.problems)),
            Shape::Length => self.number_or(node, LENGTH, name::is_length),
            Shape::Limit => self.number_or(node, LIMIT, name::is_limit),
            Shape::OneOf(what, words) => self.one_of(node, what, words),
            Shape::List(item) => self.list(node, item),
            Shape::Object(object) => self.object(node, object),
            Shape::NameOr(object) if matches!(node.value, Value::Map(_)) => {
                self.object(node, object)
            }
            Shape::NameOr(_) => self.name(node, self.level, false),
        }
    }

    fn text(&mut self, node: &Node) {
        match &node.value {
            Value::Text(_) => {}
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                wrong(node, "a text", self.problems).help("quote it to make it a text");
            }
            _ => drop(wrong(node, "a text", self.problems)),
        }
    }

    fn name(&mut self, node: &Node, level: Level, member: bool) {
        let Some(text) = node.text() else {
            return self.text(node);
        };
        if let Err(rule) = name::check(text, level, member) {
            self.problems
                .add(&node.path, format!("`{}` is not a name", text.escape_debug()))
                .help(rule);
        }
    }

    fn int(&mut self, node: &Node, min: i128, max: i128) {
        match node.int() {
            Some(int) if (min..=max).contains(&int) => {}
            Some(int) => {
                self.problems
                    .add(&node.path, format!("{int} is out of range"))
                    .help(range(min, max));
            }
            None => drop(wrong(node, "a whole number", self.problems)),
        }
    }

    /// A number from 0 on, or a text that `is` accepts; `what` names both.
    fn number_or(&mut self, node: &Node, what: &str, is: fn(&str) -> bool) {
        match &node.value {
            Value::Int(0..) => {}
            Value::Text(text) if is(text) => {}
            Value::Int(int) => {
                self.problems
                    .add(&node.path, format!("{int} is out of range"))
                    .help("it cannot be negative");
            }
            Value::Text(text) => {
                let message = format!("`{}` cannot stand here", text.escape_debug());
                self.problems.add(&node.path, message).help(format!("expected {what}"));
            }
            _ => drop(wrong(node, what, self.problems)),
        }
    }

    fn one_of(&mut self, node: &Node, what: &str, words: &'static [(&'static str, Levels)]) {
        let Some(text) = node.text() else {
            let list = crate::diagnostic::list(words.iter().map(|(word, _)| *word));
            let problem = wrong(node, "a text", self.problems);
            problem.help(format!("expected one of: {list}"));
            return;
        };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, levels)) => drop(self.allowed(&node.path, what, text, *levels)),
            None => {
                let allowed = words.iter().filter(|(_, levels)| levels.contain(self.level));
                let problem = self.problems.add(&node.path, format!("unknown {what} `{text}`"));
                problem.help_for(text, allowed.map(|(word, _)| *word));
            }
        }
    }

    fn list(&mut self, node: &Node, item: &'static Shape) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|node| self.shape(node, item)),
            _ => drop(wrong(node, "a list", self.problems)),
        }
    }
}

/// A range in words.
fn range(min: i128, max: i128) -> String {
    match (min, max) {
        (0, 0x3fff) => {
            "attribute ids go from 0 to 16383 (0x3fff): the upper two bits are flags".to_owned()
        }
        _ => format!("the least is {min}, the greatest {max}"),
    }
}
