//! Structs: types, sizes and offsets of their members.

use super::super::{
    model::{ByteOrder, DisplayHint, Member, MemberType, Scalar, Struct, StructId},
    node::Node,
    problem::Problems,
    words::*,
};
use super::{
    attributes::{byte_order, display_hint, scalar_kind},
    definitions::{Definitions, LENGTH_LIMIT},
    names::Names,
    text,
};

/// How deep structs may be nested in structs.
const DEPTH: usize = 16;

/// Resolves all structs.
pub(super) fn structs(definitions: &Definitions<'_>, problems: &mut Problems) -> Vec<Struct> {
    let mut layout = Layout { definitions, sizes: vec![Size::Unknown; definitions.structs.len()] };
    for index in 0..definitions.structs.len() {
        layout.size(index, DEPTH, problems);
    }
    definitions.structs.iter().map(|node| layout.resolve(node)).collect()
}

/// What is known of a struct's size.
#[derive(Clone, Copy, Debug)]
enum Size {
    Unknown,
    /// Being worked out: who asks for it now is inside of it.
    Open,
    Known(u32),
}

struct Layout<'a> {
    definitions: &'a Definitions<'a>,
    sizes: Vec<Size>,
}

impl Layout<'_> {
    /// The size of a struct, with all errors in it reported the first time.
    fn size(&mut self, index: usize, depth: usize, problems: &mut Problems) -> Option<u32> {
        match self.sizes.get(index)? {
            Size::Known(size) => return Some(*size),
            Size::Open => return None,
            Size::Unknown => {}
        }
        let node = *self.definitions.structs.get(index)?;
        self.sizes[index] = Size::Open;
        let members = node.list(MEMBERS);
        Names::new("member", members, problems);
        let mut size = 0;
        for member in members {
            size += i128::from(self.member(member, depth, problems).map_or(0, |(_, size)| size));
        }
        if size > LENGTH_LIMIT {
            let name = node.text_of(NAME).unwrap_or_default();
            let problem = problems.add(&node.path, format!("struct `{name}` has {size} bytes"));
            problem.help(format!("no attribute holds more than {LENGTH_LIMIT}"));
        }
        let size = u32::try_from(size.min(LENGTH_LIMIT)).ok()?;
        self.sizes[index] = Size::Known(size);
        Some(size)
    }

    /// Type and size of a member.
    fn member(
        &mut self,
        node: &Node,
        depth: usize,
        problems: &mut Problems,
    ) -> Option<(MemberType, u32)> {
        let word = node.text_of(TYPE)?;
        if let Some(kind) = scalar_kind(word) {
            let names =
                self.definitions.enum_use(node.get(ENUM), node.get(ENUM_AS_FLAGS), problems);
            let order = node.get(BYTE_ORDER);
            if let (Some(order), Some(1)) = (order, kind.size()) {
                problems.add(&order.path, format!("`byte-order` has no meaning for type `{word}`"));
            }
            let byte_order = order.map_or(ByteOrder::Host, byte_order);
            return Some((MemberType::Scalar(Scalar { kind, byte_order, names }), kind.size()?));
        }
        if let Some(names) = node.get(ENUM).or(node.get(ENUM_AS_FLAGS)) {
            problems.add(&names.path, format!("names of values have no meaning for type `{word}`"));
        }
        if let Some(inner) = node.get(STRUCT) {
            let id = self.definitions.find_struct(inner, problems)?;
            return Some((MemberType::Struct(id), self.inner(inner, id, depth, problems)?));
        }
        let size = self.definitions.length(node.get(LEN)?, problems)?;
        if let (Some(key), "pad") = (node.get(KEY), word) {
            problems.add(&key.path, "`key` has no meaning for padding");
        }
        let ty = match word {
            "pad" => MemberType::Pad,
            "string" => MemberType::String,
            _ => MemberType::Bytes,
        };
        Some((ty, size))
    }

    /// Size of a struct inside of another.
    fn inner(
        &mut self,
        node: &Node,
        id: StructId,
        depth: usize,
        problems: &mut Problems,
    ) -> Option<u32> {
        if matches!(self.sizes.get(id.0), Some(Size::Open)) {
            problems.add(&node.path, "a struct cannot contain itself");
            return None;
        }
        let Some(depth) = depth.checked_sub(1) else {
            problems.add(&node.path, format!("structs are nested deeper than {DEPTH} levels"));
            return None;
        };
        self.size(id.0, depth, problems)
    }

    /// The struct itself, once all sizes are known.
    fn resolve(&mut self, node: &Node) -> Struct {
        // Its errors were reported with its size.
        let reported = &mut Problems::default();
        let mut offset = 0;
        let mut members = Vec::new();
        for member in node.list(MEMBERS) {
            let Some((ty, size)) = self.member(member, DEPTH, reported) else {
                continue;
            };
            members.push(Member {
                path: member.path.clone(),
                name: text(member, NAME).unwrap_or_default(),
                ty,
                offset,
                size,
                display_hint: hint(member),
                key: member.is_true(KEY),
                doc: text(member, DOC),
            });
            offset = offset.saturating_add(size);
        }
        Struct {
            path: node.path.clone(),
            name: text(node, NAME).unwrap_or_default(),
            members,
            doc: text(node, DOC),
            size: offset,
        }
    }
}

fn hint(node: &Node) -> Option<DisplayHint> {
    node.get(DISPLAY_HINT).and_then(display_hint)
}
