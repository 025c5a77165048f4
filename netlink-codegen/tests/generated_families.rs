//! The modules of the ready-made families are what the compiler makes of the specs in `specs/`.
//!
//! `BLESS=1 cargo test -p netlink-codegen --test generated_families` writes them anew. The test is
//! the compiler's and not the families', so that it builds while the modules are stale.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use netlink_codegen::Config;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The files of a directory that have an extension.
fn files(directory: &Path, extension: &str) -> BTreeSet<PathBuf> {
    let entries =
        fs::read_dir(directory).unwrap_or_else(|e| panic!("{}: {e}", directory.display()));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|it| it == extension)).collect()
}

/// The text of each file, by its name.
fn texts(files: impl IntoIterator<Item = PathBuf>) -> BTreeMap<String, String> {
    let named = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        (path.file_name().expect("a file").to_string_lossy().into_owned(), text)
    };
    files.into_iter().map(named).collect()
}

/// What the compiler makes of all specs today.
fn compiled() -> BTreeMap<String, String> {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated_families");
    fs::create_dir_all(&directory).expect("the directory can be made");
    let specs = files(&root().join("specs"), "yaml");
    let config = Config::new().specs(specs).errata(false).module_files(true).out_dir(directory);
    texts(config.try_compile().unwrap_or_else(|error| panic!("{error}")))
}

/// The modules as they are.
fn kept() -> BTreeMap<String, String> {
    let modules = files(&root().join("src"), "rs");
    texts(modules.into_iter().filter(|path| !path.ends_with("lib.rs")))
}

#[test]
fn the_modules_are_what_the_compiler_makes_of_the_specs() {
    let compiled = compiled();
    if env::var_os("BLESS").is_some() {
        for (name, text) in &compiled {
            fs::write(root().join("src").join(name), text).expect("the module can be written");
        }
    }
    let kept = kept();
    let names: Vec<_> = kept.keys().collect();
    assert_eq!(names, compiled.keys().collect::<Vec<_>>(), "one module for each spec");
    let stale: Vec<_> = kept.iter().filter(|(name, text)| compiled[*name] != **text).collect();
    let stale: Vec<_> = stale.into_iter().map(|(name, _)| name).collect();
    assert!(stale.is_empty(), "stale, to be written anew with BLESS=1: {stale:?}");
}

#[test]
fn each_family_has_a_feature_and_a_module_of_its_name() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("there is a manifest");
    let library = fs::read_to_string(root().join("src/lib.rs")).expect("there is a library");
    for name in compiled().keys() {
        let name = name.trim_end_matches(".rs");
        assert!(manifest.contains(&format!("\n{name} = []\n")), "no feature `{name}`");
        assert!(manifest.contains(&format!("    \"{name}\",\n")), "`all` lacks `{name}`");
        assert!(library.contains(&format!("    \"{name}\" {name}\n")), "no module `{name}`");
    }
}
