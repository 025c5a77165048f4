//! A request against the kernel's policies.

use super::{Fault, Objection, Support, value};
use crate::error::PolicyKind;
use crate::generic::{Policies, Rule};
use crate::schema::{Attribute as Row, AttributePath, Hint, Kind, Layout, Order, Scalar, locate};
use crate::wire::{Attribute, Attributes};

/// Nests deeper than this are not looked into, so that no request exhausts the stack. The kernel
/// itself stops at ten.
const MAX_DEPTH: usize = 32;

/// Holds what follows the netlink headers of a request against the policy of this number.
pub(crate) fn judge(policies: &Policies, policy: u16, body: &[u8], layout: &Layout) -> Support {
    let (objections, unjudged) = (Vec::new(), Vec::new());
    let mut judge = Judge { policies, body, layout, objections, unjudged, depth: 0 };
    let (header, attributes) = layout.split(body);
    judge.nest(policy, policies.shared, Part { start: header.len(), bytes: attributes });
    Support::Judged { objections: judge.objections, unjudged: judge.unjudged }
}

struct Judge<'a> {
    policies: &'a Policies,
    body: &'a [u8],
    layout: &'a Layout,
    objections: Vec<Objection>,
    unjudged: Vec<AttributePath>,
    depth: usize,
}

/// Attributes, and where in the body they are.
#[derive(Clone, Copy)]
struct Part<'a> {
    start: usize,
    bytes: &'a [u8],
}

impl<'a> Part<'a> {
    /// The attributes, each as the id and the part that its payload is.
    fn attributes(self) -> impl Iterator<Item = (u16, Self)> {
        Attributes::new(self.bytes).flatten().map(move |attribute| {
            let before = self.bytes.len() - attribute.tail().len();
            let start = self.start + before + Attribute::HEADER_SIZE;
            (attribute.id(), Self { start, bytes: attribute.payload() })
        })
    }
}

impl<'a> Judge<'a> {
    /// Goes through the attributes of a nest; `last` is the largest id that the kernel knows in it,
    /// if it says so.
    fn nest(&mut self, policy: u16, last: Option<u32>, nest: Part<'a>) {
        for (id, payload) in nest.attributes() {
            let policies = self.policies;
            match policies.rule(policy, id) {
                Some(rule) => self.attribute(rule, payload),
                None => {
                    let known = last.unwrap_or_else(|| policies.last(policy));
                    self.without_rule(u32::from(id) <= known, last.is_none(), payload);
                }
            }
        }
    }

    fn attribute(&mut self, rule: &Rule, payload: Part<'a>) {
        if let Some(fault) = value::fault(&rule.policy, payload.bytes) {
            return self.object(payload, fault, Some(rule));
        }
        match rule.nested {
            Some(nested) if self.depth < MAX_DEPTH && self.knows_inside(payload) => {
                self.depth += 1;
                match rule.policy.kind {
                    Some(PolicyKind::NestedArray) => self.array(rule, nested, payload),
                    _ => self.nest(nested, rule.policy.max_attribute, payload),
                }
                self.depth -= 1;
            }
            _ if !payload.bytes.is_empty() && self.is_nest(rule, payload) => {
                self.unjudged.push(self.path(payload));
            }
            _ => {}
        }
    }

    /// Goes through a nest of nests, whose types mean nothing to the kernel.
    fn array(&mut self, rule: &Rule, nested: u16, elements: Part<'a>) {
        for (_, element) in elements.attributes() {
            match element.bytes.len() {
                1..Attribute::HEADER_SIZE => self.object(element, Fault::Malformed, Some(rule)),
                _ => self.nest(nested, rule.policy.max_attribute, element),
            }
        }
    }

    /// The kernel states no rule for what it does not know. Nor has it one for numbers of the types
    /// `NLA_BE16` and `NLA_BE32`, and for what has no type (`NLA_UNSPEC`), which old operations
    /// take; so only what is beyond the last attribute is surely unknown.
    fn without_rule(&mut self, possible: bool, open_ended: bool, payload: Part<'a>) {
        let path = self.path(payload);
        let is_big_endian = row(&path).is_some_and(|row| is_big_endian(&row.kind, payload.bytes));
        if possible || open_ended && is_big_endian {
            self.unjudged.push(path);
        } else {
            self.object(payload, Fault::Unknown, None);
        }
    }

