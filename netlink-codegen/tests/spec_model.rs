//! What a spec with every word of the schema turns into, checked against numbers worked out by hand.

use netlink_codegen::{
    diagnostic::{Severity, Source},
    input::yaml::{
        self, Spec,
        model::{
            Attribute, AttributeType, Binary, ByteOrder, ConstValue, DisplayHint, Element,
            EnumKind, EnumModel, Level, MemberType, Message, Privilege, Protocol, Scalar,
            ScalarKind, TypeValue,
        },
    },
};

fn everything() -> Spec {
    let text = include_str!("specs/everything.yaml");
    yaml::parse(Source::new("everything.yaml", text)).expect("the spec is right")
}

fn attribute<'a>(spec: &'a Spec, set: &str, name: &str) -> &'a Attribute {
    let set = &spec[spec.set_named(set).expect(set)];
    set.attributes.iter().find(|attribute| attribute.name == name).expect(name)
}

#[test]
fn globals() {
    let spec = everything();
    assert_eq!((spec.name.as_str(), spec.level), ("everything", Level::NetlinkRaw));
    assert_eq!(spec.protocol, Protocol::Raw { protonum: 21 });
    assert_eq!(spec.enum_model, EnumModel::Directional);
    assert_eq!(spec.uapi_header.as_deref(), Some("linux/everything.h"));
    assert!(spec.warnings().is_empty());
}

#[test]
fn consts_are_numbers_or_texts() {
    let spec = everything();
    assert_eq!(spec.consts[0].value, ConstValue::Number(32));
    assert_eq!(spec.consts[1].value, ConstValue::Text("hello".to_owned()));
}

#[test]
fn enums_count_from_their_start_and_own_values_reset() {
    let spec = everything();
    let numbers = |name| -> (EnumKind, Vec<i128>) {
        let it = &spec[spec.enum_named(name).expect(name)];
        (it.kind, it.entries.iter().map(|entry| entry.number).collect())
    };
    assert_eq!(numbers("color"), (EnumKind::Values, vec![5, 6, 9, 10]));
    assert_eq!(numbers("perm"), (EnumKind::Bits, vec![0, 1, 7]));
    assert_eq!(numbers("stringset"), (EnumKind::Values, vec![]));
}

#[test]
fn struct_members_follow_each_other_without_gaps() {
    let spec = everything();
    let header = &spec[spec.struct_named("header").expect("header")];
    let layout: Vec<_> =
        header.members.iter().map(|it| (it.name.as_str(), it.offset, it.size)).collect();
    let expected = [
        ("family", 0, 1),
        ("gap", 1, 3),
        ("flags", 4, 4),
        ("colors", 8, 4),
        ("bT", 12, 8),
        ("where", 20, 4),
        ("name", 24, 31),
        ("addr", 55, 16),
    ];
    assert_eq!((layout.as_slice(), header.size), (expected.as_slice(), 71));
    let types: Vec<_> = header.members.iter().map(|it| it.ty).collect();
    assert_eq!(types[1], MemberType::Pad);
    assert_eq!(types[5], MemberType::Struct(spec.struct_named("point").expect("point")));
    assert_eq!((types[6], types[7]), (MemberType::String, MemberType::Bytes));
    assert_eq!(header.members[7].display_hint, Some(DisplayHint::Ipv6));
}

