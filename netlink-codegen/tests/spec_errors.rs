//! Each wrong spec in `spec_errors/` gives exactly the text of the `.stderr` file next to it.
//!
//! With `BLESS=1` the `.stderr` files are written anew.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use netlink_codegen::{
    diagnostic::Source,
    input::yaml::{self, Spec},
};

fn wrong_specs() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec_errors");
    let files = fs::read_dir(directory).expect("the directory is there");
    let paths = files.map(|file| file.expect("a file").path());
    let mut specs: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
    specs.sort();
    specs
}

/// The errors under a name that does not depend on the machine, then the one-line forms.
fn errors_of(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("the spec is readable");
    let name = path.file_name().expect("a file name").to_string_lossy().into_owned();
    match yaml::parse(Source::new(name, text)).and_then(Spec::deny_warnings) {
        Ok(_) => "(accepted)\n".to_owned(),
        Err(errors) => {
            let lines: Vec<_> = errors.iter().map(|error| error.one_line()).collect();
            format!("{errors}\n{}\n", lines.join("\n"))
        }
    }
}

#[test]
fn wrong_specs_give_the_expected_errors() {
    let bless = env::var_os("BLESS").is_some_and(|it| it == "1");
    let specs = wrong_specs();
    assert!(specs.len() >= 25, "only {} specs found", specs.len());
    let mut differing = Vec::new();
    for path in specs {
        let actual = errors_of(&path);
        let golden = path.with_extension("stderr");
        if bless {
            fs::write(&golden, &actual).expect("the expected text is writable");
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if actual != expected {
            differing.push(format!("== {}\n{actual}", path.display()));
        }
    }
    assert!(differing.is_empty(), "differing from .stderr:\n{}", differing.join("\n"));
}

#[test]
fn every_wrong_spec_is_refused_with_a_line() {
    for path in wrong_specs() {
        let text = fs::read_to_string(&path).expect("the spec is readable");
        let name = path.display().to_string();
        let errors = yaml::parse(Source::new(name.as_str(), text))
            .and_then(Spec::deny_warnings)
            .expect_err(&name);
        for error in errors.iter() {
            assert!(error.place().is_some(), "{name}: {}", error.message());
        }
    }
}
