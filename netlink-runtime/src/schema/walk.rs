//! All attributes of a message, one after the other.

use core::ops::ControlFlow;

use super::formats::{self, Scope};
use super::{Attribute as Row, AttributePath, Kind, Layout, Set, Step};
use crate::wire::{Attribute, Attributes, align};

/// Nests deeper than this are not looked into, so that no input exhausts the stack. The kernel's
/// own policies stop at ten.
const MAX_DEPTH: usize = 32;

/// An attribute on the way through a message.
#[derive(Debug)]
pub struct Found<'w, 'a> {
    /// The attribute's row, if the tables know it; for an element of a list that of the list.
    pub row: Option<&'static Row>,
    /// What its payload is: of a payload whose format is chosen, that which was chosen.
    pub kind: &'w Kind,
    /// Its bytes.
    pub attribute: Attribute<'a>,
    steps: &'w [Step],
}

impl Found<'_, '_> {
    /// The way to it.
    #[must_use]
    pub fn path(&self) -> AttributePath {
        AttributePath::from_outermost(self.steps.to_vec())
    }
}

/// Goes through all attributes of a message's body, outer ones before those in them, until `visit`
/// breaks. What is malformed ends the nest that it is in.
pub fn walk<'a, B>(
    body: &'a [u8],
    layout: &Layout,
    mut visit: impl FnMut(Found<'_, 'a>) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let Some(set) = layout.set else { return ControlFlow::Continue(()) };
    let (_, attributes) = layout.split(body);
    let mut walk = Walk { steps: Vec::new(), scopes: Vec::new(), visit: &mut visit };
    walk.set(set, attributes)
}

struct Walk<'w, 'a, V> {
    steps: Vec<Step>,
    scopes: Vec<Scope<'a>>,
    visit: &'w mut V,
}

const OPAQUE: Kind = Kind::Binary(super::Hint::None);