    fn object(&mut self, payload: Part<'a>, fault: Fault, rule: Option<&Rule>) {
        let (path, policy) = (self.path(payload), rule.map(|rule| rule.policy.clone()));
        self.objections.push(Objection { path, fault, policy });
    }

    /// Whether the request's table names what is in an attribute.
    fn knows_inside(&self, payload: Part<'a>) -> bool {
        let first = payload.attributes().next();
        first.is_some_and(|(_, inner)| self.path(inner) != self.path(payload))
    }

    /// Whether the kernel or the request's table takes an attribute for a nest.
    fn is_nest(&self, rule: &Rule, payload: Part<'a>) -> bool {
        let row = row(&self.path(payload));
        matches!(rule.policy.kind, Some(PolicyKind::Nested | PolicyKind::NestedArray))
            || row.is_some_and(|row| {
                row.kind.is_nest() || matches!(row.kind, Kind::SubMessage(..) | Kind::Records(..))
            })
    }

    /// The path of the attribute that has this payload.
    fn path(&self, payload: Part<'a>) -> AttributePath {
        let header = payload.start - Attribute::HEADER_SIZE;
        locate(self.body, self.layout, header).unwrap_or_default()
    }
}

/// The row of the attribute that a path ends at.
fn row(path: &AttributePath) -> Option<&'static Row> {
    let (set, id) = path.target()?;
    set.attribute(id)
}

