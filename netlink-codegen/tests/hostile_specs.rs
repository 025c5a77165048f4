//! Text that nobody would write: it ends in an error, soon, and never in a panic.

use netlink_codegen::{
    diagnostic::{Diagnostics, Source},
    input::yaml,
};
use proptest::prelude::*;

fn errors_of(text: &str) -> Diagnostics {
    yaml::parse(Source::new("hostile.yaml", text)).expect_err("the text is no spec")
}

/// The first error's message; it must have a place.
fn message_of(text: &str) -> String {
    let errors = errors_of(text);
    assert!(errors[0].place().is_some(), "no place: {}", errors[0].message());
    errors[0].message().to_owned()
}

#[test]
fn a_billion_laughs_end_at_the_limit() {
    let mut text = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let message = message_of(&text);
    assert!(
        message.contains("aliases are expanded") || message.contains("repetition limit"),
        "{message}"
    );
}

#[test]
fn one_long_text_aliased_often_ends_at_the_limit() {
    let aliases = "*long, ".repeat(10_000);
    let text = format!("a: &long {}\nb: [{aliases}]\n", "x".repeat(100_000));
    assert!(message_of(&text).contains("aliases are expanded"));
}

#[test]
fn an_alias_inside_of_its_own_anchor_is_an_error() {
    assert!(message_of("name: &a [*a]\n").contains("recursion limit"));
}

#[test]
fn deep_nesting_is_an_error() {
    for (open, close) in [("[", "]"), ("{a: ", "}")] {
        let text = format!("name: {}{}\n", open.repeat(1000), close.repeat(1000));
        assert!(message_of(&text).contains("recursion limit"), "{open}");
    }
    assert!(message_of(&"- ".repeat(1000)).contains("recursion limit"));
}

#[test]
fn very_deep_nesting_is_refused_before_parsing() {
    assert!(message_of(&"[".repeat(1 << 20)).contains("opening brackets"));
    assert!(message_of(&"{a: ".repeat(1 << 18)).contains("opening brackets"));
    assert!(message_of(&"- ".repeat(1 << 19)).contains("recursion limit"));
}

#[test]
fn very_many_directives_are_refused_before_parsing() {
    let tags: String = (0..50_000).map(|n| format!("%TAG !a{n}! b\n")).collect();
    assert!(message_of(&tags).contains("directives"));
}

#[test]
fn a_huge_file_is_refused() {
    assert!(message_of(&"# comment\n".repeat(1 << 20)).contains("bytes"));
}

#[test]
fn a_mapping_with_very_many_keys_is_refused() {
    let keys: String = (0..10_000).map(|key| format!("k{key}: 1\n")).collect();
    assert!(message_of(&keys).contains("this many keys"));
}

#[test]
fn of_very_many_errors_the_first_are_shown_and_the_rest_counted() {
    let entries: String = (0..1000).map(|n| format!("  - {{ nme: n{n} }}\n")).collect();
    let errors = errors_of(&format!(
        "name: a\ndoc: b\nattribute-sets:\n{entries}operations: {{ list: [] }}\n"
    ));
    assert_eq!(errors.len(), 51);
    assert_eq!(errors[0].place().map(|place| place.line()), Some(4));
    assert!(errors[50].message().contains("2950 more errors"), "{}", errors[50].message());
}

#[test]
fn very_long_lines_take_no_longer() {
    let errors = errors_of(&format!("name: [a{}b]", " ".repeat(1_000_000)));
    assert!(errors.iter().any(|error| error.message().contains("must be a text")));
    assert!(!errors_of(&"&a, ".repeat(200_000)).is_empty());
    assert!(!errors_of(&format!("[{}]", "&a b, ".repeat(150_000))).is_empty());
}

