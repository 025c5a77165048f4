//! Two specs compared, and the list of the differences that are wanted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml;

use crate::facts::{Facts, facts};
use crate::namespace;

/// Facts by the names of the families.
pub(crate) type Families = BTreeMap<String, Facts>;

/// Our own specs.
pub(crate) fn ours(errata: bool) -> Families {
    families(&Path::new(env!("CARGO_MANIFEST_DIR")).join("specs"), errata)
}

/// The kernel's specs of a release, with the errata or as they are.
pub(crate) fn kernels(release: &str, errata: bool) -> Option<Families> {
    let Some(root) = env::var_os("NETLINK_KERNEL_SPECS") else {
        namespace::skip("NETLINK_KERNEL_SPECS is not set");
        return None;
    };
    Some(families(&Path::new(&root).join(release), errata))
}

/// The facts of all specs in a directory.
fn families(directory: &Path, errata: bool) -> Families {
    let files = fs::read_dir(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    let load = |file: fs::DirEntry| {
        let source = Source::read(file.path()).expect("the spec is readable");
        let spec = yaml::parse(yaml::Input::new(source).errata(errata))
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
pub(crate) fn compare(theirs: &Facts, ours: &Facts) -> BTreeMap<String, String> {
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
pub(crate) struct Wanted {
    family: &'static str,
    /// `*` stands for any text.
    path: &'static str,
    /// The errata mend it.
    pub(crate) erratum: bool,
    /// Whether a difference was covered.
    pub(crate) found: bool,
}

impl Wanted {
    fn read(line: &'static str) -> Self {
        let mut parts = line.splitn(3, ": ");
        let (family, path, reason) = (parts.next(), parts.next(), parts.next());
        let (Some(family), Some(path), Some(reason)) = (family, path, reason) else {
            panic!("not `family: path: reason`: {line}");
        };
        let erratum = reason.strip_prefix("erratum: ");
        assert!(!erratum.unwrap_or(reason).trim().is_empty(), "without a reason: {line}");
        Self { family, path, erratum: erratum.is_some(), found: false }
    }

    pub(crate) fn covers(&self, family: &str, path: &str) -> bool {
        self.family == family && matches(self.path, path)
    }
}

/// The list.
pub(crate) fn wanted() -> Vec<Wanted> {
    let lines = include_str!("differences.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(Wanted::read).collect()
}

/// Compares with our specs, and fails with all differences that are not in the list, and all
/// lines of it that find none, or find one that the errata should have mended.
pub(crate) fn check(theirs: &Families, errata: bool) {
    let ours = ours(false);
    let mut wanted = wanted();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (family, theirs) in theirs {
        let Some(ours) = ours.get(family) else {
            println!("not described: {family}");
            continue;
        };
        compared += theirs.len();
        for (path, what) in compare(theirs, ours) {
            let mut covering = wanted.iter_mut().filter(|it| it.covers(family, &path)).peekable();
            if covering.peek().is_none() {
                wrong.push(format!("{family}: {path}: {what}"));
            }
            covering.for_each(|it| it.found = true);
        }
    }
    println!("{compared} facts compared");
    for Wanted { family, path, erratum, found } in wanted {
        match (found, erratum && errata) {
            (false, false) => wrong.push(format!("no difference any more: {family}: {path}")),
            (true, true) => wrong.push(format!("not mended: {family}: {path}")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} lines\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 13_000, "only {compared} facts were compared");
}

/// Whether a text is that of a pattern, in which `*` stands for any text.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, pattern)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(start) else { return false };
    text.char_indices().map(|(at, _)| &text[at..]).chain([""]).any(|rest| matches(pattern, rest))
}
