//! The kernel's own specs are accepted as they are, and give the numbers of its headers.
//!
//! They are found through `NETLINK_KERNEL_SPECS`, a directory that holds `linux-7.3/` and `linux-6.12/`.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use netlink_codegen::{
    diagnostic::Source,
    input::yaml::{
        self, Spec,
        model::{Attribute, AttributeType, Operation, ScalarKind},
    },
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

fn spec(release: &str, file: &str) -> Option<Spec> {
    Some(load(&directory("NETLINK_KERNEL_SPECS")?.join(release).join(file)))
}

#[test]
fn all_of_linux_7_3_is_accepted() {
    let specs = specs_of("linux-7.3");
    if !specs.is_empty() {
        assert_eq!(specs.len(), 33);
    }
    for spec in specs {
        assert!(spec.warnings().is_empty(), "{}: {}", spec.name, spec.warnings()[0]);
    }
}

#[test]
fn all_of_linux_6_12_is_accepted_with_its_known_warnings() {
    let specs = specs_of("linux-6.12");
    if specs.is_empty() {
        return;
    }
    assert_eq!(specs.len(), 19);
    let with_warnings = specs.iter().filter(|spec| !spec.warnings().is_empty());
    let counts: Vec<_> =
        with_warnings.map(|spec| (spec.name.as_str(), spec.warnings().len())).collect();
    assert_eq!(counts, [("nftables", 16), ("rt-link", 1)]);
}

#[test]
fn the_test_family_is_accepted() {
    if let Some(directory) = directory("NETLINK_TEST_KERNELS") {
        let spec = load(&directory.join("nltest/nltest.yaml"));
        let ids: Vec<_> = spec.operations.iter().map(request_or_event).collect();
        assert_eq!(ids, (1..=10).collect::<Vec<_>>());
    }
}

/// The number of an operation's request, else of its notification or event.
fn request_or_event(operation: &Operation) -> u16 {
    let exchange = operation.do_.as_ref().or(operation.dump.as_ref());
    let request = exchange.map(|it| it.request.id);
    let notify = operation.notify.map(|it| it.id);
    let event = operation.event.as_ref().map(|it| it.message.id);
    request.or(notify).or(event).or(operation.reserved).expect("every operation has a number")
}

/// The numbers of the replies to `do` and `dump`.
fn replies(operation: &Operation) -> [Option<u16>; 2] {
    [&operation.do_, &operation.dump].map(|it| Some(it.as_ref()?.reply.as_ref()?.id))
}

/// Compares requests (or notifications) and replies with rows of facts.
fn check_operations(spec: &Spec, facts: &[(&str, u16, [Option<u16>; 2])]) {
    for (name, request, reply) in facts {
        let operation = &spec[spec.operation_named(name).expect(name)];
        assert_eq!((request_or_event(operation), replies(operation)), (*request, *reply), "{name}");
    }
}

#[test]
fn rtnetlink_operations_have_the_numbers_of_rtnetlink_h() {
    if let Some(spec) = spec("linux-7.3", "rt-link.yaml") {
        check_operations(
            &spec,
            &[
                ("newlink", 16, [None, None]),
                ("dellink", 17, [None, None]),
                ("getlink", 18, [Some(16), Some(16)]),
                ("setlink", 19, [None, None]),
                ("getstats", 94, [Some(92), Some(92)]),
            ],
        );
    }
    if let Some(spec) = spec("linux-7.3", "rt-rule.yaml") {
        check_operations(
            &spec,
            &[
                ("newrule", 32, [None, None]),
                ("newrule-ntf", 32, [None, None]),
                ("delrule-ntf", 33, [None, None]),
                ("getrule", 34, [None, Some(32)]),
            ],
        );
    }
}

#[test]
fn nftables_operations_have_the_subsystem_in_their_numbers() {
    if let Some(spec) = spec("linux-7.3", "nftables.yaml") {
        check_operations(
            &spec,
            &[
                ("batch-begin", 0x10, [Some(0x10), None]),
                ("gettable", 0xa01, [Some(0xa00), Some(0xa00)]),
                ("getrule", 0xa07, [Some(0xa06), Some(0xa06)]),
                ("getrule-reset", 0xa19, [Some(0xa06), Some(0xa06)]),
                ("getgen", 0xa10, [Some(0xa0f), Some(0xa0f)]),
            ],
        );
    }
}

#[test]
fn directional_generic_families_count_as_their_headers_do() {
    if let Some(spec) = spec("linux-7.3", "devlink.yaml") {
        check_operations(
            &spec,
            &[
                ("get", 1, [Some(3), Some(3)]),
                ("port-get", 5, [Some(7), Some(3)]),
                ("port-split", 9, [None, None]),
                ("sb-get", 11, [Some(13), Some(13)]),
            ],
        );
    }
    if let Some(spec) = spec("linux-7.3", "ethtool.yaml") {
        check_operations(
            &spec,
            &[
                ("strset-get", 1, [Some(1), Some(1)]),
                ("linkinfo-get", 2, [Some(2), Some(2)]),
                ("linkinfo-set", 3, [None, None]),
                ("linkinfo-ntf", 3, [None, None]),
                ("linkmodes-get", 4, [Some(4), Some(4)]),
                ("linkmodes-ntf", 5, [None, None]),
            ],
        );
    }
    if let Some(spec) = spec("linux-7.3", "nl80211.yaml") {
        check_operations(
            &spec,
            &[("get-wiphy", 1, [Some(3), Some(3)]), ("get-interface", 5, [Some(7), Some(7)])],
        );
    }
    if let Some(spec) = spec("linux-7.3", "nlctrl.yaml") {
        check_operations(
            &spec,
            &[("getfamily", 3, [Some(1), Some(1)]), ("getpolicy", 10, [None, Some(10)])],
        );
    }
}

