//! `Config` as a build script uses it.
#![cfg(feature = "build")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use netlink_codegen::{BuildError, Config};

const SPEC: &str = "\
name: demo-family
doc: A family.
attribute-sets:
  - name: device
    attributes: [{ name: id, type: u32 }]
operations:
  list:
    - name: get
      doc: Tells about a device.
      attribute-set: device
      do: { request: { attributes: [id] }, reply: { attributes: [id] } }
";

/// An empty directory that goes when the test ends.
struct Directory(PathBuf);

impl Directory {
    fn new(test: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("netlink-config-{}-{test}", std::process::id()));
        fs::create_dir_all(&path).expect("a directory can be made");
        Self(path)
    }

    fn spec(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).expect("the spec can be written");
        path
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn config(directory: &Directory, spec: &Path) -> Config {
    Config::new().out_dir(&directory.0).spec(spec)
}

#[test]
fn a_spec_becomes_a_file_of_the_familys_name() {
    let directory = Directory::new("name");
    let spec = directory.spec("any.yaml", SPEC);
    let files = config(&directory, &spec).try_compile().unwrap();
    assert_eq!(files, [directory.0.join("demo_family.rs")]);
    let text = fs::read_to_string(&files[0]).unwrap();
    assert!(text.contains("pub mod demo_family {"), "{text}");
    assert!(text.contains("    pub struct Device<'a> {\n"), "formatted:\n{text}");
}

#[test]
fn a_file_is_written_again_only_if_its_content_changes() {
    let directory = Directory::new("unchanged");
    let spec = directory.spec("demo.yaml", SPEC);
    let file = config(&directory, &spec).try_compile().unwrap().remove(0);
    let old = SystemTime::now() - Duration::from_secs(1000);
    let touch = || fs::File::options().append(true).open(&file).unwrap().set_modified(old).unwrap();
    let is_old = || fs::metadata(&file).unwrap().modified().unwrap() == old;
    touch();
    config(&directory, &spec).try_compile().unwrap();
    assert!(is_old(), "the same content was written again");
    directory.spec("demo.yaml", &SPEC.replace("u32", "u16"));
    config(&directory, &spec).try_compile().unwrap();
    assert!(!is_old(), "a change was not written");
}

#[test]
fn the_code_knows_the_runtime_only_by_the_path_that_was_said() {
    let directory = Directory::new("runtime");
    let spec = directory.spec("demo.yaml", SPEC);
    let file = config(&directory, &spec).runtime_path("::other::path").try_compile().unwrap();
    let text = fs::read_to_string(&file[0]).unwrap();
    assert!(text.contains("use ::other::path::generated::{self as rt, types::*};"), "{text}");
    assert!(!text.contains("netlink_runtime"), "{text}");
    let error = config(&directory, &spec).runtime_path("no path!").try_compile().unwrap_err();
    assert!(matches!(error, BuildError::RuntimePath(_)), "{error}");
}

#[test]
fn unformatted_code_says_the_same_in_fewer_lines() {
    let directory = Directory::new("unformatted");
    let spec = directory.spec("demo.yaml", SPEC);
    let file = config(&directory, &spec).format(false).try_compile().unwrap();
    let text = fs::read_to_string(&file[0]).unwrap();
    assert!(text.contains("pub mod demo_family") && text.lines().count() < 10, "{text}");
}

#[test]
fn what_is_wrong_is_told_with_its_place_or_its_file() {
    let directory = Directory::new("wrong");
    let wrong = directory.spec("wrong.yaml", &SPEC.replace("u32", "u33"));
    let error = config(&directory, &wrong).try_compile().unwrap_err();
    let BuildError::Spec(diagnostics) = error else { panic!("{error}") };
    assert!(diagnostics[0].one_line().contains("wrong.yaml:5:36: "), "{diagnostics}");

    let missing = directory.0.join("missing.yaml");
    let error = config(&directory, &missing).try_compile().unwrap_err();
    assert!(matches!(&error, BuildError::Io { path, .. } if *path == missing), "{error}");

    let spec = directory.spec("demo.yaml", SPEC);
    let error = config(&directory, &spec).spec(&spec).try_compile().unwrap_err();
    assert!(matches!(&error, BuildError::SameName(name) if name == "demo_family"), "{error}");
}
