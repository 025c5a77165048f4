//! The objects of the schema, in the order of a spec.

use super::{
    super::words::*, ALL, C_AND_LEGACY, FROM_C, FROM_LEGACY, INTEGER, Key, NOT_C_NOT_RAW, NOT_RAW,
    ONLY_LEGACY, ONLY_RAW, OURS, Object, Shape, key, need,
};

/// Numbers from 0 on: what a kernel number can be.
const NATURAL: Shape = Shape::Int(0, u64::MAX as i128);
const INT: Shape = Shape::Int(INTEGER.0, INTEGER.1);
const TEXTS: Shape = Shape::List(&Shape::Text);

/// The document.
pub(in crate::input::yaml) static SPEC: Object = Object {
    what: "a spec",
    keys: &[
        need(NAME, Shape::FreeName),
        need(DOC, Shape::Text),
        key(PROTOCOL, ALL, Shape::Text),
        Key { name: PROTONUM, levels: ONLY_RAW, required: true, shape: Shape::Int(0, 31) },
        key(VERSION, ONLY_LEGACY, Shape::Int(1, 255)),
        key(UAPI_HEADER, ALL, Shape::Text),
        key("c-family-name", FROM_C, Shape::Text),
        key("c-version-name", FROM_C, Shape::Text),
        key("max-by-define", FROM_C, Shape::Bool),
        key("cmd-max-name", FROM_C, Shape::Text),
        key("cmd-cnt-name", FROM_C, Shape::Text),
        key(
            "kernel-policy",
            FROM_LEGACY,
            Shape::OneOf("kernel policy", &[("split", ALL), ("per-op", ALL), ("global", ALL)]),
        ),
        key("kernel-family", NOT_RAW, Shape::Object(&KERNEL_FAMILY)),
        key(DEFINITIONS, ALL, Shape::List(&Shape::Object(&DEFINITION))),
        need(ATTRIBUTE_SETS, Shape::List(&Shape::Object(&ATTRIBUTE_SET_))),
        key(SUB_MESSAGES, FROM_LEGACY, Shape::List(&Shape::Object(&SUB_MESSAGE_))),
        need(OPERATIONS, Shape::Object(&OPERATIONS_)),
        key(MCAST_GROUPS, ALL, Shape::Object(&GROUPS)),
    ],
};

static KERNEL_FAMILY: Object = Object {
    what: "`kernel-family`",
    keys: &[key("headers", ALL, TEXTS), key("sock-priv", ALL, Shape::Text)],
};

static DEFINITION: Object = Object {
    what: "a definition",
    keys: &[
        need(NAME, Shape::Name),
        need(
            TYPE,
            Shape::OneOf(
                "definition type",
                &[("const", ALL), ("enum", ALL), ("flags", ALL), ("struct", FROM_LEGACY)],
            ),
        ),
        key(DOC, ALL, Shape::Text),
        key(HEADER, ALL, Shape::Text),
        key("scope", ALL, Shape::OneOf("scope", &[("uapi", ALL), ("kernel", ALL), ("user", ALL)])),
        key(VALUE, ALL, Shape::IntOrText),
        key(VALUE_START, ALL, Shape::IntOrText),
        key(ENTRIES, ALL, Shape::List(&Shape::NameOr(&ENTRY))),
        key(RENDER_MAX, ALL, Shape::Bool),
        key("enum-name", FROM_C, Shape::TextOrNull),
        key(NAME_PREFIX, FROM_C, Shape::Text),
        key("enum-cnt-name", C_AND_LEGACY, Shape::Text),
        key(MEMBERS, FROM_LEGACY, Shape::List(&Shape::Object(&MEMBER))),
    ],
};

static ENTRY: Object = Object {
    what: "an entry",
    keys: &[need(NAME, Shape::Name), key(VALUE, ALL, INT), key(DOC, ALL, Shape::Text)],
};

const BYTE_ORDERS: Shape =
    Shape::OneOf("byte order", &[("little-endian", ALL), ("big-endian", ALL)]);
const DISPLAY_HINTS: Shape = Shape::OneOf(
    "display hint",
    &[
        ("hex", ALL),
        ("mac", ALL),
        ("fddi", ALL),
        ("ipv4", ALL),
        ("ipv6", ALL),
        ("ipv4-or-v6", ALL),
        ("uuid", ALL),
        ("socket-address", ALL),
    ],
);

