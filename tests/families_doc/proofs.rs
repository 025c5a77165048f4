//! What the tests prove, read from their source.

use std::fs;
use std::path::{Path, PathBuf};

/// A module of tests against kernels.
pub(crate) struct Module {
    /// `live` or `kernels`.
    binary: &'static str,
    name: String,
    source: String,
}

impl Module {
    /// The name of its tests.
    pub(crate) fn path(&self) -> String {
        format!("{}::{}", self.binary, self.name)
    }

    /// Where it is run: series of kernels.
    pub(crate) fn places(&self) -> Vec<&'static str> {
        if self.binary == "live" {
            return vec!["running"];
        }
        let source = read(&root().join("tests/kernels.rs"));
        let runs = |series: &&str| {
            source.contains(&format!("passes_inside(\"{series}\", \"{}\")", self.name))
        };
        ["7.3", "6.12"].into_iter().filter(|series| runs(series)).collect()
    }

    /// Whether it has types of the family.
    fn uses(&self, feature: &str) -> bool {
        let mut imports = self.source.split("netlink_families::").skip(1);
        imports.any(|rest| {
            // One path, or several in braces.
            let end = if rest.starts_with('{') { "};" } else { ";" };
            let import = rest.split(end).next().unwrap_or_default();
            let mut words = import.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.any(|word| word == feature)
        })
    }

    /// Whether one of its words is this.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.source.split(|c: char| !c.is_alphanumeric() && c != '_').any(|one| one == word)
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a directory, in order of their names.
pub(crate) fn files(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

/// All modules that have tests.
pub(crate) fn modules() -> Vec<Module> {
    let mut modules = Vec::new();
    for binary in ["live", "kernels"] {
        let declared = read(&root().join(format!("tests/{binary}.rs")));
        for file in files(&root().join("tests").join(binary)) {
            let name = file.file_stem().and_then(|name| name.to_str()).expect("text").to_owned();
            if !file.is_file() || !declared.contains(&format!("\"{binary}/{name}.rs\"")) {
                continue;
            }
            let parts = files(&file.with_extension(""));
            let parts = parts.iter().filter(|part| part.extension().is_some_and(|it| it == "rs"));
            let source: String = [&file].into_iter().chain(parts).map(|part| read(part)).collect();
            if source.contains("#[test]") {
                modules.push(Module { binary, name, source });
            }
        }
    }
    modules
}

/// The modules that prove a family: those named after it, and of those named after none those
/// that use it.
pub(crate) fn proofs<'m>(
    modules: &'m [Module],
    features: &[String],
    feature: &str,
) -> Vec<&'m Module> {
    let proves = |module: &&Module| {
        module.name == feature || !features.contains(&module.name) && module.uses(feature)
    };
    modules.iter().filter(proves).collect()
}
