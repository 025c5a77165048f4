//! All that the tables say of a payload, and where they fall silent.

use netlink_runtime::schema::{Enum, Formats, Hint, Kind, Scalar, Set, Struct};
use netlink_runtime::wire::{Attribute, Attributes, align};

/// Walks through a payload of this kind.
pub(super) fn walk(kind: &Kind, payload: &[u8]) -> Walk {
    let mut walk = Walk::default();
    walk.value(kind, payload, None);
    walk
}

/// A walk through a payload, as far as the tables lead.
#[derive(Default)]
pub(super) struct Walk {
    path: String,
    /// What the tables do not know: paths, each with what is there.
    pub(super) gaps: Vec<String>,
    /// The path and bytes of all that holds no attributes.
    leaves: Vec<(String, Vec<u8>)>,
}

/// The set that a value is in, with its attributes, and the one around it.
#[derive(Clone, Copy)]
struct Scope<'a> {
    set: &'static Set,
    attributes: &'a [u8],
    outer: Option<&'a Scope<'a>>,
}

impl Walk {
    /// The leaves by path; what has the same path stays in its order.
    pub(super) fn sorted(mut self) -> Vec<(String, Vec<u8>)> {
        self.leaves.sort_by(|one, other| one.0.cmp(&other.0));
        self.leaves
    }

    fn gap(&mut self, what: &str) {
        self.gaps.push(format!("{}: {what}", self.path));
    }

    fn value(&mut self, kind: &Kind, payload: &[u8], scope: Option<&Scope<'_>>) {
        match *kind {
            Kind::Nest(set) => self.set(set, payload, scope),
            Kind::NestOf(set) => self.set(set(), payload, scope),
            Kind::Message(header, set) => {
                let size = align(header.size).min(payload.len());
                self.structure(header, &payload[..header.size.min(size)]);
                self.set(set, &payload[size..], scope);
            }
            Kind::Records(header, set) => {
                for (index, record) in self.records(payload).into_iter().enumerate() {
                    let message = Kind::Message(header, set);
                    self.within(&format!("[{index}]"), |walk| walk.value(&message, record, scope));
                }
            }
            // The index means nothing, only the order does.
            Kind::Indexed(element) => {
                for (index, attribute) in self.attributes(payload).into_iter().enumerate() {
                    self.element(index, element, attribute, scope);
                }
            }
            Kind::TypeValue(0, inner) => self.value(inner, payload, scope),
            Kind::TypeValue(levels, inner) => {
                let inner = Kind::TypeValue(levels - 1, inner);
                for attribute in self.attributes(payload) {
                    self.element(attribute.id().into(), &inner, attribute, scope);
                }
            }
            Kind::SubMessage(formats, selector) => {
                self.chosen(formats, selector, payload, scope);
            }
            Kind::Pad => {}
            _ => self.leaf(kind, payload),
        }
    }

    fn set(&mut self, set: &'static Set, payload: &[u8], outer: Option<&Scope<'_>>) {
        let scope = Scope { set, attributes: payload, outer };
        let mut seen = Vec::new();
        for attribute in self.attributes(payload) {
            let id = attribute.id();
            let Some(row) = set.attribute(id) else {
                let what =
                    format!("{} has no attribute {id}: {:02x?}", set.name, attribute.payload());
                self.gap(&what);
                continue;
            };
            self.within(&format!(".{}", row.name), |walk| {
                if seen.contains(&id) && !row.multi && !matches!(row.kind, Kind::Pad) {
                    walk.gap("comes again");
                }
                seen.push(id);
                walk.value(&row.kind, attribute.payload(), Some(&scope));
            });
        }
    }

    fn element(
        &mut self,
        index: usize,
        kind: &Kind,
        attribute: Attribute<'_>,
        scope: Option<&Scope<'_>>,
    ) {
        self.within(&format!("[{index}]"), |walk| walk.value(kind, attribute.payload(), scope));
    }

