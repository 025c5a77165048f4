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

#[test]
fn each_overlay_is_laid_over_the_spec_of_its_family() {
    let directory = Directory::new("overlay");
    let demo = directory.spec("demo.yaml", SPEC);
    let other = directory.spec("other.yaml", &SPEC.replace("demo-family", "other"));
    let text = "{ name: other, attribute-sets: [{ name: device, attributes: [{ name: size, type: u8 }] }] }";
    let overlay = directory.spec("overlay.yaml", text);
    let config = config(&directory, &demo).spec(&other).overlay(&overlay);
    let files = config.try_compile().unwrap();
    let has_size = |file: &PathBuf| fs::read_to_string(file).unwrap().contains("pub size:");
    assert_eq!(files.iter().map(has_size).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn an_overlay_for_no_spec_is_an_error() {
    let directory = Directory::new("unused");
    let spec = directory.spec("demo.yaml", SPEC);
    let overlay = directory.spec("overlay.yaml", "name: other");
    let error = config(&directory, &spec).overlay(&overlay).try_compile().unwrap_err();
    let text = error.to_string();
    assert!(text.contains("overlay.yaml: the overlay is for `other`"), "{text}");
    let nameless = directory.spec("nameless.yaml", "attribute-sets: []");
    let error = config(&directory, &spec).overlay(&nameless).try_compile().unwrap_err();
    assert!(error.to_string().contains("the key `name` is missing"), "{error}");
}

#[test]
fn errata_mend_the_kernels_specs_unless_that_is_not_wanted() {
    let directory = Directory::new("errata");
    let wrong = "
name: tc
protocol: netlink-raw
protonum: 0
doc: As the kernel's spec has it.
definitions:
  - name: tc-ratespec
    type: struct
    members: [{ name: overhead, type: u8 }]
attribute-sets: []
operations: { list: [] }
";
    let spec = directory.spec("tc.yaml", wrong);
    let overhead = |errata| {
        let files = config(&directory, &spec).errata(errata).try_compile().unwrap();
        let text = fs::read_to_string(&files[0]).unwrap();
        text.lines().find(|line| line.contains("pub overhead:")).unwrap().trim().to_owned()
    };
    assert_eq!(overhead(true), "pub overhead: u16,");
    assert_eq!(overhead(false), "pub overhead: u8,");
}
