//! Attributes, members and formats as maps.

use super::super::{Attribute, Enum, Format, Hint, Kind, Limits, Member, Order, Scalar};
use super::gather::{Tables, name_of};
use super::text::{self, Flow, Text};

/// An attribute, and what of it the schema cannot say.
pub(super) fn attribute(row: &Attribute, tables: &Tables) -> (Flow, Option<&'static str>) {
    let map = Flow::map().raw("name", Text(&text::name(row.name))).raw("value", row.id);
    let (map, lost) = kind(map, &row.kind, tables);
    let map = map.some("multi-attr", row.multi.then_some(true));
    let map = map.some("secret", row.secret.then_some(true));
    let checks = row.limits.map(|limits| checks(limits, &row.kind, tables));
    (map.some("checks", checks.filter(|checks| !checks.is_empty())), lost)
}

/// The type of an attribute.
fn kind(map: Flow, kind: &Kind, tables: &Tables) -> (Flow, Option<&'static str>) {
    let map = match *kind {
        Kind::Flag => map.raw("type", "flag"),
        Kind::String => map.raw("type", "string"),
        Kind::Pad => map.raw("type", "pad"),
        Kind::Scalar(number) => scalar(map.raw("type", number.width.name()), &number, tables),
        Kind::Binary(hint) => map.raw("type", "binary").some("display-hint", hint_name(hint)),
        Kind::Struct(layout) => {
            map.raw("type", "binary").text("struct", name_of(&tables.structs, layout))
        }
        Kind::Packed(Kind::Scalar(number), _) => {
            let map = map.raw("type", "binary").raw("sub-type", number.width.name());
            scalar(map, number, tables)
        }
        Kind::Packed(..) => return (map.raw("type", "binary"), Some("an array of structs")),
        Kind::Bitfield32(names) => named(map.raw("type", "bitfield32"), names, tables),
        Kind::Nest(set) => nest(map.raw("type", "nest"), name_of(&tables.sets, set)),
        Kind::NestOf(set) => nest(map.raw("type", "nest"), name_of(&tables.sets, set())),
        Kind::Message(..) => return (map.raw("type", "binary"), Some("a header and attributes")),
        Kind::Records(header, set) => {
            let map = map.raw("type", "binary").text("struct", name_of(&tables.structs, header));
            nest(map, name_of(&tables.sets, set))
        }
        Kind::Indexed(element) => return indexed(map, element, tables),
        Kind::TypeValue(levels, inner) => return type_value(map, levels, inner, tables),
        Kind::SubMessage(formats, selector) => map
            .raw("type", "sub-message")
            .text("sub-message", name_of(&tables.formats, formats))
            .raw("selector", Text(&text::name(selector))),
    };
    (map, None)
}

fn nest(map: Flow, set: &str) -> Flow {
    map.text("nested-attributes", set)
}

/// What is said of a number besides its type.
fn scalar(map: Flow, number: &Scalar, tables: &Tables) -> Flow {
    let order = match number.order {
        Order::Host => None,
        Order::Big => Some("big-endian"),
        Order::Little => Some("little-endian"),
    };
    let map = named(map.some("byte-order", order), number.names, tables);
    map.some("display-hint", hint_name(number.hint))
}

/// The names of values or bits.
fn named(map: Flow, names: Option<&Enum>, tables: &Tables) -> Flow {
    let Some(names) = names else { return map };
    match tables.values_of(names) {
        Some(values) => map.text("enum", &values.name).raw("enum-as-flags", true),
        None => map.text("enum", name_of(&tables.enums, names)),
    }
}

fn hint_name(hint: Hint) -> Option<&'static str> {
    Some(match hint {
        Hint::None => return None,
        Hint::Hex => "hex",
        Hint::Mac => "mac",
        Hint::Ipv4 => "ipv4",
        Hint::Ipv6 => "ipv6",
        Hint::Ip => "ipv4-or-v6",
        Hint::Uuid => "uuid",
        Hint::SocketAddress => "socket-address",
    })
}

