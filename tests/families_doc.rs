//! The table of `docs/families.md` says where each ready-made family is proven.
//!
//! It is made from the features, the specs and the tests' source. After a change
//! `BLESS=1 cargo test --test families_doc` writes it anew.

#[path = "families_doc/proofs.rs"]
mod proofs;

use std::{env, fs};

use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml;

use crate::proofs::{Module, files, modules, proofs, read, root};

/// What no kernel at hand can be made to speak, and why.
const UNPROVEN: [(&str, &str); 3] = [
    ("dev_energymodel", "no kernel at hand has an energy model"),
    ("dpll", "no kernel at hand has a phase-locked loop"),
    ("drm_ras", "no kernel at hand has a graphics card that counts errors"),
];

/// The line in the page that the table follows.
const MARK: &str = "<!-- table -->\n";

/// The features of the crate, one a family.
fn features() -> Vec<String> {
    let manifest = read(&root().join("Cargo.toml"));
    let (_, features) =
        manifest.split_once("# One feature a family.\n").expect("the list is there");
    let names = features.lines().map_while(|line| line.split_once(" = [")).map(|(name, _)| name);
    names.map(str::to_owned).collect()
}

/// The names of a spec's family and of its operations.
fn spec(feature: &str) -> (String, Vec<String>) {
    let specs = files(&root().join("specs"));
    let named = |path: &&std::path::PathBuf| {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        stem.replace('-', "_") == feature && path.extension().is_some_and(|it| it == "yaml")
    };
    let path = specs.iter().find(named).unwrap_or_else(|| panic!("{feature} has no spec"));
    let source = Source::read(path).expect("the spec is readable");
    let spec = yaml::parse(source).unwrap_or_else(|errors| panic!("{errors}"));
    (spec.name.clone(), spec.operations.iter().map(|one| one.name.clone()).collect())
}

/// Whether a module has a request or an event of an operation.
fn speaks(module: &Module, operation: &str) -> bool {
    let words = operation.split(['-', '_']).map(|word| {
        let (first, rest) = word.split_at(1.min(word.len()));
        first.to_uppercase() + rest
    });
    let name: String = words.collect();
    ["", "Dump", "Request"].iter().any(|suffix| module.says(&format!("{name}{suffix}")))
}

/// The row of a feature.
fn row(modules: &[Module], features: &[String], feature: &str) -> String {
    let (family, operations) = spec(feature);
    let proofs = proofs(modules, features, feature);
    let reason = UNPROVEN.iter().find(|(unproven, _)| *unproven == feature);
    assert_eq!(
        proofs.is_empty(),
        reason.is_some(),
        "{feature} is proven, or a reason tells why not"
    );
    if let Some((_, reason)) = reason {
        return format!("| {family} | `{feature}` | nowhere | {reason} | |\n");
    }
    let mut places: Vec<_> = proofs.iter().flat_map(|module| module.places()).collect();
    places.dedup();
    assert!(!places.is_empty(), "{feature} is run nowhere");
    let spoken = operations.iter().filter(|one| proofs.iter().any(|module| speaks(module, one)));
    let spoken: Vec<_> = spoken.map(|one| format!("`{one}`")).collect();
    assert!(!spoken.is_empty(), "{feature}: no operation is asked for");
    let tests: Vec<_> = proofs.iter().map(|module| format!("`{}`", module.path())).collect();
    let (places, spoken, tests) = (places.join(", "), spoken.join(", "), tests.join(", "));
    format!("| {family} | `{feature}` | {places} | {spoken} | {tests} |\n")
}

fn table() -> String {
    let (modules, features) = (modules(), features());
    let rows: String = features.iter().map(|one| row(&modules, &features, one)).collect();
    format!("\n| family | feature | kernel | operations | tests |\n|---|---|---|---|---|\n{rows}")
}

#[test]
fn the_page_says_where_each_family_is_proven() {
    let path = root().join("docs/families.md");
    let page = read(&path);
    let (text, found) = page.split_once(MARK).expect("the page has a mark before the table");
    let table = table();
    if env::var_os("BLESS").is_some() {
        return fs::write(path, format!("{text}{MARK}{table}")).expect("the page can be written");
    }
    assert_eq!(found, table, "BLESS=1 cargo test --test families_doc");
}

#[test]
fn every_family_that_a_kernel_can_be_made_to_speak_is_proven() {
    let (modules, features) = (modules(), features());
    let is_proven = |feature: &&String| !proofs(&modules, &features, feature).is_empty();
    let proven = features.iter().filter(is_proven).count();
    assert_eq!(proven, features.len() - UNPROVEN.len());
    assert!(proven >= 30, "{proven}");
}