static MEMBER: Object = Object {
    what: "a struct member",
    keys: &[
        need(NAME, Shape::MemberName),
        need(
            TYPE,
            Shape::OneOf(
                "member type",
                &[
                    ("u8", ALL),
                    ("u16", ALL),
                    ("u32", ALL),
                    ("u64", ALL),
                    ("s8", ALL),
                    ("s16", ALL),
                    ("s32", ALL),
                    ("s64", ALL),
                    ("string", ALL),
                    ("binary", ALL),
                    ("pad", FROM_LEGACY),
                ],
            ),
        ),
        key(LEN, ALL, Shape::Length),
        key(BYTE_ORDER, ALL, BYTE_ORDERS),
        key(DOC, ALL, Shape::Text),
        key(ENUM, ALL, Shape::Text),
        key(ENUM_AS_FLAGS, FROM_LEGACY, Shape::Bool),
        key(DISPLAY_HINT, ALL, DISPLAY_HINTS),
        key(STRUCT, ALL, Shape::Text),
        key(KEY, OURS, Shape::Bool),
    ],
};

static ATTRIBUTE_SET_: Object = Object {
    what: "an attribute set",
    keys: &[
        need(NAME, Shape::Name),
        key(NAME_PREFIX, ALL, Shape::Text),
        key("enum-name", ALL, Shape::TextOrNull),
        key(DOC, ALL, Shape::Text),
        key(SUBSET_OF, ALL, Shape::Text),
        key("attr-cnt-name", FROM_C, Shape::Text),
        key("attr-max-name", FROM_C, Shape::Text),
        key(HEADER, FROM_C, Shape::Text),
        need(ATTRIBUTES, Shape::List(&Shape::Object(&ATTRIBUTE))),
    ],
};

const ATTRIBUTE_TYPES: Shape = Shape::OneOf(
    "attribute type",
    &[
        ("u8", ALL),
        ("u16", ALL),
        ("u32", ALL),
        ("u64", ALL),
        ("s8", ALL),
        ("s16", ALL),
        ("s32", ALL),
        ("s64", ALL),
        ("uint", ALL),
        ("sint", ALL),
        ("flag", ALL),
        ("string", ALL),
        ("binary", ALL),
        ("bitfield32", FROM_LEGACY),
        ("nest", ALL),
        ("indexed-array", ALL),
        ("nest-type-value", ALL),
        ("sub-message", FROM_LEGACY),
        ("pad", ALL),
        ("unused", ALL),
    ],
);

static ATTRIBUTE: Object = Object {
    what: "an attribute",
    keys: &[
        need(NAME, Shape::Name),
        key(TYPE, ALL, ATTRIBUTE_TYPES),
        key(DOC, ALL, Shape::Text),
        key(VALUE, ALL, Shape::Int(0, 0x3fff)),
        key(TYPE_VALUE, ALL, TEXTS),
        key(BYTE_ORDER, ALL, BYTE_ORDERS),
        key(MULTI_ATTR, ALL, Shape::Bool),
        key(NESTED_ATTRIBUTES, ALL, Shape::Text),
        key(ENUM, ALL, Shape::Text),
        key(ENUM_AS_FLAGS, ALL, Shape::Bool),
        key(CHECKS, ALL, Shape::Object(&CHECKS_)),
        key(SUB_TYPE, ALL, ATTRIBUTE_TYPES),
        key(DISPLAY_HINT, ALL, DISPLAY_HINTS),
        key(NAME_PREFIX, FROM_C, Shape::Text),
        key(STRUCT, FROM_LEGACY, Shape::Text),
        key(SUB_MESSAGE, FROM_LEGACY, Shape::Text),
        key(SELECTOR, FROM_LEGACY, Shape::Text),
        key(SECRET, OURS, Shape::Bool),
    ],
};

static CHECKS_: Object = Object {
    what: "`checks`",
    keys: &[
        key(FLAGS_MASK, ALL, Shape::Text),
        key(MIN, ALL, Shape::Limit),
        key(MAX, ALL, Shape::Limit),
        key(MIN_LEN, ALL, Shape::Length),
        key(MAX_LEN, ALL, Shape::Length),
        key(EXACT_LEN, ALL, Shape::Length),
        key(UNTERMINATED_OK, FROM_C, Shape::Bool),
    ],
};

