//! From a byte offset to the name of an attribute.

use core::fmt;

use super::formats::{self, Scope};
use super::{Formats, Kind, Layout, Set, Struct};
use crate::wire::{Attribute, Attributes, EncodeFault, TYPE_MASK, align, array_at, records};

/// The way from a message to one of its attributes through nests and lists, printed as
/// `link-attrs.linkinfo.kind` or `device.peers[2].endpoint`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AttributePath {
    /// Innermost first, since errors build it from the inside.
    steps: Vec<Step>,
}

/// One step of an [`AttributePath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into a set, without naming an attribute.
    Set(&'static Set),
    /// To the attribute of this id.
    Attribute(&'static Set, u16),
    /// To an element of a list, or to a value that an attribute's type carries.
    Index(usize),
}

impl AttributePath {
    /// Whether the path leads nowhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        self.steps.iter().rev().copied()
    }

    /// The set and id of the attribute that the path ends at.
    #[must_use]
    pub fn target(&self) -> Option<(&'static Set, u16)> {
        self.steps.iter().find_map(|step| match *step {
            Step::Attribute(set, id) => Some((set, id)),
            _ => None,
        })
    }

    /// The path that takes these steps, outermost first.
    pub(super) fn from_outermost(mut steps: Vec<Step>) -> Self {
        steps.reverse();
        Self { steps }
    }

    /// The path of an attribute that could not be written, in a message that has this set and
    /// whose attributes start there in what was written.
    #[must_use]
    pub(crate) fn of_fault(
        set: Option<&'static Set>,
        fault: &EncodeFault,
        written: &[u8],
        start: usize,
    ) -> Self {
        let mut path = Self::default();
        let mut walk = Walk { place: set.map_or(Place::Opaque, Place::Set), path: &mut path };
        let mut scopes: Vec<Scope<'_>> = Vec::new();
        // Where the attributes of the nest begin that the fault lies in.
        let mut inside = start;
        let mut ids = fault.ids.iter().rev().peekable();
        while let Some(&(id, start)) = ids.next() {
            if let Place::Set(set) = walk.place {
                scopes.push((set, written.get(inside..start).unwrap_or_default()));
            }
            walk.enter(id);
            walk.choose(&scopes);
            let Some((_, next)) = ids.peek() else { break };
            let payload = start + Attribute::HEADER_SIZE;
            let within = next.saturating_sub(payload);
            inside = payload + walk.open(written.get(payload..).unwrap_or_default(), within).0;
        }
        path.steps.reverse();
        path
    }

    pub(crate) fn prepend(&mut self, set: &'static Set, id: Option<u16>) {
        self.steps.push(id.map_or(Step::Set(set), |id| Step::Attribute(set, id)));
    }

    /// Adds a step further in.
    fn append(&mut self, step: Step) {
        self.steps.push(step);
    }
}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for step in self.steps() {
            match step {
                Step::Set(set) | Step::Attribute(set, _) if first => {
                    f.write_str(set.whole_name())?;
                }
                _ => {}
            }
            match step {
                Step::Set(_) => {}
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Attribute(set, id) => match set.attribute(id) {
                    Some(attribute) => write!(f, ".{}", attribute.name)?,
                    None => write!(f, ".#{id}")?,
                },
            }
            first = false;
        }
        Ok(())
    }
}

impl fmt::Debug for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttributePath({self})")
    }
}

