//! The keys of an attribute that depend on its type.

use super::super::{node::Node, problem::Problems, words::*};

/// An attribute's keys: its own, and for a subset's attribute those of the parent's attribute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Properties<'a> {
    own: &'a Node,
    parent: Option<&'a Node>,
    /// `type`.
    pub(super) ty: &'a str,
    /// `sub-type`, of types that have one; else empty.
    pub(super) sub: &'a str,
}

/// A key, and which types it goes with.
struct Rule {
    key: &'static str,
    goes_with: fn(ty: &str, sub: &str) -> bool,
    which: &'static str,
}

/// The keys that go with some types only.
static RULES: &[Rule] = &[
    Rule {
        key: NESTED_ATTRIBUTES,
        goes_with: |ty, sub| match ty {
            "nest" | "nest-type-value" => true,
            "indexed-array" => sub == "nest",
            "binary" => sub.is_empty(),
            _ => false,
        },
        which: "`nest`, `nest-type-value`, `indexed-array` with `sub-type: nest`, and `binary` with \
                `struct`",
    },
    Rule {
        key: SUB_TYPE,
        goes_with: |ty, _| matches!(ty, "indexed-array" | "binary"),
        which: "`indexed-array` and `binary`",
    },
    Rule { key: STRUCT, goes_with: |ty, sub| element(ty, sub) == "binary", which: "`binary`" },
    Rule { key: SUB_MESSAGE, goes_with: |ty, _| ty == SUB_MESSAGE, which: "`sub-message`" },
    Rule { key: SELECTOR, goes_with: |ty, _| ty == SUB_MESSAGE, which: "`sub-message`" },
    Rule {
        key: TYPE_VALUE,
        goes_with: |ty, _| ty == "nest-type-value" || is_number(ty),
        which: "`nest-type-value` and numbers",
    },
    Rule {
        key: BYTE_ORDER,
        goes_with: |ty, sub| {
            matches!(element(ty, sub), "u16" | "u32" | "u64" | "s16" | "s32" | "s64" | "binary")
        },
        which: "numbers of 16, 32 and 64 bits, and `binary`",
    },
    Rule { key: ENUM, goes_with: has_values, which: "numbers, arrays of numbers and `bitfield32`" },
    Rule {
        key: ENUM_AS_FLAGS,
        goes_with: has_values,
        which: "numbers, arrays of numbers and `bitfield32`",
    },
    Rule {
        key: MULTI_ATTR,
        goes_with: |ty, _| !matches!(ty, "unused" | "pad" | "flag"),
        which: "types that carry something",
    },
    Rule {
        key: DISPLAY_HINT,
        goes_with: |ty, sub| {
            is_number(element(ty, sub)) || matches!(element(ty, sub), "binary" | "string")
        },
        which: "numbers, `binary` and `string`",
    },
    Rule {
        key: CHECKS,
        goes_with: |ty, sub| is_number(ty) || matches!(element(ty, sub), "binary" | "string"),
        which: "numbers, `binary` and `string`",
    },
];

/// Whether a word is the type of a number.
pub(super) fn is_number(ty: &str) -> bool {
    super::attributes::scalar_kind(ty).is_some() || matches!(ty, "uint" | "sint")
}

/// The type of an array's elements, else the type.
fn element<'a>(ty: &'a str, sub: &'a str) -> &'a str {
    match ty {
        "indexed-array" => sub,
        "binary" if !sub.is_empty() => sub,
        _ => ty,
    }
}

fn has_values(ty: &str, sub: &str) -> bool {
    is_number(element(ty, sub)) || ty == "bitfield32"
}

impl<'a> Properties<'a> {
    /// Gathers them; none if the attribute has no type.
    pub(super) fn new(own: &'a Node, parent: Option<&'a Node>) -> Option<Self> {
        let either = |key| own.get(key).or_else(|| parent?.get(key));
        let ty = either(TYPE)?.text()?;
        let sub = match ty {
            "indexed-array" | "binary" => either(SUB_TYPE).and_then(Node::text).unwrap_or_default(),
            _ => "",
        };
        Some(Self { own, parent, ty, sub })
    }

    /// The value of a key. One taken over from the parent counts only if it goes with the type,
    /// which the subset may have changed.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.own.get(key).or_else(|| {
            let rule = RULES.iter().find(|rule| rule.key == key);
            let counts = rule.is_none_or(|rule| (rule.goes_with)(self.ty, self.sub));
            self.parent.filter(|_| counts)?.get(key)
        })
    }

    /// Whether the value of a key is the subset's own.
    pub(super) fn is_own(&self, key: &str) -> bool {
        self.own.get(key).is_some()
    }

    /// The value of a key that this type cannot do without.
    pub(super) fn need(&self, key: &str, problems: &mut Problems) -> Option<&'a Node> {
        let found = self.get(key);
        if found.is_none() {
            problems.add(
                &self.own.path,
                format!("an attribute of type `{}` needs the key `{key}`", self.ty),
            );
        }
        found
    }

    /// Reports own keys that do not go with the type.
    pub(super) fn check(&self, problems: &mut Problems) {
        for entry in self.own.entries() {
            let Some(rule) = RULES.iter().find(|rule| rule.key == entry.key) else {
                continue;
            };
            if !(rule.goes_with)(self.ty, self.sub) {
                let message = format!("`{}` has no meaning for type `{}`", rule.key, self.ty);
                let path = &entry.at;
                problems.add(path, message).help(format!("it goes with {}", rule.which));
            }
        }
    }
}
