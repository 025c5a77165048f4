//! A subscriber that keeps what it is told.

use core::fmt;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// What was told, as text by the name of the field.
pub(crate) type Fields = BTreeMap<&'static str, String>;

/// A span.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) name: &'static str,
    pub(crate) target: &'static str,
    pub(crate) level: Level,
    pub(crate) fields: Fields,
    /// The span that it is in, by its place among all.
    pub(crate) within: Option<usize>,
    /// How often it was entered, and left.
    pub(crate) visits: (usize, usize),
}

/// All spans and events, in order.
#[derive(Debug, Default)]
pub(crate) struct Story {
    pub(crate) spans: Vec<Told>,
    pub(crate) events: Vec<Told>,
    entered: Vec<usize>,
}

impl Story {
    /// The only span of this name and operation.
    pub(crate) fn span(&self, name: &str, operation: &str) -> usize {
        let is_it = |span: &Told| span.name == name && span.fields["operation"] == operation;
        let mut found = (0..self.spans.len()).filter(|index| is_it(&self.spans[*index]));
        let index = found.next().unwrap_or_else(|| panic!("no {name} {operation}: {self:#?}"));
        assert!(found.next().is_none(), "several: {self:#?}");
        index
    }

    /// The events in a span whose texts begin so.
    pub(crate) fn within(&self, span: usize, text: &str) -> Vec<&Fields> {
        let events = self.events.iter().filter(|event| event.within == Some(span));
        let events = events.map(|event| &event.fields);
        events.filter(|fields| fields["message"].starts_with(text)).collect()
    }

    /// The events of a level.
    pub(crate) fn of(&self, level: Level) -> Vec<&Told> {
        self.events.iter().filter(|event| event.level == level).collect()
    }
}

/// The subscriber: for one thread, up to a level.
#[derive(Clone)]
struct Collector {
    story: Arc<Mutex<Story>>,
    limit: Level,
}

/// What is told up to a level while `body` runs.
pub(crate) fn told(limit: Level, body: impl FnOnce()) -> Story {
    let collector = Collector { story: Arc::default(), limit };
    let story = Arc::clone(&collector.story);
    tracing::subscriber::with_default(collector, body);
    let story = core::mem::take(&mut *story.lock().unwrap());
    assert!(story.entered.is_empty(), "a span was not left: {story:?}");
    let visits = story.spans.iter().map(|span| span.visits);
    visits.for_each(|(entered, left)| assert_eq!(entered, left));
    story
}

impl Collector {
    fn story(&self) -> MutexGuard<'_, Story> {
        self.story.lock().unwrap()
    }
}

fn new(metadata: &'static Metadata<'static>, fields: Fields, within: Option<usize>) -> Told {
    let (name, target, level) = (metadata.name(), metadata.target(), *metadata.level());
    Told { name, target, level, fields, within, visits: (0, 0) }
}

fn index(id: &Id) -> usize {
    id.into_u64() as usize - 1
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.limit && metadata.target().starts_with("netlink_runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        attributes.record(&mut Writer(&mut fields));
        let mut story = self.story();
        let within = story.entered.last().copied();
        story.spans.push(new(attributes.metadata(), fields, within));
        Id::from_u64(story.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Writer(&mut self.story().spans[index(span)].fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Writer(&mut fields));
        let mut story = self.story();
        let within = story.entered.last().copied();
        story.events.push(new(event.metadata(), fields, within));
    }

    fn enter(&self, span: &Id) {
        let mut story = self.story();
        story.spans[index(span)].visits.0 += 1;
        story.entered.push(index(span));
    }

    fn exit(&self, span: &Id) {
        let mut story = self.story();
        story.spans[index(span)].visits.1 += 1;
        assert_eq!(story.entered.pop(), Some(index(span)), "spans are left in order");
    }
}

struct Writer<'f>(&'f mut Fields);

impl Visit for Writer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}