/// What the attributes at some depth of a message are.
#[derive(Clone, Copy)]
enum Place {
    /// Attributes of a set.
    Set(&'static Set),
    /// Elements of a list.
    Elements(&'static Kind),
    /// Values carried by types, on so many more levels.
    Levels(usize, &'static Kind),
    /// A fixed header and then attributes of a set.
    Message(&'static Struct, &'static Set),
    /// Records, each a fixed header and then attributes of a set.
    Records(&'static Struct, &'static Set),
    /// What another attribute chooses.
    Chosen(&'static Formats, &'static str),
    /// Nothing that has attributes.
    Opaque,
}

impl Place {
    fn of(kind: &Kind) -> Self {
        match *kind {
            Kind::Nest(set) => Self::Set(set),
            Kind::Message(header, set) => Self::Message(header, set),
            Kind::Records(header, set) => Self::Records(header, set),
            Kind::NestOf(set) => Self::Set(set()),
            Kind::Indexed(element) => Self::Elements(element),
            Kind::SubMessage(formats, selector) => Self::Chosen(formats, selector),
            Kind::TypeValue(0, inner) => Self::of(inner),
            Kind::TypeValue(levels, inner) => Self::Levels(levels, inner),
            _ => Self::Opaque,
        }
    }
}

/// A descent into a message; the path is built outermost first.
struct Walk<'p> {
    place: Place,
    path: &'p mut AttributePath,
}

impl Walk<'_> {
    /// Steps into the attribute of this id or index.
    fn enter(&mut self, id: u16) {
        let (step, place) = match self.place {
            Place::Set(set) | Place::Message(_, set) | Place::Records(_, set) => {
                let kind = set.attribute(id).map(|attribute| attribute.kind);
                let place = kind.map_or(Place::Opaque, |kind| Place::of(&kind));
                (Step::Attribute(set, id), place)
            }
            Place::Elements(kind) => (Step::Index(id.into()), Place::of(kind)),
            Place::Levels(levels, inner) => {
                (Step::Index(id.into()), Place::of(&Kind::TypeValue(levels - 1, inner)))
            }
            Place::Chosen(..) | Place::Opaque => return,
        };
        self.path.append(step);
        self.place = place;
    }
}

impl Walk<'_> {
    /// Goes on with what another attribute chooses here, if one does.
    fn choose(&mut self, scopes: &[Scope<'_>]) {
        if let Place::Chosen(formats, selector) = self.place {
            let scopes = scopes.iter().rev().copied();
            self.place = Place::of(&formats::select(formats, selector, scopes));
        }
    }

    /// Goes to the attributes in a payload: behind the fixed header if there is one, and of several
    /// records into the one at `offset`. Tells where in the payload they begin and end.
    fn open(&mut self, payload: &[u8], offset: usize) -> (usize, usize) {
        let (start, end, header, set) = match self.place {
            Place::Message(header, set) => (0, payload.len(), header, set),
            Place::Records(header, set) => {
                let before = records(payload.get(..offset).unwrap_or(payload));
                let whole = before.map_while(Result::ok);
                let behind = |(count, _), (at, record): (usize, &[u8])| {
                    (count + 1, at + align(record.len()))
                };
                let (index, start) = whole.fold((0, 0), behind);
                self.path.append(Step::Index(index));
                let length = array_at(payload, start).map_or(0, u16::from_ne_bytes);
                (start, start + usize::from(length), header, set)
            }
            _ => return (0, payload.len()),
        };
        self.place = Place::Set(set);
        (start + align(header.size), end)
    }
}

/// The path of the attribute at `offset` bytes from the start of `body`, which is a message
/// without its netlink headers. `None` if no attribute lies there, or no set is known.
///
/// The kernel says offsets from the start of the netlink header; the caller takes off what the
/// headers measure.
#[must_use]
pub fn locate(body: &[u8], layout: &Layout, offset: usize) -> Option<AttributePath> {
    descend(body, layout, offset).map(|(path, _)| path)
}

/// The same, with what the attributes in the attribute found are.
fn descend(body: &[u8], layout: &Layout, offset: usize) -> Option<(AttributePath, Place)> {
    let (header, mut attributes) = layout.split(body);
    let mut offset = offset.checked_sub(header.len())?;
    let mut path = AttributePath::default();
    let mut walk = Walk { place: Place::Set(layout.set?), path: &mut path };
    let mut scopes: Vec<Scope<'_>> = Vec::new();
    while let Some((attribute, start, repeated)) = covering(attributes, offset) {
        if let Place::Set(set) = walk.place {
            scopes.push((set, attributes));
        }
        walk.enter(attribute.id());
        if let Some(index) = repeated
            && matches!(walk.path.steps.last(), Some(Step::Attribute(..)))
        {
            walk.path.append(Step::Index(index));
        }
        walk.choose(&scopes);
        if matches!(walk.place, Place::Opaque) {
            break;
        }
        let Some(within) = offset.checked_sub(start + Attribute::HEADER_SIZE) else { break };
        let (begin, end) = walk.open(attribute.payload(), within);
        match (within.checked_sub(begin), attribute.payload().get(begin..end)) {
            (Some(within), Some(inner)) => (offset, attributes) = (within, inner),
            _ => break,
        }
    }
    let place = walk.place;
    path.steps.reverse();
    (!path.is_empty()).then_some((path, place))
}

/// The attribute that covers `offset`, where it starts, and if its id comes more than once how
/// many of the same came before it.
fn covering(bytes: &[u8], offset: usize) -> Option<(Attribute<'_>, usize, Option<usize>)> {
    let start_of = |attribute: &Attribute<'_>| bytes.len() - attribute.tail().len();
    let found = Attributes::new(bytes).flatten().find(|attribute| {
        let start = start_of(attribute);
        (start..start + Attribute::HEADER_SIZE + attribute.payload().len()).contains(&offset)
    })?;
    let start = start_of(&found);
    let same = |attribute: &Attribute<'_>| attribute.id() == found.id();
    let total = Attributes::new(bytes).flatten().filter(same).count();
    let before =
        Attributes::new(bytes).flatten().filter(same).take_while(|a| start_of(a) < start).count();
    Some((found, start, (total > 1).then_some(before)))
}

/// The path of an attribute that the kernel misses: the id, and the offset of the nest that lacks
/// it, or none if the message itself does.
#[must_use]
pub fn locate_missing(
    body: &[u8],
    layout: &Layout,
    nest: Option<usize>,
    id: u16,
) -> Option<AttributePath> {
    let (mut path, place) = match nest {
        Some(offset) => descend(body, layout, offset)?,
        None => (AttributePath::default(), Place::Set(layout.set?)),
    };
    path.steps.reverse();
    Walk { place, path: &mut path }.enter(id & TYPE_MASK);
    path.steps.reverse();
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::super::{Attribute as Row, Scalar, Width};
    use super::*;
    use crate::wire::Writer;

    const U32: Kind = Kind::Scalar(Scalar::new(Width::U32));

    static PEER: Set = Set::new("peer", &[Row::new(1, "key", U32), Row::new(2, "name", U32)]);
    static DEVICE: Set = Set::new(
        "device",
        &[
            Row::new(1, "id", U32),
            Row::new(2, "up", Kind::Flag),
            Row::new(3, "peer", Kind::Nest(&PEER)),
            Row::new(4, "peers", Kind::Nest(&PEER)).multi(),
            Row::new(5, "queues", Kind::Indexed(&Kind::Nest(&PEER))),
            Row::new(6, "rules", Kind::TypeValue(2, &Kind::Nest(&PEER))),
            Row::new(7, "hops", Kind::Records(&HEADER, &PEER)),
        ],
    );
    static HEADER: Struct = Struct::new("header", 6, &[]);
    const LAYOUT: Layout = Layout { header: None, set: Some(&DEVICE) };

    fn path(body: &[u8], offset: usize) -> String {
        locate(body, &LAYOUT, offset).map_or_else(String::new, |path| path.to_string())
    }

    fn missing(body: &[u8], nest: Option<usize>, id: u16) -> String {
        locate_missing(body, &LAYOUT, nest, id).map_or_else(String::new, |path| path.to_string())
    }

    /// Writes nests of these types around one attribute.
    fn nested(writer: &mut Writer, kinds: &[u16], id: u16) {
        let marks: Vec<_> = kinds.iter().map(|&kind| writer.begin_nest(kind)).collect();
        writer.put(id, &0u32);
        marks.into_iter().rev().for_each(|mark| writer.end(mark));
    }

    #[test]
    fn an_attribute_is_found_from_its_header_to_its_last_byte() {
        let mut writer = Writer::new();
        writer.put(1, &0u32);
        nested(&mut writer, &[3], 2);
        let body = writer.take_bytes();
        assert_eq!([path(&body, 0), path(&body, 7)], ["device.id", "device.id"]);
        assert_eq!(path(&body, 8), "device.peer", "the header of the nest");
        assert_eq!(path(&body, 12), "device.peer.name", "the header of what it holds");
        assert_eq!(path(&body, 19), "device.peer.name");
        assert_eq!(path(&body, 20), "", "behind the end");
    }

    /// Where an attribute without a payload ends, the next starts.
    #[test]
    fn the_attribute_behind_an_empty_one_is_not_taken_for_it() {
        let mut writer = Writer::new();
        writer.flag(2, true);
        writer.put(1, &0u32);
        let body = writer.take_bytes();
        assert_eq!([path(&body, 0), path(&body, 3)], ["device.up", "device.up"]);
        assert_eq!(path(&body, 4), "device.id");
    }

    #[test]
    fn one_of_several_with_the_same_id_is_counted() {
        let mut writer = Writer::new();
        nested(&mut writer, &[4], 1);
        writer.put(1, &0u32);
        nested(&mut writer, &[4], 2);
        let body = writer.take_bytes();
        assert_eq!(path(&body, 4), "device.peers[0].key");
        assert_eq!(path(&body, 20), "device.peers[1]");
        assert_eq!(path(&body, 24), "device.peers[1].name");
    }

    #[test]
    fn elements_and_values_carried_by_types_are_indices() {
        let mut writer = Writer::new();
        nested(&mut writer, &[5, 7], 1);
        nested(&mut writer, &[6, 30, 40], 2);
        let body = writer.take_bytes();
        assert_eq!(path(&body, 8), "device.queues[7].key");
        assert_eq!(path(&body, 16), "device.rules");
        assert_eq!(path(&body, 24), "device.rules[30][40]");
        assert_eq!(path(&body, 28), "device.rules[30][40].name");
    }

    #[test]
    fn a_path_begins_with_the_whole_that_a_set_is_selected_from() {
        static SOME: Set = Set::new("some", &[Row::new(1, "id", U32)]).selected_from(&DEVICE);
        let mut writer = Writer::new();
        writer.put(1, &0u32);
        let layout = Layout { header: None, set: Some(&SOME) };
        assert_eq!(locate(writer.bytes(), &layout, 0).unwrap().to_string(), "device.id");
    }

    #[test]
    fn an_attribute_that_the_set_does_not_name_is_its_number() {
        let mut writer = Writer::new();
        nested(&mut writer, &[99], 1);
        assert_eq!(path(&writer.take_bytes(), 4), "device.#99");
    }

    #[test]
    fn a_fixed_header_is_counted_with_its_padding_and_has_no_path() {
        let mut writer = Writer::new();
        writer.extend(&[0; 8]);
        writer.put(1, &0u32);
        let body = writer.take_bytes();
        let layout = Layout { header: Some(&HEADER), set: Some(&DEVICE) };
        assert_eq!(locate(&body, &layout, 7), None);
        assert_eq!(locate(&body, &layout, 8).unwrap().to_string(), "device.id");
    }

    #[test]
    fn what_is_missing_is_named_in_the_message_or_in_its_nest() {
        let mut writer = Writer::new();
        writer.put(1, &0u32);
        nested(&mut writer, &[3], 2);
        nested(&mut writer, &[5, 7], 1);
        let body = writer.take_bytes();
        assert_eq!(missing(&body, None, 3), "device.peer");
        assert_eq!(missing(&body, Some(8), 1), "device.peer.key");
        assert_eq!(missing(&body, Some(24), 2), "device.queues[7].name");
        assert_eq!(missing(&body, Some(90), 1), "", "there is no such nest");
    }

    #[test]
    fn one_of_several_records_is_counted_and_its_attributes_are_behind_its_header() {
        let mut writer = Writer::new();
        let mark = writer.begin_attribute(7);
        for id in [1, 2] {
            let record = writer.begin_record();
            writer.extend(&[0; 8]);
            writer.put(id, &0u32);
            writer.end_record(record);
        }
        writer.end(mark);
        let body = writer.take_bytes();
        assert_eq!([path(&body, 0), path(&body, 4)], ["device.hops", "device.hops[0]"]);
        assert_eq!(path(&body, 12), "device.hops[0].key");
        assert_eq!([path(&body, 20), path(&body, 27)], ["device.hops[1]", "device.hops[1]"]);
        assert_eq!(path(&body, 28), "device.hops[1].name");
    }

    #[test]
    fn what_cannot_be_written_in_one_of_several_records_is_counted_too() {
        let mut writer = Writer::new();
        let mark = writer.begin_attribute(7);
        for length in [4, 70_000] {
            let record = writer.begin_record();
            writer.extend(&[0; 8]);
            writer.put(2, vec![0; length].as_slice());
            writer.end_record(record);
        }
        writer.end(mark);
        let fault = writer.take_fault().unwrap();
        let path = AttributePath::of_fault(Some(&DEVICE), &fault, writer.bytes(), 0);
        assert_eq!(path.to_string(), "device.hops[1].name");
    }

    #[test]
    fn ids_of_what_cannot_be_written_are_a_path() {
        let mut writer = Writer::new();
        let marks = [writer.begin_nest(5), writer.begin_nest(7)];
        writer.put(1, vec![0; 70_000].as_slice());
        marks.into_iter().rev().for_each(|mark| writer.end(mark));
        let fault = writer.take_fault().unwrap();
        let path = AttributePath::of_fault(Some(&DEVICE), &fault, writer.bytes(), 0);
        assert_eq!(path.to_string(), "device.queues[7].key");
        assert_eq!(path.target(), Some((&PEER, 1)));
        assert!(AttributePath::of_fault(None, &fault, writer.bytes(), 0).is_empty());
    }
}