/// A nest with an attribute per element.
fn indexed(map: Flow, element: &Kind, tables: &Tables) -> (Flow, Option<&'static str>) {
    let map = map.raw("type", "indexed-array");
    let map = match *element {
        Kind::Scalar(number) => scalar(map.raw("sub-type", number.width.name()), &number, tables),
        Kind::String => map.raw("sub-type", "string"),
        Kind::Binary(hint) => map.raw("sub-type", "binary").some("display-hint", hint_name(hint)),
        Kind::Struct(layout) => {
            map.raw("sub-type", "binary").text("struct", name_of(&tables.structs, layout))
        }
        Kind::Nest(set) => nest(map.raw("sub-type", "nest"), name_of(&tables.sets, set)),
        Kind::NestOf(set) => nest(map.raw("sub-type", "nest"), name_of(&tables.sets, set())),
        _ => return (map.raw("sub-type", "binary"), Some("elements of another kind")),
    };
    (map, None)
}

/// Nests whose types are values.
fn type_value(
    map: Flow,
    levels: usize,
    inner: &Kind,
    tables: &Tables,
) -> (Flow, Option<&'static str>) {
    let names: Vec<_> = (1..=levels).map(|level| format!("level-{level}")).collect();
    let names = text::list(names.iter().map(String::as_str));
    let by_type = |map: Flow| map.raw("type-value", names);
    let map = match *inner {
        Kind::Nest(set) => {
            nest(by_type(map.raw("type", "nest-type-value")), name_of(&tables.sets, set))
        }
        Kind::NestOf(set) => {
            nest(by_type(map.raw("type", "nest-type-value")), name_of(&tables.sets, set()))
        }
        Kind::Scalar(number) => {
            scalar(by_type(map.raw("type", number.width.name())), &number, tables)
        }
        _ => return (map.raw("type", "binary"), Some("values of another kind by type")),
    };
    (map, None)
}

/// The limits of a value.
fn checks(limits: &Limits, kind: &Kind, tables: &Tables) -> Flow {
    let Limits { min, max, mask, min_length, max_length, .. } = *limits;
    let mask = mask.and_then(|mask| tables.mask_name(mask));
    let map = Flow::map().some("min", min).some("max", max).some("flags-mask", mask.map(Text));
    match kind {
        // What is said of the elements of an array can only be exact.
        Kind::Indexed(_) => map.some("exact-len", min_length.filter(|_| min_length == max_length)),
        _ => map.some("min-len", min_length).some("max-len", max_length),
    }
}

/// A member of a struct.
pub(super) fn member(row: &Member, tables: &Tables) -> (Flow, Option<&'static str>) {
    let name = if tables.capitals { text::member_name(row.name) } else { text::name(row.name) };
    let map = Flow::map().raw("name", Text(&name));
    let (map, lost) = match row.kind {
        Kind::Scalar(number) => {
            return (scalar(map.raw("type", number.width.name()), &number, tables), None);
        }
        Kind::Struct(layout) => {
            return (
                map.raw("type", "binary").text("struct", name_of(&tables.structs, layout)),
                None,
            );
        }
        Kind::Pad => (map.raw("type", "pad"), None),
        Kind::String => (map.raw("type", "string"), None),
        Kind::Binary(hint) => {
            let map = map.raw("type", "binary").raw("len", row.size);
            return (map.some("display-hint", hint_name(hint)), None);
        }
        _ => (map.raw("type", "binary"), Some("what the bytes are")),
    };
    (map.raw("len", row.size), lost)
}

/// A format of a sub-message.
pub(super) fn format(row: &Format, tables: &Tables) -> (Flow, Option<&'static str>) {
    let map = Flow::map().text("value", row.selector);
    let set = |map: Flow, name: &str| map.text("attribute-set", name);
    let map = match row.kind {
        Kind::Nest(table) => set(map, name_of(&tables.sets, table)),
        Kind::NestOf(table) => set(map, name_of(&tables.sets, table())),
        Kind::Struct(layout) => map.text("fixed-header", name_of(&tables.structs, layout)),
        Kind::Message(header, table) => {
            let map = map.text("fixed-header", name_of(&tables.structs, header));
            set(map, name_of(&tables.sets, table))
        }
        Kind::Binary(Hint::None) => map,
        _ => return (map, Some("a value that is no struct and no attributes")),
    };
    (map, None)
}
