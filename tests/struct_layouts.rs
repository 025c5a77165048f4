//! The structs of our specs lie in memory as the structs of the kernel's C headers do.
//!
//! A C compiler says the sizes and offsets. What it cannot be asked as the specs are written is in
//! `struct_layouts/names.txt`: the headers of each family, and structs and members of other names.

#[path = "struct_layouts/compiler.rs"]
mod compiler;
#[path = "struct_layouts/names.rs"]
mod names;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;

use std::fs;
use std::path::Path;

use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml;
use netlink_codegen::input::yaml::Spec;
use netlink_codegen::input::yaml::model::{Member, MemberType, Struct};

use crate::compiler::{Compiler, Place};
use crate::names::{Names, Tail};
use crate::namespace::skip;

/// All of our specs, ordered by name.
fn specs() -> Vec<Spec> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs");
    let files = fs::read_dir(directory).expect("the specs are there");
    let load = |file: fs::DirEntry| {
        let source = Source::read(file.path()).expect("the spec is readable");
        yaml::parse(&source).unwrap_or_else(|errors| panic!("{errors}"))
    };
    let mut specs: Vec<_> = files.map(|file| load(file.expect("a file"))).collect();
    specs.sort_by(|one, other| one.name.cmp(&other.name));
    specs
}

/// A struct of ours beside the one that the headers have.
struct Pair<'a> {
    family: &'a str,
    ours: &'a Struct,
    names: &'a Names,
}

impl Pair<'_> {
    /// The path of a member, or of the struct itself.
    fn path(&self, member: Option<&Member>) -> String {
        let member = member.map(|member| format!(".{}", member.name)).unwrap_or_default();
        format!("{}: {}{member}", self.family, self.ours.name)
    }

    /// The members that have a place of their own in C.
    fn members(&self) -> impl Iterator<Item = &Member> {
        let named = |member: &&Member| {
            member.ty != MemberType::Pad && !self.names.is_ours_alone(&self.path(Some(member)))
        };
        self.ours.members.iter().filter(named)
    }

    /// What to ask the compiler: the struct first, then its members.
    fn questions(&self) -> Vec<Place> {
        let c = self.names.of_struct(&self.path(None), &self.ours.name);
        let members = self.members().map(|member| {
            let name = self.names.of_member(&self.path(None), &member.name);
            Place::Member(c.clone(), name)
        });
        [Place::Whole(c.clone())].into_iter().chain(members).collect()
    }

    /// What differs, given the answers in the order of the questions: offset and size, or `None`
    /// for what the headers do not have.
    fn compare(&self, answers: &[Option<(u32, u32)>]) -> Vec<String> {
        let mut wrong = Vec::new();
        let Some((Some((_, size)), places)) = answers.split_first() else {
            skip(&format!("struct {}: not in the headers", self.path(None)));
            return wrong;
        };
        let fits = match self.names.tail(&self.path(None)) {
            Tail::Same => self.ours.size == *size,
            Tail::Grows => self.ours.size <= *size,
            Tail::Newer => self.ours.size >= *size,
        };
        if !fits {
            let (path, ours) = (self.path(None), self.ours.size);
            wrong.push(format!("{path}: {ours} bytes, in C {size}"));
        }
        for (member, place) in self.members().zip(places) {
            let path = self.path(Some(member));
            match place {
                Some(place) if *place == (member.offset, member.size) => {}
                Some((offset, size)) => wrong.push(format!(
                    "{path}: {} bytes at {}, in C {size} at {offset}",
                    member.size, member.offset
                )),
                None if self.names.is_newer(&path) => skip(&format!("{path}: not in the headers")),
                None => wrong.push(format!("{path}: C has no such member")),
            }
        }
        wrong
    }
}

#[test]
fn structs_of_our_specs_lie_as_those_of_the_kernels_headers() {
    let Some(compiler) = Compiler::find() else { return };
    let names = Names::read();
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for spec in specs().iter().filter(|spec| !spec.structs.is_empty()) {
        let family = &*spec.name;
        let pairs: Vec<_> =
            spec.structs.iter().map(|ours| Pair { family, ours, names: &names }).collect();
        let questions: Vec<_> = pairs.iter().flat_map(Pair::questions).collect();
        let answers = compiler.places(names.headers(family), &questions);
        compared += answers.iter().flatten().count();
        let mut rest = &*answers;
        for pair in &pairs {
            let (answers, others) = rest.split_at(1 + pair.members().count());
            wrong.extend(pair.compare(answers));
            rest = others;
        }
    }
    println!("{compared} places compared");
    assert!(wrong.is_empty(), "{} lines\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 850, "only {compared} places were compared");
    let unused = names.unused();
    assert!(unused.is_empty(), "lines that nothing needs:\n{}", unused.join("\n"));
}

#[test]
fn structs_that_the_kernels_specs_get_wrong_have_the_size_that_they_have_in_c() {
    let sizes = [
        ("tc", "tc-ratespec", 12),
        ("tc", "tc-htb-opt", 44),
        ("tc", "tc-tbf-qopt", 36),
        ("tc", "tc-police", 56),
        ("tc", "tc-u32-sel", 16),
        ("tc", "tc-u32-pcnt", 16),
        ("tc", "tc-pedit-sel", 24),
        ("tc", "tc-stats", 40),
        ("tc", "gnet-stats-basic", 16),
        ("rt-link", "rtnl-link-ifmap", 32),
        ("rt-link", "ifla-vf-guid", 16),
        ("ovs_flow", "ovs-key-arp", 24),
        ("ovs_flow", "ovs-key-ct-tuple-ipv4", 16),
        ("ovs_flow", "ovs-action-add-mpls", 8),
    ];
    let specs = specs();
    for (family, name, size) in sizes {
        let spec = specs.iter().find(|spec| spec.name == family).expect("a family");
        let found = spec.structs.iter().find(|it| it.name == name).map(|it| it.size);
        assert_eq!(found, Some(size), "{family}: {name}");
    }
}