impl<'a, B, V: FnMut(Found<'_, 'a>) -> ControlFlow<B>> Walk<'_, 'a, V> {
    fn set(&mut self, set: &'static Set, attributes: &'a [u8]) -> ControlFlow<B> {
        self.scopes.push((set, attributes));
        let mut counts = Vec::new();
        let depth = self.steps.len();
        for attribute in Attributes::new(attributes).flatten() {
            let row = set.attribute(attribute.id());
            self.steps.push(Step::Attribute(set, attribute.id()));
            if row.is_some_and(|row| row.multi) {
                self.steps.push(Step::Index(count(&mut counts, attribute.id())));
            }
            self.attribute(row, row.map_or(&OPAQUE, |row| &row.kind), attribute)?;
            self.steps.truncate(depth);
        }
        self.scopes.pop();
        ControlFlow::Continue(())
    }

    fn attribute(
        &mut self,
        row: Option<&'static Row>,
        kind: &Kind,
        attribute: Attribute<'a>,
    ) -> ControlFlow<B> {
        let chosen;
        let kind = match kind {
            Kind::TypeValue(0, inner) => inner,
            Kind::SubMessage(formats, selector) => {
                chosen = formats::select(formats, selector, self.scopes.iter().rev().copied());
                &chosen
            }
            kind => kind,
        };
        (self.visit)(Found { row, kind, attribute, steps: &self.steps })?;
        if self.steps.len() > MAX_DEPTH {
            return ControlFlow::Continue(());
        }
        let payload = attribute.payload();
        match kind {
            Kind::Nest(set) => self.set(set, payload),
            Kind::NestOf(set) => self.set(set(), payload),
            Kind::Message(header, set) => {
                self.set(set, payload.get(align(header.size)..).unwrap_or_default())
            }
            Kind::Indexed(element) => self.elements(row, element, payload),
            Kind::TypeValue(levels @ 1.., inner) => {
                self.elements(row, &Kind::TypeValue(levels - 1, inner), payload)
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn elements(
        &mut self,
        row: Option<&'static Row>,
        element: &Kind,
        payload: &'a [u8],
    ) -> ControlFlow<B> {
        for entry in Attributes::new(payload).flatten() {
            self.steps.push(Step::Index(entry.id().into()));
            self.attribute(row, element, entry)?;
            self.steps.pop();
        }
        ControlFlow::Continue(())
    }
}

/// How many attributes of this id came before.
fn count(counts: &mut Vec<(u16, usize)>, id: u16) -> usize {
    match counts.iter_mut().find(|(counted, _)| *counted == id) {
        Some((_, count)) => {
            *count += 1;
            *count
        }
        None => {
            counts.push((id, 0));
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Formats, Hint, Scalar, Width};
    use super::*;
    use crate::wire::Writer;

    const U32: Kind = Kind::Scalar(Scalar::new(Width::U32));
    static PEER: Set = Set::new("peer", &[Row::new(1, "key", U32)]);
    static FORMATS: Formats = Formats::new("data", &[Format::new("peer", Kind::Nest(&PEER))]);
    static DEVICE: Set = Set::new(
        "device",
        &[
            Row::new(1, "kind", Kind::String),
            Row::new(2, "data", Kind::SubMessage(&FORMATS, "kind")),
            Row::new(3, "peers", Kind::Nest(&PEER)).multi(),
            Row::new(4, "queues", Kind::Indexed(&Kind::Nest(&PEER))),
            Row::new(5, "rules", Kind::TypeValue(2, &U32)),
            Row::new(6, "self", Kind::Nest(&DEVICE)),
        ],
    );
    const LAYOUT: Layout = Layout { header: None, set: Some(&DEVICE) };

    /// The paths of all attributes.
    fn paths(write: impl FnOnce(&mut Writer)) -> Vec<String> {
        let mut writer = Writer::new();
        write(&mut writer);
        let mut paths = Vec::new();
        let end: ControlFlow<()> = walk(writer.bytes(), &LAYOUT, |found| {
            paths.push(found.path().to_string());
            ControlFlow::Continue(())
        });
        assert!(end.is_continue());
        paths
    }

    /// Writes nests of these types around one attribute.
    fn nested(writer: &mut Writer, kinds: &[u16], id: u16) {
        let marks: Vec<_> = kinds.iter().map(|&kind| writer.begin_nest(kind)).collect();
        writer.put(id, &0u32);
        marks.into_iter().rev().for_each(|mark| writer.end(mark));
    }

    #[test]
    fn what_another_attribute_chose_is_gone_into() {
        let paths = paths(|writer| {
            writer.put(1, "peer");
            nested(writer, &[2], 1);
        });
        assert_eq!(paths, ["device.kind", "device.data", "device.data.key"]);
    }

    #[test]
    fn elements_of_any_list_are_counted_or_go_by_their_types() {
        let paths = paths(|writer| {
            nested(writer, &[3], 1);
            nested(writer, &[3], 9);
            nested(writer, &[4, 7], 1);
            nested(writer, &[5, 30], 40);
        });
        let peers =
            ["device.peers[0]", "device.peers[0].key", "device.peers[1]", "device.peers[1].#9"];
        let queues = ["device.queues", "device.queues[7]", "device.queues[7].key"];
        let rules = ["device.rules", "device.rules[30]", "device.rules[30][40]"];
        assert_eq!(paths, [&peers[..], &queues, &rules].concat());
    }

    #[test]
    fn a_break_is_handed_out_and_depth_is_bounded() {
        let mut writer = Writer::new();
        nested(&mut writer, &[6; 100], 1);
        let first =
            walk(writer.bytes(), &LAYOUT, |found| ControlFlow::Break(found.row.unwrap().id));
        assert_eq!(first, ControlFlow::Break(6));
        let mut count = 0;
        let _: ControlFlow<()> = walk(writer.bytes(), &LAYOUT, |_| {
            count += 1;
            ControlFlow::Continue(())
        });
        assert_eq!(count, MAX_DEPTH + 1);
        let opaque = matches!(OPAQUE, Kind::Binary(Hint::None));
        assert!(opaque, "what is not known is bytes");
    }
}
