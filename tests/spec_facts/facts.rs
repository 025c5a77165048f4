//! What a spec says about bytes and names, as a flat map that can be compared.
//!
//! Attributes, entries and members are found by their number or place, so that another name is
//! one difference and not two. Documentation, checks and hints for printing are left out.

use std::collections::BTreeMap;
use std::fmt;

use netlink_codegen::input::yaml::Spec;
use netlink_codegen::input::yaml::model::{
    Attribute, AttributeSet, AttributeType, Binary, ByteOrder, Element, Enum, EnumKind, EnumUse,
    Exchange, Member, MemberType, Message, Operation, Scalar, SetId, SubMessage, TypeValue,
};

/// A thing that a spec says.
#[derive(Debug)]
pub(crate) enum Fact {
    /// A text that must be equal.
    Text(String),
    /// An attribute of that name is in a list; its name is compared elsewhere.
    Listed(String),
}

/// What a spec says, by path.
pub(crate) type Facts = BTreeMap<String, Fact>;

impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one == two,
            (Self::Listed(_), Self::Listed(_)) => true,
            _ => false,
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Text(text) | Self::Listed(text)) = self;
        f.write_str(text)
    }
}

/// All facts of a spec.
pub(crate) fn facts(spec: &Spec) -> Facts {
    let mut gather = Gather { spec, facts: Facts::new() };
    gather.say("protocol", format!("{:?}", spec.protocol));
    spec.consts
        .iter()
        .for_each(|it| gather.say(format!("const {}", it.name), format!("{:?}", it.value)));
    spec.enums.iter().for_each(|it| gather.enumeration(it));
    for it in &spec.structs {
        gather.say(format!("struct {}", it.name), format!("{} bytes", it.size));
        it.members.iter().for_each(|member| gather.member(&it.name, member));
    }
    spec.sets.iter().for_each(|set| gather.set(set));
    spec.sub_messages.iter().for_each(|it| gather.sub_message(it));
    spec.operations.iter().for_each(|it| gather.operation(it));
    for group in &spec.mcast_groups {
        gather.say(format!("group {}", group.name), format!("{:?}", group.id));
    }
    gather.facts
}

struct Gather<'a> {
    spec: &'a Spec,
    facts: Facts,
}