#[test]
fn enum_as_flags_and_flags_both_name_bits() {
    let spec = everything();
    let header = &spec[spec.struct_named("header").expect("header")];
    let bits = |index: usize| match header.members[index].ty {
        MemberType::Scalar(Scalar { names: Some(names), .. }) => {
            (spec[names.id].name.as_str(), names.as_bits)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!((bits(2), bits(3)), (("perm", true), ("color", true)));
    let AttributeType::Scalar(Scalar { names: Some(names), .. }) =
        attribute(&spec, "main", "big").ty
    else {
        panic!("a number with names");
    };
    assert!(!names.as_bits);
}

#[test]
fn attribute_ids_count_from_one_and_own_values_reset() {
    let spec = everything();
    let main = &spec[spec.set_named("main").expect("main")];
    let ids: Vec<_> = main.attributes.iter().map(|it| it.id).collect();
    let mut expected: Vec<u16> = (0..17).collect();
    expected.extend([40, 41, 42]);
    assert_eq!(ids, expected);
    let inner = &spec[spec.set_named("inner").expect("inner")];
    assert_eq!(inner.attributes[0].id, 1);
}

#[test]
fn every_type_is_told_apart() {
    let spec = everything();
    let ty = |name| attribute(&spec, "main", name).ty.clone();
    let inner = spec.set_named("inner").expect("inner");
    let number = |kind, byte_order| Scalar { kind, byte_order, names: None };
    assert_eq!(ty("reserved"), AttributeType::Unused);
    assert_eq!(ty("present"), AttributeType::Flag);
    assert_eq!(ty("small"), AttributeType::Scalar(number(ScalarKind::U8, ByteOrder::Host)));
    assert_eq!(ty("signed"), AttributeType::Scalar(number(ScalarKind::Sint, ByteOrder::Host)));
    assert!(matches!(ty("bits"), AttributeType::Bitfield32(Some(names)) if names.as_bits));
    assert_eq!(ty("key"), AttributeType::Binary(Binary::Bytes));
    let point = spec.struct_named("point").expect("point");
    assert_eq!(ty("place"), AttributeType::Binary(Binary::Struct(point)));
    let (hop, main) =
        (spec.struct_named("hop").expect("hop"), spec.set_named("main").expect("main"));
    assert_eq!(ty("hops"), AttributeType::Binary(Binary::Records(hop, main)));
    let array = Binary::Array(number(ScalarKind::U16, ByteOrder::Little));
    assert_eq!(ty("array"), AttributeType::Binary(array));
    assert_eq!(ty("inner"), AttributeType::Nest(inner));
    assert!(attribute(&spec, "main", "inner").multi);
    let part = spec.set_named("part").expect("part");
    assert_eq!(ty("parts"), AttributeType::IndexedArray(Element::Nest(part)));
    assert_eq!(ty("addrs"), AttributeType::IndexedArray(Element::Binary(Binary::Bytes)));
    assert!(matches!(
        ty("numbers"),
        AttributeType::IndexedArray(Element::Scalar(Scalar { names: Some(_), .. }))
    ));
}

#[test]
fn type_values_have_levels_and_a_set_or_a_number_inside() {
    let spec = everything();
    let ty = |name| attribute(&spec, "main", name).ty.clone();
    let inner = TypeValue::Set(spec.set_named("inner").expect("inner"));
    let levels = vec!["policy-id".to_owned(), "attr-id".to_owned()];
    assert_eq!(ty("policy"), AttributeType::NestTypeValue { levels, inner });
    let number = Scalar { kind: ScalarKind::U64, byte_order: ByteOrder::Host, names: None };
    let levels = vec!["id".to_owned()];
    assert_eq!(
        ty("stats"),
        AttributeType::NestTypeValue { levels, inner: TypeValue::Scalar(number) }
    );
}

#[test]
fn checks_become_numbers() {
    let spec = everything();
    let checks = |name| &attribute(&spec, "main", name).checks;
    assert_eq!((checks("kind").max_len, checks("kind").unterminated_ok), (Some(32), true));
    assert_eq!((checks("small").min, checks("small").max), (Some(1), Some(255)));
    assert_eq!(checks("any").flags_mask, spec.enum_named("perm"));
    assert_eq!(checks("signed").max, Some(i128::from(i32::MAX)));
    assert_eq!((checks("key").exact_len, checks("addrs").exact_len), (Some(32), Some(16)));
}

#[test]
fn a_subset_takes_over_what_it_does_not_say() {
    let spec = everything();
    let part = &spec[spec.set_named("part").expect("part")];
    let names: Vec<_> = part.attributes.iter().map(|it| (it.name.as_str(), it.id)).collect();
    assert_eq!(
        names,
        [("kind", 2), ("big", 4), ("present", 1)],
        "ids of the parent, the repeat once"
    );
    let kind = attribute(&spec, "part", "kind");
    assert_eq!(kind.ty, AttributeType::String, "type of the parent");
    assert_eq!(
        (kind.checks.max_len, kind.checks.unterminated_ok),
        (Some(8), false),
        "checks are replaced as a whole"
    );
    let big = attribute(&spec, "part", "big");
    assert!(matches!(
        big.ty,
        AttributeType::Scalar(Scalar {
            kind: ScalarKind::U16,
            byte_order: ByteOrder::Big,
            names: Some(_)
        })
    ));
    assert_eq!(big.doc.as_deref(), Some("A colour."));
}

#[test]
fn selectors_know_their_sets() {
    let spec = everything();
    let sets = |set, name| match &attribute(&spec, set, name).ty {
        AttributeType::SubMessage { selector, .. } => selector.sets.clone(),
        other => panic!("{other:?}"),
    };
    let main = spec.set_named("main").expect("main");
    assert_eq!(sets("main", "data"), [main]);
    assert_eq!(sets("inner", "more"), [main], "from the set around it");
}

#[test]
fn operations_of_the_directional_model() {
    let spec = everything();
    let operation = |name| &spec[spec.operation_named(name).expect(name)];
    let get = operation("get");
    let (do_, dump) = (get.do_.as_ref().expect("do"), get.dump.as_ref().expect("dump"));
    assert_eq!((do_.request.id, dump.request.id), (18, 18), "a dump has the number of its do");
    assert_eq!(do_.reply.as_ref().map(|it| it.id), Some(16));
    let listed: Vec<_> = spec.attributes(&do_.request).map(|it| it.name.as_str()).collect();
    assert_eq!(listed, ["kind", "small", "big"]);
    assert_eq!(get.privilege, Privilege::Admin);
    let set = operation("set").do_.as_ref().expect("do");
    assert_eq!((set.request.id, set.request.attributes.len(), set.reply.is_none()), (19, 1, true));
    let ntf = operation("get-ntf");
    let notify = ntf.notify.expect("notify");
    assert_eq!((notify.id, spec[notify.of].name.as_str()), (16, "get"));
    assert_eq!((ntf.attribute_set, ntf.fixed_header), (get.attribute_set, get.fixed_header));
    assert_eq!(ntf.mcast_group.map(|index| spec.mcast_groups[index].id), Some(Some(33)));
    let alarm = operation("alarm").event.as_ref().expect("event");
    assert_eq!(alarm.message.id, 17, "one more than the notification before");
    let header = |name| operation(name).fixed_header.map(|id| spec[id].name.as_str());
    assert_eq!((header("get"), header("set")), (Some("header"), Some("point")));
}

#[test]
fn later_phases_report_at_the_node() {
    let spec = everything();
    let error =
        spec.error(&attribute(&spec, "main", "big").path.key("type"), "too big").help("shrink it");
    assert_eq!(error.severity(), Severity::Error);
    assert_eq!(error.one_line(), "everything.yaml:72:28: too big; help: shrink it");
    let missing = spec.error(&attribute(&spec, "main", "big").path.key("checks"), "unchecked");
    assert_eq!(
        missing.place().map(|it| (it.line(), it.column())),
        Some((72, 9)),
        "what is missing is reported at what it is missing from"
    );
}

#[test]
fn an_error_in_aliased_text_is_shown_where_it_is_written() {
    let spec = everything();
    let dump = spec.operations[0].dump.as_ref().and_then(|it| it.reply.as_ref()).expect("a reply");
    let place = spec.snippet(&dump.path.key("attributes")).expect("a place");
    assert_eq!(place.text().trim(), "attributes: &all [kind, small, big]");
}

#[test]
fn an_answer_may_have_a_set_and_a_header_of_its_own() {
    let text = "
name: diag
protocol: netlink-raw
protonum: 4
doc: Requests and answers differ.
definitions:
  - { name: req, type: struct, members: [{ name: ino, type: u32 }] }
  - { name: msg, type: struct, members: [{ name: state, type: u8 }] }
attribute-sets:
  - { name: asked, attributes: [{ name: filter, type: binary }] }
  - { name: told, attributes: [{ name: name, type: string }] }
operations:
  enum-model: directional
  list:
    - name: get
      doc: Tells a socket.
      attribute-set: asked
      fixed-header: req
      do:
        request: { value: 20, attributes: [filter] }
        reply: { value: 20, attribute-set: told, fixed-header: msg, attributes: [name] }
    - { name: gone, doc: A socket is gone., notify: get, value: 21 }
";
    let spec = yaml::parse(Source::new("diag.yaml", text)).unwrap();
    let exchange = spec.operations[0].do_.as_ref().unwrap();
    let format = |message: &Message| {
        let header = message.fixed_header.map(|id| spec[id].name.as_str());
        (header, message.attribute_set.map(|id| spec[id].name.as_str()))
    };
    assert_eq!(format(&exchange.request), (Some("req"), Some("asked")));
    let reply = exchange.reply.as_ref().unwrap();
    assert_eq!(format(reply), (Some("msg"), Some("told")));
    assert_eq!(spec.attributes(reply).next().unwrap().name, "name");
    let gone = &spec.operations[1];
    let looks =
        (gone.fixed_header.map(|id| &*spec[id].name), gone.attribute_set.map(|id| &*spec[id].name));
    assert_eq!(looks, (Some("msg"), Some("told")), "a notification looks like the answer");
}