/// Whether a payload is a number of two or four bytes, most significant first; an IPv4 address is
/// one.
fn is_big_endian(kind: &Kind, payload: &[u8]) -> bool {
    match kind {
        Kind::Scalar(Scalar { order: Order::Big, .. }) => matches!(payload.len(), 2 | 4),
        Kind::Binary(Hint::Ipv4 | Hint::Ip) => payload.len() == 4,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generic::Way;
    use crate::generic::numbers::{ids, operation_policy_ids};
    use crate::payload::Encode;
    use crate::schema::{Set, Width};
    use crate::wire::Writer;

    const U32: Kind = Kind::Scalar(Scalar::new(Width::U32));
    const BE16: Kind = Kind::Scalar(Scalar::new(Width::U16).ordered(Order::Big));

    static DEVICE: Set = Set::new(
        "device",
        &[
            Row::new(1, "id", U32),
            Row::new(2, "self", Kind::Nest(&DEVICE)),
            Row::new(3, "peers", Kind::Indexed(&Kind::Nest(&DEVICE))),
            Row::new(4, "peer", Kind::Nest(&DEVICE)).multi(),
            Row::new(5, "port", BE16),
            Row::new(9, "other", BE16),
            Row::new(7, "blob", Kind::Binary(Hint::None)),
        ],
    );
    const LAYOUT: Layout = Layout { header: None, set: Some(&DEVICE) };

    /// The numbers of kinds, `NL_ATTR_TYPE_*`.
    const NUMBER: u32 = 4;
    const NEST: u32 = 13;
    const ARRAY: u32 = 14;

    /// One policy, whose nests are of the same policy and have no larger id than 8.
    fn policies() -> Policies {
        let mut out = Writer::new();
        let operations = out.begin_nest(ids::OPERATION_POLICY);
        let operation = out.begin_nest(0);
        out.put(operation_policy_ids::DUMP, &3u32);
        out.end(operation);
        out.end(operations);
        for (id, kind) in [(1, NUMBER), (2, NEST), (3, ARRAY), (4, NEST), (7, NEST)] {
            let marks = [ids::POLICY, 3, id].map(|id| out.begin_nest(id));
            out.put(1, &kind);
            match kind {
                NUMBER => out.put(5, &9u64),
                _ => [(8, 3u32), (9, 8)].iter().for_each(|(id, number)| out.put(*id, number)),
            }
            marks.into_iter().rev().for_each(|mark| out.end(mark));
        }
        let mut policies = Policies::default();
        policies.read(out.bytes()).unwrap();
        policies
    }

    /// What is objected to, and what is not judged.
    fn judged(write: impl FnOnce(&mut Writer)) -> (Vec<String>, Vec<String>) {
        let mut out = Writer::new();
        write(&mut out);
        let policies = policies();
        assert_eq!(policies.number(Way::Single), None);
        let number = policies.number(Way::Dump).unwrap();
        let support = judge(&policies, number, out.bytes(), &LAYOUT);
        let objections = support.objections().iter().map(ToString::to_string).collect();
        (objections, support.unjudged().iter().map(ToString::to_string).collect())
    }

    /// Writes nests of these types around one attribute.
    fn nested(out: &mut Writer, kinds: &[u16], id: u16, value: &(impl Encode + ?Sized)) {
        let marks: Vec<_> = kinds.iter().map(|&kind| out.begin_nest(kind)).collect();
        out.put(id, value);
        marks.into_iter().rev().for_each(|mark| out.end(mark));
    }

    #[test]
    fn a_policy_that_holds_itself_goes_as_deep_as_the_request() {
        let (objections, _) = judged(|out| {
            nested(out, &[2, 2, 2], 1, &10u32);
            nested(out, &[2], 10, &0u32);
            nested(out, &[2, 2], 1, &9u32);
        });
        let large = "attribute device.self[0].self.self.id is 10, but the greatest is 9 (wanted: \
                     u32, at most 9)";
        let unknown = "attribute device.self[1].#10 is not known to the kernel";
        assert_eq!(objections, [large, unknown]);
    }

    #[test]
    fn elements_of_arrays_and_repeated_nests_are_told_by_their_place() {
        let (objections, _) = judged(|out| {
            nested(out, &[3, 5], 10, &0u32);
            nested(out, &[4], 1, &0u32);
            nested(out, &[4], 10, &0u32);
        });
        let unknown =
            ["device.peers[5].#10", "device.peer[1].#10"].map(|path| format!("attribute {path}"));
        let expected = unknown.map(|attribute| format!("{attribute} is not known to the kernel"));
        assert_eq!(objections, expected);
    }

    #[test]
    fn big_endian_numbers_are_unknown_only_beyond_the_last_attribute() {
        let (objections, unjudged) = judged(|out| {
            nested(out, &[2], 5, &[0u8, 80][..]);
            nested(out, &[2], 9, &[0u8, 80][..]);
        });
        assert_eq!(unjudged, ["device.self[0].port"]);
        assert_eq!(objections, ["attribute device.self[1].other is not known to the kernel"]);
    }

    #[test]
    fn an_attribute_without_a_rule_is_unknown_only_beyond_the_last() {
        let mut out = Writer::new();
        out.put(6, &0u32);
        nested(&mut out, &[2], 8, &0u32);
        out.put(8, &0u32);
        out.put(10, &0u32);
        // Nobody says what the last one is, so that a big-endian number may be it.
        out.put(9, &[0u8, 80][..]);
        let mut policies = policies();
        let mut paths = |shared| {
            policies.shared = shared;
            let support = judge(&policies, 3, out.bytes(), &LAYOUT);
            let unjudged: Vec<_> = support.unjudged().iter().map(ToString::to_string).collect();
            (unjudged, support.unknown().map(ToString::to_string).collect::<Vec<_>>())
        };
        let (unjudged, unknown) = paths(None);
        assert_eq!(unjudged, ["device.#6", "device.self.#8", "device.other"]);
        assert_eq!(unknown, ["device.#8", "device.#10"]);
        let (unjudged, unknown) = paths(Some(8));
        assert_eq!(unjudged, ["device.#6", "device.self.#8", "device.#8"]);
        assert_eq!(unknown, ["device.#10", "device.other"]);
    }

    #[test]
    fn what_the_table_cannot_name_is_not_judged() {
        let (objections, unjudged) = judged(|out| nested(out, &[7], 6, &0u32));
        assert_eq!((objections.len(), unjudged), (0, vec!["device.blob".to_owned()]));
    }

    #[test]
    fn an_endless_nest_ends() {
        let deep = [2; 2000];
        let (objections, unjudged) = judged(|out| nested(out, &deep, 6, &0u32));
        assert_eq!((objections.len(), unjudged.len()), (0, 1));
    }
}
