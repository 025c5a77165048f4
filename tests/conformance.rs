//! The kernel's own specs, as they are, become code that rustc and clippy have nothing to say
//! against.
//!
//! They are found through `NETLINK_KERNEL_SPECS`, a directory that holds `linux-7.3/` and
//! `linux-6.12/`. What is printed is a table: families with their sets, operations and lines.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use netlink_codegen::Config;
use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml;

/// The specs of a release, if they are there.
fn specs(release: &str) -> Option<Vec<PathBuf>> {
    let Some(root) = env::var_os("NETLINK_KERNEL_SPECS").map(PathBuf::from) else {
        println!("skipped: NETLINK_KERNEL_SPECS is not set");
        return None;
    };
    let files = fs::read_dir(root.join(release)).expect("the release is there");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    Some(files)
}

/// Compiles a spec and prints its row; the generated file.
fn compile(spec: &Path, out: &Path) -> PathBuf {
    let source = Source::read(spec).expect("the spec is readable");
    let model = yaml::parse(&source).unwrap_or_else(|errors| panic!("{errors}"));
    let start = Instant::now();
    let files = Config::new().out_dir(out).spec(spec).try_compile();
    let took = start.elapsed();
    let file = files.unwrap_or_else(|error| panic!("{error}")).remove(0);
    let lines = |path: &Path| fs::read_to_string(path).expect("readable").lines().count();
    println!(
        "{:<18} {:>4} sets {:>4} operations {:>6} lines of YAML {:>6} of Rust {:>5} ms",
        model.name,
        model.sets.len(),
        model.operations.len(),
        lines(spec),
        lines(&file),
        took.as_millis()
    );
    file
}

/// A crate that has all the modules, so that their names meet too.
fn write_crate(root: &Path, files: &[PathBuf]) {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("netlink-runtime");
    let manifest = format!(
        "[package]\nname = \"conformance\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\nnetlink-runtime = {{ path = {runtime:?}, default-features = false }}\n"
    );
    let modules = files.iter().map(|file| format!("include!({file:?});\n"));
    let code =
        format!("#![deny(missing_docs)]\n//! All families.\n{}", modules.collect::<String>());
    fs::create_dir_all(root.join("src")).expect("a directory can be made");
    fs::write(root.join("Cargo.toml"), manifest).expect("writable");
    fs::write(root.join("src/lib.rs"), code).expect("writable");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock")).expect("the lock file can be copied");
}

fn passes_clippy(release: &str, families: usize) {
    let Some(specs) = specs(release) else { return };
    assert_eq!(specs.len(), families);
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("conformance-{release}"));
    let out = root.join("generated");
    fs::create_dir_all(&out).expect("a directory can be made");
    let files: Vec<_> = specs.iter().map(|spec| compile(spec, &out)).collect();
    write_crate(&root, &files);
    let clippy = Command::new(env!("CARGO"))
        .args(["clippy", "--quiet", "--offline", "--", "-D", "warnings"])
        .current_dir(&root)
        .output()
        .expect("cargo can be run");
    assert!(clippy.status.success(), "{}", String::from_utf8_lossy(&clippy.stderr));
}

#[test]
fn all_families_of_linux_7_3_pass_clippy() {
    passes_clippy("linux-7.3", 33);
}

#[test]
fn all_families_of_linux_6_12_pass_clippy() {
    passes_clippy("linux-6.12", 19);
}