#[test]
fn numbers_at_the_ends_of_their_range_do_not_overflow() {
    let least = i128::MIN;
    let spec = |check: &str, definitions: &str| {
        format!(
            "name: a\ndoc: b\ndefinitions: [{definitions}]\noperations: {{list: []}}\nattribute-sets:\n  \
             - {{name: s, attributes: [{{name: x, type: binary, checks: {{max-len: \"{check}\"}}}}]}}\n"
        )
    };
    let wrong = message_of(&spec(&format!("{least} - 1"), ""));
    assert!(wrong.contains("cannot be a length"), "{wrong}");
    let wrong = message_of(&spec("c - 1", &format!("{{name: c, type: const, value: {least}}}")));
    assert!(wrong.contains("out of range"), "{wrong}");
    let entries =
        format!("{{name: e, type: enum, value-start: \"{}\", entries: [a, b]}}", i128::MAX);
    assert!(message_of(&spec("1", &entries)).contains("out of range"));
}

#[test]
fn structs_nested_very_deep_are_an_error() {
    let mut text = "name: a\ndoc: b\nprotocol: genetlink-legacy\ndefinitions:\n".to_owned();
    for n in 0..2000 {
        let next = n + 1;
        text.push_str(&format!(
            " - {{name: s{n}, type: struct, members: [{{name: m, type: binary, struct: s{next}}}]}}\n"
        ));
    }
    text.push_str(" - {name: s2000, type: struct, members: []}\n");
    text.push_str("attribute-sets: []\noperations: {list: []}\n");
    assert!(message_of(&text).contains("nested deeper"));
}

/// A spec that uses nearly every word of the schema.
const SPEC: &str = include_str!("specs/everything.yaml");

/// One change of the text.
#[derive(Clone, Debug)]
enum Change {
    Remove(usize, usize),
    Insert(usize, String),
    Move(usize, usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0..SPEC.len();
    let words = prop_oneof![
        "[-:,&*!|>'\"\\[\\]{}#%@`~ \n\t]{1,4}",
        "[a-z0-9-]{1,6}",
        "-?[0-9]{1,40}",
        "\\PC{1,3}",
        Just("&a ".to_owned()),
        Just("*a ".to_owned()),
        Just("null".to_owned()),
    ];
    prop_oneof![
        (at(), 1..40_usize).prop_map(|(at, len)| Change::Remove(at, len)),
        (at(), words).prop_map(|(at, text)| Change::Insert(at, text)),
        (at(), 1..60_usize, at()).prop_map(|(from, len, to)| Change::Move(from, len, to)),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let end = chars.len();
    let span = |from: usize, len: usize| from.min(end)..(from + len).min(end);
    match change {
        Change::Remove(at, len) => drop(chars.drain(span(*at, *len))),
        Change::Insert(at, text) => drop(chars.splice(span(*at, 0), text.chars())),
        Change::Move(from, len, to) => {
            let moved: Vec<_> = chars[span(*from, *len)].to_vec();
            chars.splice(span(*to, 0), moved);
        }
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changed_specs_never_panic(changes in proptest::collection::vec(change(), 1..6)) {
        let text = changes.iter().fold(SPEC.to_owned(), |text, change| changed(&text, change));
        if let Err(errors) = yaml::parse(Source::new("changed.yaml", text)) {
            prop_assert!(!errors.is_empty());
            for error in errors.iter() {
                prop_assert!(!error.one_line().contains('\n'));
                let text = error.to_string();
                prop_assert!(text.starts_with("error: ") || text.starts_with("warning: "));
            }
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}") {
        let _ = yaml::parse(Source::new("arbitrary.yaml", text));
    }

    #[test]
    fn arbitrary_punctuation_never_panics(text in "[-:,&*!|>'\"\\[\\]{}#%@~ ?\na0]{0,80}") {
        let _ = yaml::parse(Source::new("arbitrary.yaml", text));
    }
}

#[test]
fn the_spec_with_everything_is_accepted() {
    if let Err(errors) = yaml::parse(Source::new("everything.yaml", SPEC)) {
        panic!("{errors}");
    }
}
