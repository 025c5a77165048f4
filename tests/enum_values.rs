//! The enums and flags of our specs have the numbers of the kernel's C headers.
//!
//! `enum_values/names.txt` says with which letters the C names of an enum's entries begin, and in
//! which headers they are.

#[path = "struct_layouts/compiler.rs"]
mod compiler;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;

use std::path::Path;

use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml::model::{Enum, EnumKind};
use netlink_codegen::input::yaml::{self, Spec};

use crate::compiler::{Compiler, Place};
use crate::namespace::skip;

const NAMES: &str = include_str!("enum_values/names.txt");

/// A line: `spec: enum: letters: headers`.
struct Line {
    spec: &'static str,
    name: &'static str,
    letters: &'static str,
    headers: Vec<&'static str>,
}

impl Line {
    fn read(line: &'static str) -> Self {
        let parts: Vec<_> = line.split(": ").collect();
        let [spec, name, letters, headers] = parts[..] else { panic!("four parts: {line}") };
        Self { spec, name, letters, headers: headers.split(' ').collect() }
    }

    /// The name of an entry in C.
    fn in_c(&self, entry: &str) -> String {
        format!("{}{}", self.letters, entry.replace('-', "_").to_uppercase())
    }

    /// The constants that differ, and how many were compared.
    fn compare(&self, ours: &Enum, compiler: &Compiler) -> (Vec<String>, usize) {
        let places: Vec<_> =
            ours.entries.iter().map(|entry| Place::Constant(self.in_c(&entry.name))).collect();
        let found = compiler.places(&self.headers, &places);
        if found.iter().all(Option::is_none) {
            skip(&format!("enum {}: {}: not in the headers", self.spec, self.name));
        }
        let number = |number: i128| match ours.kind {
            EnumKind::Values => number,
            EnumKind::Bits => 1 << number,
        };
        let pairs = ours.entries.iter().zip(&found);
        let compared = pairs.filter_map(|(entry, found)| Some((entry, found.as_ref()?.0)));
        let mut wrong = Vec::new();
        let mut count = 0;
        for (entry, in_c) in compared {
            count += 1;
            let ours = number(entry.number);
            if ours != in_c.into() {
                wrong.push(format!("{}: {} is {ours}, in C {in_c}", self.spec, entry.name));
            }
        }
        (wrong, count)
    }
}

fn spec(name: &str) -> Spec {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("specs/{name}.yaml"));
    let source = Source::read(path).expect("the spec is readable");
    yaml::parse(&source).unwrap_or_else(|errors| panic!("{errors}"))
}

#[test]
fn enums_of_our_specs_have_the_numbers_of_the_kernels_headers() {
    let Some(compiler) = Compiler::find() else { return };
    let lines = NAMES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for line in lines.map(Line::read) {
        let spec = spec(line.spec);
        let found = spec.enum_named(line.name).unwrap_or_else(|| panic!("no enum {}", line.name));
        let (differing, count) = line.compare(&spec[found], &compiler);
        wrong.extend(differing);
        compared += count;
    }
    println!("{compared} numbers compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 300, "only {compared} numbers were compared");
}
