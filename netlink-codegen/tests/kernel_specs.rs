//! The kernel's own specs are accepted as they are, and give the numbers of its headers.
//!
//! They are found through `NETLINK_KERNEL_SPECS`, a directory that holds `linux-7.3/` and `linux-6.12/`.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use netlink_codegen::{
    diagnostic::Source,
    input::yaml::{self, Spec},
};

/// The directory a variable names; says so if there is none.
fn directory(variable: &str) -> Option<PathBuf> {
    let found = env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        println!("skipped: {variable} is not set");
    }
    found
}

fn load(path: &Path) -> Spec {
    let source = Source::read(path).expect("the spec is readable");
    yaml::parse(&source).unwrap_or_else(|errors| panic!("{} errors\n{errors}", errors.len()))
}

fn specs_of(release: &str) -> Vec<Spec> {
    let Some(directory) = directory("NETLINK_KERNEL_SPECS") else {
        return Vec::new();
    };
    let files = fs::read_dir(directory.join(release)).expect("the release is there");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    paths.iter().map(|path| load(path)).collect()
}

#[test]
fn all_of_linux_7_3_is_accepted() {
    let specs = specs_of("linux-7.3");
    if !specs.is_empty() {
        assert_eq!(specs.len(), 33);
    }
}

#[test]
fn all_of_linux_6_12_is_accepted() {
    let specs = specs_of("linux-6.12");
    if !specs.is_empty() {
        assert_eq!(specs.len(), 19);
    }
}

#[test]
fn the_test_family_is_accepted() {
    if let Some(directory) = directory("NETLINK_TEST_KERNELS") {
        assert_eq!(load(&directory.join("nltest/nltest.yaml")).operations.len(), 10);
    }
}
