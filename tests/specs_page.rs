//! The spec and the overlay of `docs/specs.md` are right, and together say what the page tells.

#[path = "spec_facts/facts.rs"]
mod facts;
#[path = "generated_docs/page.rs"]
#[allow(dead_code, reason = "only the YAML blocks are used")]
mod page;

use std::fs;
use std::path::Path;

use netlink_codegen::diagnostic::Source;
use netlink_codegen::input::yaml::{self, Input};

use crate::facts::{Facts, facts};
use crate::page::Part;

/// The page's YAML blocks: a spec, and an overlay for it.
fn blocks() -> [Source; 2] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/specs.md");
    let page = fs::read_to_string(path).expect("the page is there");
    let yaml = page::parts(&page).into_iter().filter_map(|part| match part {
        Part::Yaml(text) => Some(Source::new("docs/specs.md", text)),
        _ => None,
    });
    yaml.collect::<Vec<_>>().try_into().expect("the page has two YAML blocks")
}

fn read(input: Input) -> Facts {
    let spec = yaml::parse(input).unwrap_or_else(|errors| panic!("{errors}"));
    facts(&spec.deny_warnings().unwrap_or_else(|warnings| panic!("{warnings}")))
}

fn say(facts: &Facts, expected: &[(&str, &str)]) {
    for (path, said) in expected {
        let fact = facts.get(*path).map(ToString::to_string);
        assert_eq!(fact.as_deref(), Some(*said), "{path} in {:#?}", facts.keys());
    }
}

#[test]
fn the_answer_has_the_set_that_it_says_and_its_key_is_secret() {
    let [spec, _] = blocks();
    let facts = read(spec.into());
    say(
        &facts,
        &[
            ("set entry.001 secret", "shown nowhere"),
            ("operation get.do request.001", "id"),
            ("operation get.do reply.001", "key"),
            ("operation get.do reply.002", "state"),
        ],
    );
    assert!(!facts.contains_key("set entry.003 secret"));
}

#[test]
fn the_overlay_changes_what_the_page_tells_and_keeps_the_rest() {
    let [spec, overlay] = blocks();
    let facts = read(Input::new(spec).overlay(overlay));
    say(
        &facts,
        &[
            ("enum state.1", "open"),
            ("enum state.9", "broken"),
            ("struct usage", "16 bytes"),
            ("set entry.001 type", "binary"),
            ("set entry.002 type", "u8"),
            ("set entry.002 names", "values state"),
            ("set entry.003 type", "struct usage"),
            ("set entry.003 secret", "shown nowhere"),
            ("set entry.009 name", "owner"),
            ("operation get.do request.001", "id"),
            ("operation get.do reply.009", "owner"),
        ],
    );
}