impl Gather<'_> {
    fn say(&mut self, path: impl Into<String>, fact: impl Into<String>) {
        self.facts.insert(path.into(), Fact::Text(fact.into()));
    }

    fn enumeration(&mut self, it: &Enum) {
        let kind = match it.kind {
            EnumKind::Values => "enum",
            EnumKind::Bits => "flags",
        };
        self.say(format!("enum {}", it.name), kind);
        for entry in &it.entries {
            self.say(format!("enum {}.{}", it.name, entry.number), &*entry.name);
        }
    }

    fn member(&mut self, of: &str, member: &Member) {
        let ty = match member.ty {
            MemberType::Scalar(it) => scalar(it),
            MemberType::Struct(id) => format!("struct {}", self.spec[id].name),
            MemberType::String => "string".to_owned(),
            MemberType::Bytes => "bytes".to_owned(),
            MemberType::Pad => "pad".to_owned(),
        };
        let path = format!("struct {of}.{:03}", member.offset);
        if member.size == 0 {
            return;
        }
        self.say(&*path, format!("{}: {ty}, {} bytes", member.name, member.size));
        if let MemberType::Scalar(scalar) = member.ty {
            self.names(&path, scalar.names);
        }
    }

    fn set(&mut self, set: &AttributeSet) {
        self.say(format!("set {}", set.name), "there");
        for attribute in &set.attributes {
            let path = format!("set {}.{:03}", set.name, attribute.id);
            if attribute.ty == AttributeType::Unused {
                continue;
            }
            self.say(format!("{path} name"), &*attribute.name);
            let many = if attribute.multi { "many " } else { "" };
            self.say(format!("{path} type"), format!("{many}{}", self.attribute(attribute)));
            self.names(&path, names_of(&attribute.ty));
            if attribute.secret {
                self.say(format!("{path} secret"), "shown nowhere");
            }
        }
    }

    fn attribute(&self, attribute: &Attribute) -> String {
        match &attribute.ty {
            AttributeType::Unused => "unused".to_owned(),
            AttributeType::Pad => "pad".to_owned(),
            AttributeType::Flag => "flag".to_owned(),
            AttributeType::String => "string".to_owned(),
            AttributeType::Scalar(it) => scalar(*it),
            AttributeType::Bitfield32(_) => "bitfield32".to_owned(),
            AttributeType::Binary(binary) => self.binary(*binary),
            AttributeType::Nest(set) => self.nest(*set),
            AttributeType::IndexedArray(element) => format!("array of {}", self.element(*element)),
            AttributeType::NestTypeValue { levels, inner } => {
                let inner = match inner {
                    TypeValue::Set(set) => self.nest(*set),
                    TypeValue::Scalar(it) => scalar(*it),
                };
                format!("by {} {inner}", levels.join(", "))
            }
            AttributeType::SubMessage { message, selector } => {
                format!("message {} by {}", self.spec[*message].name, selector.name)
            }
        }
    }

    fn element(&self, element: Element) -> String {
        match element {
            Element::Scalar(it) => scalar(it),
            Element::String => "string".to_owned(),
            Element::Binary(binary) => self.binary(binary),
            Element::Nest(set) => self.nest(set),
        }
    }

    fn binary(&self, binary: Binary) -> String {
        match binary {
            Binary::Bytes => "binary".to_owned(),
            Binary::Struct(id) => format!("struct {}", self.spec[id].name),
            Binary::Records(header, set) => {
                format!("records of {}, {}", self.spec[header].name, self.nest(set))
            }
            Binary::Array(it) => format!("packed {}", scalar(it)),
        }
    }

    fn nest(&self, set: SetId) -> String {
        format!("nest {}", self.spec[set].name)
    }

    fn names(&mut self, path: &str, names: Option<EnumUse>) {
        if let Some(names) = names {
            let word = if names.as_bits { "bits" } else { "values" };
            self.say(format!("{path} names"), format!("{word} {}", self.spec[names.id].name));
        }
    }

    fn sub_message(&mut self, it: &SubMessage) {
        self.say(format!("message {}", it.name), "there");
        for format in &it.formats {
            let header = format.fixed_header.map_or("-", |id| &self.spec[id].name).to_owned();
            let set = format.attribute_set.map_or("-", |id| &self.spec[id].name).to_owned();
            let path = format!("message {}.{}", it.name, format.value);
            self.say(path, format!("header {header}, set {set}"));
        }
    }

    fn operation(&mut self, it: &Operation) {
        let path = format!("operation {}", it.name);
        let header = it.fixed_header.map_or("-", |id| &self.spec[id].name).to_owned();
        let set = it.attribute_set.map_or("-", |id| &self.spec[id].name).to_owned();
        self.say(&*path, format!("header {header}, set {set}"));
        for (word, exchange) in [("do", &it.do_), ("dump", &it.dump)] {
            if let Some(Exchange { request, reply, .. }) = exchange {
                self.message(&format!("{path}.{word} request"), request);
                if let Some(reply) = reply {
                    self.message(&format!("{path}.{word} reply"), reply);
                }
            }
        }
        if let Some(notify) = it.notify {
            let of = &self.spec[notify.of].name;
            self.say(format!("{path}.notify"), format!("{} like {of}", notify.id));
        }
        if let Some(event) = &it.event {
            self.message(&format!("{path}.event"), &event.message);
        }
        if let Some(group) = it.mcast_group {
            self.say(format!("{path}.group"), &*self.spec.mcast_groups[group].name);
        }
    }

    fn message(&mut self, path: &str, message: &Message) {
        self.say(path, message.id.to_string());
        for attribute in self.spec.attributes(message) {
            let path = format!("{path}.{:03}", attribute.id);
            self.facts.insert(path, Fact::Listed(attribute.name.clone()));
        }
    }
}

/// What the numbers in an attribute are named by.
fn names_of(ty: &AttributeType) -> Option<EnumUse> {
    match *ty {
        AttributeType::Scalar(scalar)
        | AttributeType::Binary(Binary::Array(scalar))
        | AttributeType::IndexedArray(Element::Scalar(scalar)) => scalar.names,
        AttributeType::Bitfield32(names) => names,
        _ => None,
    }
}

/// Width, sign and byte order of a number.
fn scalar(scalar: Scalar) -> String {
    let order = match scalar.byte_order {
        ByteOrder::Host => "",
        ByteOrder::Big => " big-endian",
        ByteOrder::Little => " little-endian",
    };
    format!("{:?}{order}", scalar.kind).to_lowercase()
}