static SUB_MESSAGE_: Object = Object {
    what: "a sub-message",
    keys: &[need(NAME, Shape::Text), need(FORMATS, Shape::List(&Shape::Object(&FORMAT)))],
};

static FORMAT: Object = Object {
    what: "a format",
    keys: &[
        need(VALUE, Shape::Text),
        key(FIXED_HEADER, ALL, Shape::Text),
        key(ATTRIBUTE_SET, ALL, Shape::Text),
    ],
};

static OPERATIONS_: Object = Object {
    what: "`operations`",
    keys: &[
        key(
            ENUM_MODEL,
            ALL,
            Shape::OneOf("enum model", &[("unified", ALL), ("directional", FROM_LEGACY)]),
        ),
        key(NAME_PREFIX, ALL, Shape::Text),
        key("enum-name", ALL, Shape::TextOrNull),
        key("async-prefix", ALL, Shape::Text),
        key("async-enum", ALL, Shape::TextOrNull),
        key(FIXED_HEADER, FROM_LEGACY, Shape::Text),
        need(LIST, Shape::List(&Shape::Object(&OPERATION))),
    ],
};

const PRIVILEGES: Shape =
    Shape::List(&Shape::OneOf("flag", &[("admin-perm", ALL), ("uns-admin-perm", NOT_C_NOT_RAW)]));

static OPERATION: Object = Object {
    what: "an operation",
    keys: &[
        need(NAME, Shape::Name),
        need(DOC, Shape::Text),
        key(VALUE, ALL, NATURAL),
        key(ATTRIBUTE_SET, ALL, Shape::Text),
        key(FLAGS, ALL, PRIVILEGES),
        key(
            "dont-validate",
            ALL,
            Shape::List(&Shape::OneOf(
                "validation flag",
                &[("strict", ALL), ("dump", ALL), ("dump-strict", NOT_RAW)],
            )),
        ),
        key("config-cond", NOT_RAW, Shape::Text),
        key(FIXED_HEADER, FROM_LEGACY, Shape::Text),
        key(DO, ALL, Shape::Object(&EXCHANGE)),
        key(DUMP, ALL, Shape::Object(&EXCHANGE)),
        key(NOTIFY, ALL, Shape::Text),
        key(EVENT, ALL, Shape::Object(&EVENT_)),
        key(MCGRP, ALL, Shape::Text),
    ],
};

static EXCHANGE: Object = Object {
    what: "`do` and `dump`",
    keys: &[
        key(REQUEST, ALL, Shape::Object(&MESSAGE)),
        key(REPLY, ALL, Shape::Object(&REPLY_)),
        key("pre", ALL, Shape::Text),
        key("post", ALL, Shape::Text),
    ],
};

static MESSAGE: Object = Object {
    what: "a message",
    keys: &[key(ATTRIBUTES, ALL, TEXTS), key(VALUE, FROM_LEGACY, NATURAL)],
};

/// An answer may be in a format of its own: a key of ours, as are all that [`OURS`] marks.
static REPLY_: Object = Object {
    what: "a reply",
    keys: &[
        key(ATTRIBUTES, ALL, TEXTS),
        key(VALUE, FROM_LEGACY, NATURAL),
        key(ATTRIBUTE_SET, OURS, Shape::Text),
        key(FIXED_HEADER, OURS, Shape::Text),
    ],
};

static EVENT_: Object = Object { what: "an event", keys: &[key(ATTRIBUTES, ALL, TEXTS)] };

static GROUPS: Object =
    Object { what: "`mcast-groups`", keys: &[need(LIST, Shape::List(&Shape::Object(&GROUP)))] };

static GROUP: Object = Object {
    what: "a multicast group",
    keys: &[
        need(NAME, Shape::FreeName),
        key("c-define-name", FROM_C, Shape::Text),
        key(FLAGS, ALL, PRIVILEGES),
        key(VALUE, ONLY_RAW, Shape::Int(0, u32::MAX as i128)),
    ],
};
