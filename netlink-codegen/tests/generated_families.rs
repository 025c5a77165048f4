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

/// The package of a protocol's families, told by a module's text.
fn package(module: &str) -> PathBuf {
    let protocols = [
        ("rt::Protocol::Generic", "generic"),
        ("rt::Protocol::Raw(0u16)", "route"),
        ("rt::Protocol::Raw(4u16)", "sock-diag"),
        ("rt::Protocol::Raw(12u16)", "netfilter"),
    ];
    let found = protocols.iter().find(|(protocol, _)| module.contains(protocol));
    root().join("families").join(found.expect("a package for the protocol").1)
}

#[test]
fn the_modules_are_what_the_compiler_makes_of_the_specs() {
    for (name, text) in compiled() {
        let path = package(&text).join("src").join(&name);
        if env::var_os("BLESS").is_some() {
            fs::write(&path, &text).expect("the module can be written");
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "{}: stale, to be written anew with BLESS=1", path.display());
    }
}

#[test]
fn there_is_no_module_without_a_spec() {
    let packages = fs::read_dir(root().join("families")).expect("there are packages");
    let sources = packages.map(|package| package.expect("an entry").path().join("src"));
    let kept = sources.flat_map(|source| texts(files(&source, "rs"))).map(|(name, _)| name);
    let modules: BTreeSet<_> = kept.filter(|name| name != "lib.rs").collect();
    assert_eq!(modules, compiled().into_keys().collect());
}

#[test]
fn each_family_has_a_feature_and_a_module_of_its_name() {
    let read = |path: PathBuf| fs::read_to_string(path).expect("the file can be read");
    let (manifest, library) = (read(root().join("Cargo.toml")), read(root().join("src/lib.rs")));
    for (file, text) in compiled() {
        let (name, package) = (file.trim_end_matches(".rs"), package(&text));
        let packaged = package.file_name().expect("a name").to_string_lossy();
        let feature = format!(
            "\n{name} = [\"dep:netlink-families-{packaged}\", \"netlink-families-{packaged}/{name}\"]\n"
        );
        assert!(manifest.contains(&feature), "no feature `{name}`");
        assert!(manifest.contains(&format!("    \"{name}\",\n")), "`all` lacks `{name}`");
        assert!(library.contains(&format!("    \"{name}\" {name}")), "no module `{name}`");
        let (manifest, library) =
            (read(package.join("Cargo.toml")), read(package.join("src/lib.rs")));
        assert!(manifest.contains(&format!("\n{name} = []\n")), "{packaged}: no feature `{name}`");
        let module = format!("#[cfg(feature = \"{name}\")]\n#[rustfmt::skip]\npub mod {name};\n");
        assert!(library.contains(&module), "{packaged}: no module `{name}`");
    }
}