#[test]
fn reserved_operations_and_events_take_a_number_of_the_unified_model() {
    if let Some(spec) = spec("linux-7.3", "mptcp_pm.yaml") {
        let unspec = &spec[spec.operation_named("unspec").expect("it is there")];
        assert_eq!(unspec.reserved, Some(0));
        check_operations(
            &spec,
            &[("add-addr", 1, [None, None]), ("get-addr", 3, [Some(3), Some(3)])],
        );
    }
}

fn attribute<'a>(spec: &'a Spec, set: &str, name: &str) -> &'a Attribute {
    let set = &spec[spec.set_named(set).expect(set)];
    set.attributes.iter().find(|attribute| attribute.name == name).expect(name)
}

#[test]
fn attributes_have_the_ids_of_the_headers() {
    let facts = [
        ("rt-link.yaml", "link-attrs", "ifname", 3),
        ("rt-link.yaml", "link-attrs", "target-netnsid", 46),
        ("rt-link.yaml", "linkinfo-attrs", "data", 2),
        ("nl80211.yaml", "nl80211-attrs", "ifindex", 3),
        ("nl80211.yaml", "nl80211-attrs", "ssid", 52),
        ("devlink.yaml", "devlink", "port-index", 3),
        ("nftables.yaml", "rule-attrs", "expressions", 4),
        ("tc.yaml", "attrs", "options", 2),
        ("nlctrl.yaml", "ctrl-attrs", "mcast-groups", 7),
    ];
    for (file, set, name, id) in facts {
        if let Some(spec) = spec("linux-7.3", file) {
            assert_eq!(attribute(&spec, set, name).id, id, "{name}");
        }
    }
}

#[test]
fn subsets_take_ids_and_types_from_their_parent() {
    let Some(spec) = spec("linux-7.3", "devlink.yaml") else { return };
    let part = &spec[spec.set_named("dl-dpipe-table").expect("it is there")];
    assert_eq!(part.subset_of, spec.set_named("devlink"));
    let names: Vec<_> = part.attributes.iter().map(|it| it.name.as_str()).collect();
    let twice = |name| names.iter().filter(|it| **it == name).count();
    assert_eq!((twice("dpipe-table-name"), twice("dpipe-table-size")), (1, 1));
    for it in &part.attributes {
        assert_eq!(it.id, attribute(&spec, "devlink", &it.name).id, "{}", it.name);
    }
    let name = attribute(&spec, "dl-dpipe-table", "dpipe-table-name");
    assert_eq!((name.id, &name.ty), (29, &AttributeType::String));
}

#[test]
fn a_subset_may_change_the_type() {
    let Some(spec) = spec("linux-7.3", "rt-link.yaml") else { return };
    let width = |set, name| match &attribute(&spec, set, name).ty {
        AttributeType::Scalar(scalar) => (scalar.kind, attribute(&spec, set, name).id),
        other => panic!("{other:?}"),
    };
    assert_eq!(width("linkinfo-iptun-attrs", "flags"), (ScalarKind::U16, 8));
    assert_eq!(width("linkinfo-ip6tnl-attrs", "flags"), (ScalarKind::U32, 8));
}

#[test]
fn consts_limits_and_lengths_become_numbers() {
    if let Some(spec) = spec("linux-7.3", "wireguard.yaml") {
        assert_eq!(attribute(&spec, "wgpeer", "public-key").checks.exact_len, Some(32));
    }
    if let Some(spec) = spec("linux-7.3", "netdev.yaml") {
        let checks = &attribute(&spec, "dev", "ifindex").checks;
        assert_eq!((checks.min, checks.max), (Some(1), None));
    }
    if let Some(spec) = spec("linux-7.3", "team.yaml") {
        let name = attribute(&spec, "attr-option", "name");
        assert_eq!(name.checks.max_len, Some(32));
        assert!(name.checks.unterminated_ok);
    }
}

#[test]
fn the_selector_may_be_in_an_enclosing_set() {
    let Some(spec) = spec("linux-7.3", "tc.yaml") else { return };
    let sets = |set, name| match &attribute(&spec, set, name).ty {
        AttributeType::SubMessage { selector, .. } => selector.sets.clone(),
        other => panic!("{other:?}"),
    };
    let named = |name| spec.set_named(name).expect(name);
    assert_eq!(sets("attrs", "options"), [named("attrs")]);
    assert_eq!(sets("tca-stats-attrs", "app"), [named("attrs"), named("act-attrs")]);
}

#[test]
fn structs_have_the_layout_of_c_with_the_errata() {
    let Some(spec) = spec("linux-7.3", "tc.yaml") else { return };
    let size = |name| spec[spec.struct_named(name).expect(name)].size;
    assert_eq!([size("tcmsg"), size("tc-ratespec"), size("tc-tbf-qopt")], [20, 12, 36]);
}
