//! Parts of specs that are laid over specs.

use netlink_codegen::diagnostic::{Diagnostics, Source};
use netlink_codegen::input::yaml::model::{AttributeType, MemberType, Scalar, ScalarKind};
use netlink_codegen::input::yaml::{Input, Spec, parse};

const SPEC: &str = "
name: demo
protocol: genetlink-legacy
doc: A family.
definitions:
  - { name: kind, type: enum, entries: [one, two] }
  - name: pair
    type: struct
    members: [{ name: a, type: u8 }, { name: b, type: u8 }]
attribute-sets:
  - name: dev
    attributes:
      - { name: id, type: u16 }
      - { name: name, type: string, checks: { max-len: 9 } }
      - { name: kind, type: u32, enum: kind }
operations:
  list:
    - name: get
      doc: Gets it.
      attribute-set: dev
      do: { request: { attributes: [id] }, reply: { attributes: [id, name] } }
";

fn laid(overlay: &str) -> Result<Spec, Diagnostics> {
    let spec = Input::new(Source::new("demo.yaml", SPEC));
    parse(spec.overlay(Source::new("ours.yaml", overlay)))
}

fn scalar(spec: &Spec, attribute: usize) -> ScalarKind {
    match spec.sets[0].attributes[attribute].ty {
        AttributeType::Scalar(Scalar { kind, .. }) => kind,
        ref other => panic!("{other:?} is no number"),
    }
}

#[test]
fn attributes_are_found_by_name_and_changed_key_by_key() {
    let spec = laid(
        "
name: demo
attribute-sets:
  - name: dev
    attributes:
      - { name: id, type: u32 }
      - { name: name, checks: null, secret: true }
      - { name: more, type: u8, value: 9 }
",
    )
    .unwrap();
    assert_eq!(scalar(&spec, 0), ScalarKind::U32);
    let name = &spec.sets[0].attributes[1];
    assert_eq!((name.ty.clone(), name.secret, name.id), (AttributeType::String, true, 2));
    assert_eq!(name.checks.max_len, None);
    let more = &spec.sets[0].attributes[3];
    assert_eq!((more.name.as_str(), more.id), ("more", 9));
    let listed: Vec<_> = spec
        .attributes(&spec.operations[0].do_.as_ref().unwrap().request)
        .map(|it| it.id)
        .collect();
    assert_eq!(listed, [1], "what the overlay does not name stays as it was");
}

#[test]
fn entries_are_added_while_members_and_lists_of_messages_are_replaced() {
    let spec = laid(
        "
name: demo
definitions:
  - { name: kind, entries: [two, { name: nine, value: 9 }] }
  - { name: pair, members: [{ name: b, type: u32 }] }
operations:
  list:
    - { name: get, do: { request: { attributes: [kind, name] } } }
",
    )
    .unwrap();
    let entries: Vec<_> =
        spec.enums[0].entries.iter().map(|entry| (entry.name.as_str(), entry.number)).collect();
    assert_eq!(entries, [("one", 0), ("two", 1), ("nine", 9)]);
    let members: Vec<_> = spec.structs[0].members.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(members, ["b"]);
    assert!(matches!(spec.structs[0].members[0].ty, MemberType::Scalar(_)));
    let exchange = spec.operations[0].do_.as_ref().unwrap();
    let listed: Vec<_> = spec.attributes(&exchange.request).map(|it| it.name.as_str()).collect();
    assert_eq!(listed, ["kind", "name"]);
    assert_eq!(spec.attributes(exchange.reply.as_ref().unwrap()).count(), 2);
}

#[test]
fn a_mistake_in_an_overlay_is_shown_there() {
    let errors = laid(
        "
name: demo
attribute-sets:
  - name: dev
    attributes:
      - { name: id, type: u99 }
      - { name: name, colour: red }
",
    )
    .unwrap_err()
    .to_string();
    assert!(errors.contains("unknown attribute type `u99`"), "{errors}");
    assert!(errors.contains("ours.yaml:6:27"), "{errors}");
    assert!(errors.contains("unknown key `colour` in an attribute"), "{errors}");
    assert!(errors.contains("ours.yaml:7:23"), "{errors}");
}

#[test]
fn an_overlay_must_be_for_the_family() {
    let error = laid("name: other").unwrap_err().to_string();
    assert!(error.contains("this overlay is for `other`"), "{error}");
    assert!(error.contains("the family is `demo`"), "{error}");
    let error = laid("attribute-sets: []").unwrap_err().to_string();
    assert!(error.contains("an overlay needs the key `name`"), "{error}");
    let error = laid("[name]").unwrap_err().to_string();
    assert!(error.contains("expected a mapping with the keys of a spec, found a list"), "{error}");
    let error = laid("name: 7").unwrap_err().to_string();
    assert!(error.contains("this overlay is for the number 7"), "{error}");
}

#[test]
fn of_several_overlays_the_last_one_wins() {
    let overlay = |ty: &str| {
        let text = format!(
            "{{ name: demo, attribute-sets: [{{ name: dev, attributes: [{{ name: id, type: {ty} }}] }}] }}"
        );
        Source::new("ours.yaml", text)
    };
    let spec = Input::new(Source::new("demo.yaml", SPEC));
    let spec = parse(spec.overlay(overlay("u8")).overlay(overlay("u64"))).unwrap();
    assert_eq!(scalar(&spec, 0), ScalarKind::U64);
}

/// A part of a kernel's family, without most of what its errata mend.
#[test]
fn errata_pass_over_what_a_spec_lacks_and_add_what_they_describe_in_full() {
    let text = "
name: ovs_flow
protocol: genetlink-legacy
doc: A family.
attribute-sets:
  - name: action-attrs
    attributes:
      - { name: dec-ttl, type: flag, value: 23 }
      - { name: psample, type: flag }
operations: { list: [] }
";
    let ids = |errata| {
        let spec = parse(Input::new(Source::new("part.yaml", text)).errata(errata)).unwrap();
        assert!(spec.structs.is_empty() && spec.sets.len() == 1, "{errata}");
        let ids = spec.sets[0].attributes.iter().map(|it| (it.name.clone(), it.id));
        ids.collect::<Vec<_>>()
    };
    let expected = |ids: &[(&str, u16)]| -> Vec<_> {
        ids.iter().map(|(name, id)| ((*name).to_owned(), *id)).collect()
    };
    assert_eq!(ids(false), expected(&[("dec-ttl", 23), ("psample", 24)]));
    assert_eq!(ids(true), expected(&[("dec-ttl", 23), ("psample", 25), ("drop", 24)]));
}

#[test]
fn lists_that_the_spec_does_not_have_are_added() {
    let groups = "{ name: demo, mcast-groups: { list: [{ name: news }] } }";
    assert_eq!(laid(groups).unwrap().mcast_groups[0].name, "news");
    let messages = "
name: demo
operations:
  list:
    - { name: get, dump: { reply: { attributes: [kind] } } }
";
    let spec = laid(messages).unwrap();
    let dump = spec.operations[0].dump.as_ref().unwrap();
    let listed = spec.attributes(dump.reply.as_ref().unwrap());
    assert_eq!(listed.map(|it| it.id).collect::<Vec<_>>(), [3]);
}
