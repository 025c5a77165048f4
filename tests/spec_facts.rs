//! Our specs say the same as the kernel's own, apart from the differences that are wanted.
//!
//! Those are in `spec_facts/differences.txt`, a line each: `family: path: reason`. A line with a
//! difference that is no more fails too. The kernel's specs are found through
//! `NETLINK_KERNEL_SPECS`, a directory that holds `linux-7.3/`.

#[path = "spec_facts/facts.rs"]
mod facts;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml;

use crate::facts::{Fact, Facts, facts};

const WANTED: &str = include_str!("spec_facts/differences.txt");

/// The facts of all specs in a directory, by the names of the families.
fn families(directory: &Path) -> BTreeMap<String, Facts> {
    let files = fs::read_dir(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    let load = |file: fs::DirEntry| {
        let source = Source::read(file.path()).expect("the spec is readable");
        let spec = yaml::parse(yaml::Input::new(source).errata(false))
            .unwrap_or_else(|errors| panic!("{errors}"));
        (spec.name.clone(), facts(&spec))
    };
    files.map(|file| load(file.expect("a file"))).collect()
}

/// What is said differently: paths that begin with `+` for what we add, `-` for what we leave out
/// and `~` for what we say otherwise, and both sides.
///
/// Where one side does not have a thing at all (`enum color`), what belongs to that thing
/// (`enum color.1`) is not told too.
fn compare(theirs: &Facts, ours: &Facts) -> BTreeMap<String, String> {
    let paths: BTreeSet<_> = theirs.keys().chain(ours.keys()).collect();
    let mut differences = BTreeMap::new();
    for path in paths {
        let thing = path.split('.').next().expect("a path has a first part").to_owned();
        let belongs = *path != thing;
        let (word, what) = match (theirs.get(path), ours.get(path)) {
            (Some(one), Some(two)) if one == two => continue,
            (Some(one), Some(two)) => ('~', format!("the kernel says {one}, we say {two}")),
            (Some(_), None) if belongs && !ours.contains_key(&thing) => continue,
            (None, Some(_)) if belongs && !theirs.contains_key(&thing) => continue,
            (Some(one), None) => ('-', format!("the kernel says {one}, we say nothing")),
            (None, Some(two)) => ('+', format!("the kernel says nothing, we say {two}")),
            (None, None) => continue,
        };
        differences.insert(format!("{word} {path}"), what);
    }
    differences
}

/// A line of the list.
struct Wanted {
    family: &'static str,
    /// `*` stands for any text.
    path: &'static str,
    found: bool,
}

impl Wanted {
    fn read(line: &'static str) -> Self {
        let mut parts = line.splitn(3, ": ");
        let (family, path, reason) = (parts.next(), parts.next(), parts.next());
        let (Some(family), Some(path), Some(reason)) = (family, path, reason) else {
            panic!("not `family: path: reason`: {line}");
        };
        assert!(!reason.trim().is_empty(), "without a reason: {line}");
        Self { family, path, found: false }
    }

    fn covers(&self, family: &str, path: &str) -> bool {
        self.family == family && matches(self.path, path)
    }
}

/// Whether a text is that of a pattern, in which `*` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, pattern)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(start) else { return false };
    text.char_indices().map(|(at, _)| &text[at..]).chain([""]).any(|rest| matches(pattern, rest))
}

fn wanted() -> Vec<Wanted> {
    let lines = WANTED.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(Wanted::read).collect()
}

#[test]
fn our_specs_differ_from_those_of_the_kernel_only_where_wanted() {
    let Some(root) = env::var_os("NETLINK_KERNEL_SPECS") else {
        return namespace::skip("NETLINK_KERNEL_SPECS is not set");
    };
    let theirs = families(&Path::new(&root).join("linux-7.3"));
    let ours = families(&Path::new(env!("CARGO_MANIFEST_DIR")).join("specs"));
    let mut wanted = wanted();
    let mut unwanted = Vec::new();
    let mut compared = 0;
    for (family, theirs) in &theirs {
        let Some(ours) = ours.get(family) else {
            println!("not described: {family}");
            continue;
        };
        compared += theirs.len();
        for (path, what) in compare(theirs, ours) {
            let mut covering = wanted.iter_mut().filter(|it| it.covers(family, &path)).peekable();
            if covering.peek().is_none() {
                unwanted.push(format!("{family}: {path}: {what}"));
            }
            covering.for_each(|it| it.found = true);
        }
    }
    println!("{compared} facts compared");
    let gone = wanted.iter().filter(|it| !it.found);
    let gone = gone.map(|it| format!("no difference any more: {}: {}", it.family, it.path));
    unwanted.extend(gone);
    assert!(unwanted.is_empty(), "{} lines\n{}", unwanted.len(), unwanted.join("\n"));
    assert!(compared > 13_000, "only {compared} facts were compared");
}

#[test]
fn a_star_in_the_list_stands_for_any_text_and_the_rest_for_itself() {
    assert!(matches("set *.001", "set a.001") && matches("a*", "a") && matches("*a*c", "abaabc"));
    assert!(!matches("set *.001", "set a.0012") && !matches("a", "ab") && !matches("*a*b", "abc"));
}

#[test]
fn a_thing_of_one_side_only_is_one_difference_and_a_changed_part_of_a_shared_one_too() {
    let facts = |lines: &[(&str, &str)]| -> Facts {
        lines
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Fact::Text((*text).to_owned())))
            .collect()
    };
    let theirs = facts(&[("set a", ""), ("set a.1", "u8"), ("set b", ""), ("set b.1", "u8")]);
    let ours = facts(&[("set a", ""), ("set a.1", "u16"), ("set c", ""), ("set c.1", "u8")]);
    let differences: Vec<_> = compare(&theirs, &ours).into_keys().collect();
    assert_eq!(differences, ["+ set c", "- set b", "~ set a.1"]);
}
