//! Line and column of a node, looked up when there is an error to report.
//!
//! The path is walked through serde_yaml again, everything beside it skipped. At its end the walk fails on purpose:
//! serde_yaml puts that node's position on the error.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::path::{Path, Step};
use crate::diagnostic::{Snippet, Source};

/// The place of the node at `path`, or of its nearest parent that exists.
pub(super) fn locate(source: &Source, path: &Path) -> Snippet {
    let steps = path.steps();
    let at = |depth: usize| {
        let document = serde_yaml::Deserializer::from_str(source.text()).next()?;
        position(document, &steps[..depth])
    };
    let found = (0..=steps.len()).rev().find_map(at);
    let (line, column) = found.unwrap_or((1, 1));
    place(source, line, column)
}

/// Line and column of the node to which the steps lead, if there is one.
pub(super) fn position(
    document: serde_yaml::Deserializer<'_>,
    steps: &[Step],
) -> Option<(usize, usize)> {
    let error = Walk { steps }.deserialize(document).err()?;
    let location = error.location()?;
    error.to_string().contains(FOUND).then_some((location.line(), location.column()))
}

/// A place with the width of the word or quoted text that starts there.
pub(super) fn place(source: &Source, line: usize, column: usize) -> Snippet {
    let text = source.text().lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let rest: Vec<char> = text.chars().skip(column.saturating_sub(1)).collect();
    source.snippet(line, column, token_width(&rest))
}

/// Text of the error that marks the end of a walk; no other error of serde_yaml contains it.
const FOUND: &str = "\u{1}the node that was looked for";

/// Goes down the steps, then fails.
struct Walk<'a> {
    steps: &'a [Step],
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Scalars end a walk, whether or not steps are left.
macro_rules! found {
    ($($method:ident: $ty:ty,)*) => {$(
        fn $method<E: Error>(self, _: $ty) -> Result<(), E> {
            Err(E::custom(FOUND))
        }
    )*};
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FOUND)
    }

    found! {
        visit_bool: bool,
        visit_i64: i64,
        visit_i128: i128,
        visit_u64: u64,
        visit_u128: u128,
        visit_f64: f64,
        visit_str: &str,
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Err(E::custom(FOUND))
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Err(E::custom(FOUND))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((Step::Index(target), steps)) = self.steps.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        for _ in 0..*target {
            if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        items.next_element_seed(Walk { steps })?;
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Some((step, steps)) = self.steps.split_first() else {
            return Err(A::Error::custom(FOUND));
        };
        let mut entry = 0;
        loop {
            if *step == Step::KeyOf(entry) {
                entries.next_key_seed(Walk { steps: &[] })?;
            }
            let Some(key) = entries.next_key_seed(KeyText)? else {
                return Ok(());
            };
            if matches!((step, key), (Step::Key(wanted), Some(key)) if **wanted == *key) {
                return entries.next_value_seed(Walk { steps });
            }
            entries.next_value::<IgnoredAny>()?;
            entry += 1;
        }
    }
}

/// A mapping's key, if it is a text.
struct KeyText;

impl<'de> DeserializeSeed<'de> for KeyText {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Keys of any other kind than text.
macro_rules! no_text {
    ($($method:ident: $ty:ty,)*) => {$(
        fn $method<E>(self, _: $ty) -> Result<Option<String>, E> {
            Ok(None)
        }
    )*};
}

impl<'de> Visitor<'de> for KeyText {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    no_text! {
        visit_bool: bool,
        visit_i64: i64,
        visit_i128: i128,
        visit_u64: u64,
        visit_u128: u128,
        visit_f64: f64,
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// Characters of the YAML word or quoted text at the start.
fn token_width(rest: &[char]) -> usize {
    match rest.first() {
        Some(quote @ ('"' | '\'')) => {
            rest.iter().skip(1).position(|char| char == quote).map_or(rest.len(), |end| end + 2)
        }
        Some(_) => {
            let end = trimmed(rest);
            let ends = |at: usize| match (rest[at], rest.get(at + 1)) {
                (',' | ']' | '}', _) | (' ' | '\t', Some('#')) => true,
                (':', next) => next.is_none_or(|next| *next == ' '),
                _ => false,
            };
            (1..end).find(|at| ends(*at)).map_or(end, |at| trimmed(&rest[..at]))
        }
        None => 1,
    }
}

/// Characters without the blanks at the end.
fn trimmed(chars: &[char]) -> usize {
    chars.iter().rposition(|char| !char.is_whitespace()).map_or(chars.len(), |last| last + 1)
}
