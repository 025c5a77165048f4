//! The type of an attribute, from its keys.

use super::{
    super::{
        model::{
            AttributeType, Binary, ByteOrder, DisplayHint, Element, EnumUse, Scalar, ScalarKind,
            Selector, SetId, SubMessageId, TypeValue,
        },
        node::Node,
        problem::Problems,
        words::*,
    },
    Scope,
    properties::Properties,
};

/// Most levels of nests that `type-value` may name.
const LEVELS: usize = 8;

/// Works out the type.
pub(super) fn attribute_type(
    it: Properties<'_>,
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> Option<AttributeType> {
    it.check(problems);
    let mut typing = Typing { it, scope, problems };
    Some(match it.ty {
        "unused" => AttributeType::Unused,
        "pad" => AttributeType::Pad,
        "flag" => AttributeType::Flag,
        "string" => AttributeType::String,
        "bitfield32" => AttributeType::Bitfield32(typing.bits()),
        "binary" => AttributeType::Binary(typing.binary()?),
        "nest" => AttributeType::Nest(typing.nested()?),
        "indexed-array" => AttributeType::IndexedArray(typing.element()?),
        "nest-type-value" => {
            let levels = typing.it.need(TYPE_VALUE, typing.problems)?;
            let inner = TypeValue::Set(typing.nested()?);
            AttributeType::NestTypeValue { levels: typing.levels(levels)?, inner }
        }
        SUB_MESSAGE => typing.sub_message()?,
        number => {
            let scalar = typing.scalar(number)?;
            match it.get(TYPE_VALUE) {
                None => AttributeType::Scalar(scalar),
                Some(levels) => AttributeType::NestTypeValue {
                    levels: typing.levels(levels)?,
                    inner: TypeValue::Scalar(scalar),
                },
            }
        }
    })
}

struct Typing<'a, 'b> {
    it: Properties<'a>,
    scope: &'b Scope<'a>,
    problems: &'b mut Problems,
}

impl Typing<'_, '_> {
    fn names(&mut self) -> Option<EnumUse> {
        self.scope.definitions.enum_use(
            self.it.get(ENUM),
            self.it.get(ENUM_AS_FLAGS),
            self.problems,
        )
    }

    /// Names of a `bitfield32`, which are bits even without `enum-as-flags`.
    fn bits(&mut self) -> Option<EnumUse> {
        self.names().map(|names| EnumUse { as_bits: true, ..names })
    }

    fn scalar(&mut self, word: &str) -> Option<Scalar> {
        let kind = number_kind(word)?;
        let order = self.it.get(BYTE_ORDER).map(byte_order).unwrap_or_default();
        let wide = kind.size().is_some_and(|size| size > 1);
        let byte_order = if wide { order } else { ByteOrder::Host };
        Some(Scalar { kind, byte_order, names: self.names() })
    }

    fn nested(&mut self) -> Option<SetId> {
        let node = self.it.need(NESTED_ATTRIBUTES, self.problems)?;
        self.scope.sets.find(node, self.problems).map(SetId)
    }

    /// A `binary` attribute: a struct, records, an array of numbers, or bytes.
    fn binary(&mut self) -> Option<Binary> {
        let structure = self.it.get(STRUCT);
        let Some(sub) = self.it.get(SUB_TYPE) else {
            return match (structure, self.it.get(NESTED_ATTRIBUTES)) {
                (Some(header), Some(_)) => self.records(header),
                (None, Some(set)) if self.it.is_own(NESTED_ATTRIBUTES) => {
                    let message = "`nested-attributes` of a `binary` come behind a `struct`";
                    self.problems.add(&set.path, message).help(RECORDS);
                    None
                }
                _ => self.structure_or_bytes(structure),
            };
        };
        if let (Some(node), true) = (structure, self.it.is_own(STRUCT)) {
            self.problems
                .add(&node.path, "an attribute has either `struct` or `sub-type`, not both");
            return None;
        }
        match scalar_kind(self.it.sub) {
            Some(_) => self.scalar(self.it.sub).map(Binary::Array),
            None => {
                let message =
                    format!("`{}` cannot be the element of a `binary` array", self.it.sub);
                self.problems
                    .add(&sub.path, message)
                    .help(format!("expected one of: {FIXED_WIDTH}"));
                None
            }
        }
    }

    /// Records that begin with their own length.
    fn records(&mut self, header: &Node) -> Option<Binary> {
        let id = self.scope.definitions.find_struct(header, self.problems)?;
        let first = self.scope.definitions.structs.get(id.0)?.list(MEMBERS).first();
        let is_length =
            |member: &Node| member.text_of(TYPE) == Some("u16") && member.get(BYTE_ORDER).is_none();
        if !first.is_some_and(is_length) {
            let name = header.text().unwrap_or_default();
            let message = format!("`{name}` does not begin with the length of a record");
            self.problems.add(&header.path, message).help(RECORDS);
            return None;
        }
        Some(Binary::Records(id, self.nested()?))
    }

    fn structure_or_bytes(&mut self, structure: Option<&Node>) -> Option<Binary> {
        match structure {
            Some(node) => {
                self.scope.definitions.find_struct(node, self.problems).map(Binary::Struct)
            }
            None => Some(Binary::Bytes),
        }
    }

    /// An entry of an `indexed-array`.
    fn element(&mut self) -> Option<Element> {
        let node = self.it.need(SUB_TYPE, self.problems)?;
        match self.it.sub {
            "nest" => self.nested().map(Element::Nest),
            "string" => Some(Element::String),
            "binary" => {
                let structure = self.it.get(STRUCT);
                self.structure_or_bytes(structure).map(Element::Binary)
            }
            sub if number_kind(sub).is_some() => self.scalar(sub).map(Element::Scalar),
            sub => {
                let message = format!("`{sub}` cannot be the element of an `indexed-array`");
                let help = format!(
                    "expected one of: `nest`, `binary`, `string`, `uint`, `sint`, {FIXED_WIDTH}"
                );
                self.problems.add(&node.path, message).help(help);
                None
            }
        }
    }

    fn levels(&mut self, node: &Node) -> Option<Vec<String>> {
        let levels: Vec<_> =
            node.items().iter().filter_map(Node::text).map(str::to_owned).collect();
        if levels.is_empty() || levels.len() > LEVELS {
            let message = format!("`type-value` names {} levels of nests", levels.len());
            self.problems.add(&node.path, message).help(format!("there are 1 to {LEVELS}"));
            return None;
        }
        Some(levels)
    }

    fn sub_message(&mut self) -> Option<AttributeType> {
        let message = self.it.need(SUB_MESSAGE, self.problems);
        let selector = self.it.need(SELECTOR, self.problems);
        let message = SubMessageId(self.scope.sub_messages.find(message?, self.problems)?);
        let name = selector?.text()?.to_owned();
        Some(AttributeType::SubMessage { message, selector: Selector { name, sets: Vec::new() } })
    }
}

/// What records are, for messages.
const RECORDS: &str = "a struct and attributes are records one after the other: the struct begins \
     with a `u16` in host byte order, the length of the record";

/// The types of [`scalar_kind`], for messages.
const FIXED_WIDTH: &str = "`u8`, `u16`, `u32`, `u64`, `s8`, `s16`, `s32`, `s64`";

/// The number of fixed width that a type word means.
pub(super) fn scalar_kind(word: &str) -> Option<ScalarKind> {
    number_kind(word).filter(|kind| kind.size().is_some())
}

/// The number that a type word means.
pub(super) fn number_kind(word: &str) -> Option<ScalarKind> {
    Some(match word {
        "u8" => ScalarKind::U8,
        "u16" => ScalarKind::U16,
        "u32" => ScalarKind::U32,
        "u64" => ScalarKind::U64,
        "s8" => ScalarKind::S8,
        "s16" => ScalarKind::S16,
        "s32" => ScalarKind::S32,
        "s64" => ScalarKind::S64,
        "uint" => ScalarKind::Uint,
        "sint" => ScalarKind::Sint,
        _ => return None,
    })
}

/// The byte order that a word means.
pub(super) fn byte_order(node: &Node) -> ByteOrder {
    match node.text() {
        Some("big-endian") => ByteOrder::Big,
        Some("little-endian") => ByteOrder::Little,
        _ => ByteOrder::Host,
    }
}

/// The display hint that a word means.
pub(super) fn display_hint(node: &Node) -> Option<DisplayHint> {
    Some(match node.text()? {
        "hex" => DisplayHint::Hex,
        "mac" => DisplayHint::Mac,
        "fddi" => DisplayHint::Fddi,
        "ipv4" => DisplayHint::Ipv4,
        "ipv6" => DisplayHint::Ipv6,
        "ipv4-or-v6" => DisplayHint::Ipv4OrV6,
        "uuid" => DisplayHint::Uuid,
        "socket-address" => DisplayHint::SocketAddress,
        _ => return None,
    })
}
