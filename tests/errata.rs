//! The kernel's own specs with the errata of the compiler say about bytes what the C headers say.
//!
//! They are compared with our specs: the lines marked `erratum` in `spec_facts/differences.txt`
//! must find no difference any more, while those of all others remain, which only say more than
//! the kernel's spec does. The kernel's specs are found through `NETLINK_KERNEL_SPECS`, a
//! directory that holds `linux-7.3/` and `linux-6.12/`.

#[path = "spec_facts/differences.rs"]
#[allow(dead_code, reason = "shared with the test of our specs")]
mod differences;
#[path = "spec_facts/facts.rs"]
mod facts;
#[path = "support/namespace.rs"]
#[allow(dead_code, reason = "only the line of a skipped test is used")]
mod namespace;

use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml;

use crate::differences::{Families, Wanted, compare, kernels, ours, wanted};

/// What the specs of Linux 6.12 say with the errata where they have other names than those of
/// 7.3: `family: path: fact`.
const OLDER: &str = include_str!("spec_facts/linux_6_12.txt");

/// Sizes of C structs that the kernel's specs say wrong, from the uapi headers.
const SIZES: &[(&str, &str, usize)] = &[
    ("ovs_flow", "ovs-action-add-mpls", 8),
    ("ovs_flow", "ovs-action-push-mpls", 8),
    ("ovs_flow", "ovs-key-arp", 24),
    ("ovs_flow", "ovs-key-ct-tuple-ipv4", 16),
    ("rt-link", "ifla-bridge-id", 8),
    ("rt-link", "ifla-vf-guid", 16),
    ("rt-link", "ifla-vf-vlan-info", 16),
    ("rt-link", "rtnl-link-ifmap", 32),
    ("rt-route", "rta-cacheinfo", 32),
    ("tc", "gnet-stats-basic", 16),
    ("tc", "tc-htb-opt", 44),
    ("tc", "tc-pedit-sel", 24),
    ("tc", "tc-police", 56),
    ("tc", "tc-ratespec", 12),
    ("tc", "tc-stats", 40),
    ("tc", "tc-tbf-qopt", 36),
    ("tc", "tc-u32-pcnt", 16),
    ("tc", "tc-u32-sel", 16),
];

#[test]
fn with_the_errata_the_kernels_specs_differ_from_ours_only_where_ours_say_more() {
    if let Some(theirs) = kernels("linux-7.3", true) {
        differences::check(&theirs, true);
    }
}

#[test]
fn structs_have_the_sizes_of_c_in_the_specs_of_both_releases() {
    for release in ["linux-7.3", "linux-6.12"] {
        let Some(families) = kernels(release, true) else { return };
        for (family, name, size) in SIZES {
            let said = &families[*family][&format!("struct {name}")];
            assert_eq!(said.to_string(), format!("{size} bytes"), "{release} {family} {name}");
        }
    }
}

/// The fact of a family in a path, as text.
fn fact(families: &Families, family: &str, path: &str) -> String {
    families[family].get(path).map_or_else(|| "nothing".to_owned(), ToString::to_string)
}

#[test]
fn the_errata_mend_the_specs_of_linux_6_12_too() {
    let Some(theirs) = kernels("linux-6.12", true) else { return };
    let older: Vec<_> = OLDER.lines().filter(|line| !line.starts_with('#')).map(triple).collect();
    for (family, path, said) in &older {
        assert_eq!(fact(&theirs, family, path), *said, "{family}: {path}");
    }
    let errata: Vec<Wanted> = wanted().into_iter().filter(|it| it.erratum).collect();
    let ours = ours(false);
    let mut wrong = Vec::new();
    for (family, theirs) in &theirs {
        for (path, what) in compare(theirs, &ours[family]) {
            let told = older.iter().any(|(of, at, _)| of == family && path[2..] == **at);
            // The messages of 6.12 list less.
            let lists_less = path.starts_with("+ operation ");
            if !told && !lists_less && errata.iter().any(|it| it.covers(family, &path)) {
                wrong.push(format!("{family}: {path}: {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn triple(line: &str) -> (&str, &str, &str) {
    let mut parts = line.splitn(3, ": ");
    let mut part = || parts.next().unwrap_or_else(|| panic!("not `family: path: fact`: {line}"));
    (part(), part(), part())
}

#[test]
fn a_spec_of_ones_own_under_a_kernels_name_stays_right_with_the_errata() {
    for (family, facts) in ours(false) {
        let level = match facts["protocol"].to_string().starts_with("Generic") {
            true => "genetlink-legacy",
            false => "netlink-raw\nprotonum: 0",
        };
        let rest = "doc: Nothing.\nattribute-sets: []\noperations: { list: [] }\n";
        let text = format!("name: {family}\nprotocol: {level}\n{rest}");
        let spec =
            yaml::parse(Source::new(family, text)).unwrap_or_else(|errors| panic!("{errors}"));
        assert!(spec.operations.is_empty());
    }
}

#[test]
fn the_errata_change_nothing_in_our_specs_which_are_right() {
    let (plain, mended) = (ours(false), ours(true));
    for (family, plain) in &plain {
        let differences = compare(&mended[family], plain);
        assert!(differences.is_empty(), "{family}: {differences:#?}");
    }
    assert!(plain.len() > 30, "only {} specs", plain.len());
}
