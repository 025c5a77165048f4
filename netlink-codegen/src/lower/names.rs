//! Rust names for the names of a spec.
//!
//! Sets, enums, structs and requests become types of one module, so where two would clash the
//! later kind gets a suffix that says what it is: an enum `stringset` beside a set `stringset`
//! becomes `StringsetEnum`.

use std::collections::HashSet;

use proc_macro2::{Ident, Span};

use super::uses::Uses;
use crate::emit::IMPORTED;
use crate::input::yaml::Spec;
use crate::input::yaml::model::EnumKind;

/// What generated modules define beside the spec's types.
const DEFINED: [&str; 4] = ["Notification", "Request", "Response", "Self"];

/// The types' names of a spec, by index.
pub(super) struct Names {
    pub(super) sets: Vec<Ident>,
    /// The type for values, and the type for bits where the enum is used as flags too.
    pub(super) enums: Vec<(Ident, Ident)>,
    pub(super) structs: Vec<Ident>,
    pub(super) sub_messages: Vec<Ident>,
    /// The requests of each operation: `do` and `dump`.
    pub(super) requests: Vec<(Ident, Ident)>,
}

impl Names {
    pub(super) fn of(spec: &Spec, uses: &Uses) -> Self {
        let mut taken = Taken::default();
        let sets = spec.sets.iter().map(|set| taken.claim(camel(&set.name), "Attrs")).collect();
        let enums = spec
            .enums
            .iter()
            .zip(uses.both())
            .map(|(item, both)| {
                let suffix = if item.kind == EnumKind::Bits { "Flags" } else { "Enum" };
                let values = taken.claim(camel(&item.name), suffix);
                let bits = if both {
                    taken.claim(format!("{}Flags", camel(&item.name)), "Bits")
                } else {
                    values.clone()
                };
                (values, bits)
            })
            .collect();
        let structs =
            spec.structs.iter().map(|item| taken.claim(camel(&item.name), "Struct")).collect();
        let sub_messages = spec.sub_messages.iter();
        let sub_messages =
            sub_messages.map(|item| taken.claim(camel(&item.name), "Formats")).collect();
        let requests = spec
            .operations
            .iter()
            .map(|operation| {
                let name = camel(&operation.name);
                let single = operation.do_.as_ref().map(|_| taken.claim(name.clone(), "Request"));
                let dump =
                    operation.dump.as_ref().map(|_| taken.claim(format!("{name}Dump"), "Request"));
                let unused = || ident("_");
                (single.unwrap_or_else(unused), dump.unwrap_or_else(unused))
            })
            .collect();
        Self { sets, enums, structs, sub_messages, requests }
    }
}

/// Names that are in use.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// The name, or with the suffix, or with a number, whichever is free first.
    fn claim(&mut self, name: String, suffix: &str) -> Ident {
        let reserved = IMPORTED.contains(&name.as_str()) || DEFINED.contains(&name.as_str());
        let plain = (!reserved).then(|| name.clone());
        let suffixed = core::iter::once(format!("{name}{suffix}"));
        let numbered = (2..).map(|number| format!("{name}{suffix}{number}"));
        self.first_free(plain.into_iter().chain(suffixed).chain(numbered))
    }

    /// The name, or with as many underscores behind it as make it new.
    pub(super) fn member(&mut self, name: String) -> Ident {
        let next = |name: &String| Some(format!("{name}_"));
        self.first_free(core::iter::successors(Some(name), next))
    }

    fn first_free(&mut self, mut names: impl Iterator<Item = String>) -> Ident {
        let free = names.find(|name| self.0.insert(name.clone()));
        ident(&free.unwrap_or_default())
    }
}

/// An identifier; a keyword becomes a raw one or, where Rust has no raw form, gets an underscore.
pub(super) fn ident(name: &str) -> Ident {
    let span = Span::call_site();
    match syn::parse_str::<Ident>(name) {
        Ok(_) => Ident::new(name, span),
        Err(_) if matches!(name, "" | "_" | "self" | "Self" | "super" | "crate") => {
            Ident::new(&format!("{name}_"), span)
        }
        Err(_) => Ident::new_raw(name, span),
    }
}

/// The words of a name.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

/// A name that may stand where an identifier starts.
fn startable(name: String) -> String {
    if name.starts_with(|char: char| char.is_ascii_digit()) || name.is_empty() {
        format!("_{name}")
    } else {
        name
    }
}

/// `dev-get` as `DevGet`.
pub(super) fn camel(name: &str) -> String {
    let words = words(name).map(|word| {
        let mut chars = word.chars();
        let first = chars.next().map(|char| char.to_ascii_uppercase());
        let rest = chars.as_str().to_ascii_lowercase();
        first.into_iter().chain(rest.chars()).collect::<String>()
    });
    // Two digits that meet would read as one number.
    let joined = words.fold(String::new(), |joined, word| {
        let meet = joined.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit());
        let gap = if meet { "_" } else { "" };
        format!("{joined}{gap}{word}")
    });
    startable(joined)
}

/// `dev-get` as `dev_get`.
pub(super) fn snake(name: &str) -> String {
    startable(words(name).collect::<Vec<_>>().join("_").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::shout;

    #[test]
    fn names_become_identifiers() {
        assert_eq!(camel("rx-hw-drops"), "RxHwDrops");
        assert_eq!(camel("IFLA_MTU"), "IflaMtu");
        assert_eq!(camel("80211n-40"), "_80211n40");
        assert_eq!(camel("a-100-200"), "A100_200");
        assert_eq!(camel("--mptcp-pm-cmd-after-last"), "MptcpPmCmdAfterLast");
        assert_eq!(snake("6rd-Prefix"), "_6rd_prefix");
        assert_eq!(shout("RxHw6Drops"), "RX_HW6_DROPS");
    }

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        assert_eq!(ident("type").to_string(), "r#type");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("Self").to_string(), "Self_");
    }

    #[test]
    fn a_name_that_is_taken_gets_a_suffix_and_then_a_number() {
        let mut taken = Taken::default();
        let mut claim = |name: &str| taken.claim(name.into(), "Enum").to_string();
        assert_eq!(claim("Stringset"), "Stringset");
        assert_eq!(claim("Stringset"), "StringsetEnum");
        assert_eq!(claim("Stringset"), "StringsetEnum2");
        assert_eq!(claim("Option"), "OptionEnum");
    }
}