    /// The attributes, or none if one is malformed.
    fn attributes<'a>(&mut self, payload: &'a [u8]) -> Vec<Attribute<'a>> {
        let all: Result<_, _> = Attributes::new(payload).collect();
        all.unwrap_or_else(|error| {
            self.gap(&format!("{error} in {payload:02x?}"));
            Vec::new()
        })
    }

    /// The records, or those before one whose length lies.
    fn records<'a>(&mut self, mut payload: &'a [u8]) -> Vec<&'a [u8]> {
        let mut records = Vec::new();
        while let Some(length) = payload.first_chunk() {
            let length = usize::from(u16::from_ne_bytes(*length));
            let Some(record) = payload.get(..length.max(4)) else {
                self.gap(&format!("a record of {length} bytes in {payload:02x?}"));
                break;
            };
            records.push(record);
            payload = payload.get(align(record.len())..).unwrap_or_default();
        }
        records
    }

    fn within(&mut self, step: &str, body: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push_str(step);
        body(self);
        self.path.truncate(length);
    }

    fn chosen(
        &mut self,
        formats: &Formats,
        selector: &str,
        payload: &[u8],
        scope: Option<&Scope<'_>>,
    ) {
        let name = selected(selector, scope).unwrap_or_default();
        match formats.formats.iter().find(|format| format.selector == name) {
            Some(format) => self.value(&format.kind, payload, scope),
            None => self.gap(&format!("{} has no format `{name}`: {payload:02x?}", formats.name)),
        }
    }

    fn leaf(&mut self, kind: &Kind, payload: &[u8]) {
        self.leaves.push((self.path.clone(), payload.to_vec()));
        match *kind {
            Kind::Flag => self.expect_size(&[0], payload),
            Kind::Scalar(scalar) => self.scalar(&scalar, payload),
            Kind::Bitfield32(_) => self.expect_size(&[8], payload),
            Kind::Binary(Hint::Ipv4) => self.expect_size(&[4], payload),
            Kind::Binary(Hint::Ipv6) => self.expect_size(&[16], payload),
            Kind::Binary(Hint::Ip) => self.expect_size(&[4, 16], payload),
            Kind::Binary(Hint::Uuid) => self.expect_size(&[16], payload),
            Kind::Struct(layout) => self.structure(layout, payload),
            Kind::Packed(element, size) => {
                payload.chunks(size.max(1)).for_each(|one| self.leaf(element, one));
            }
            _ => {}
        }
    }

    fn expect_size(&mut self, sizes: &[usize], payload: &[u8]) {
        if !sizes.contains(&payload.len()) {
            self.gap(&format!("{sizes:?} bytes are expected, not {payload:02x?}"));
        }
    }

    fn scalar(&mut self, scalar: &Scalar, payload: &[u8]) {
        self.expect_size(&scalar.width.size().map_or(vec![4, 8], |size| vec![size]), payload);
        let value = scalar.read(payload).map(|value| value as u64);
        if let Some((names, value)) = scalar.names.zip(value) {
            self.named(names, value);
        }
    }

    fn named(&mut self, names: &Enum, value: u64) {
        let known = |entry: u64| if names.flags { value & entry } else { 0 };
        let rest = names.entries.iter().fold(value, |rest, entry| rest & !known(entry.value));
        if rest != 0 && names.name_of(rest).is_none() {
            self.gap(&format!("{} has no name for {rest:#x}", names.name));
        }
    }

    fn structure(&mut self, layout: &'static Struct, payload: &[u8]) {
        self.expect_size(&[layout.size], payload);
        for member in layout.members {
            if let Some(bytes) = payload.get(member.offset..member.offset + member.size) {
                self.within(&format!("/{}", member.name), |walk| walk.leaf(&member.kind, bytes));
            }
        }
    }
}

/// The text, or the name of the value, of the nearest attribute of this name.
fn selected(selector: &str, scope: Option<&Scope<'_>>) -> Option<String> {
    let mut scopes = core::iter::successors(scope, |scope| scope.outer);
    let (scope, row) = scopes.find_map(|scope| {
        Some((scope, scope.set.attributes.iter().find(|row| row.name == selector)?))
    })?;
    let found = Attributes::new(scope.attributes).flatten().find(|found| found.id() == row.id)?;
    match row.kind {
        Kind::Scalar(scalar) => {
            let name = scalar.names?.name_of(scalar.read(found.payload())? as u64)?;
            Some(name.to_owned())
        }
        _ => {
            let text = String::from_utf8_lossy(found.payload());
            Some(text.trim_end_matches('\0').to_owned())
        }
    }
}
