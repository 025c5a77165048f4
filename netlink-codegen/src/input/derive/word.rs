//! Every word of `#[netlink(…)]`, and where it may stand.

/// A word.
#[derive(Debug)]
pub(super) struct Word {
    /// The word.
    pub(super) name: &'static str,
    /// What follows it.
    pub(super) takes: Takes,
    /// How it is written.
    pub(super) example: &'static str,
}

/// What follows a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing.
    Nothing,
    /// `= "text"`
    Text,
    /// `= 1`, `= NAME`, or any constant expression.
    Expression,
    /// `= Type`
    Type,
    /// `= some::path`, or the same in quotes.
    Path,
}

const fn word(name: &'static str, takes: Takes, example: &'static str) -> Word {
    Word { name, takes, example }
}

/// A word that nothing follows.
const fn mark(name: &'static str) -> Word {
    Word { name, takes: Takes::Nothing, example: name }
}

// How a message is addressed.
pub(super) const FAMILY: Word = word("family", Takes::Text, "family = \"demo\"");
pub(super) const VERSION: Word = word("version", Takes::Expression, "version = 1");
pub(super) const CMD: Word = word("cmd", Takes::Expression, "cmd = 1");
pub(super) const PROTOCOL: Word = word("protocol", Takes::Expression, "protocol = route");
pub(super) const TY: Word = word("ty", Takes::Expression, "ty = 18");

// What a request is.
pub(super) const REPLY: Word = word("reply", Takes::Type, "reply = Device<'_>");
/// The command of the answer, where it is another than the request's.
pub(super) const REPLY_CMD: Word = word("reply_cmd", Takes::Expression, "reply_cmd = 2");
/// The message type of the answer.
pub(super) const REPLY_TY: Word = word("reply_ty", Takes::Expression, "reply_ty = 16");
pub(super) const FLAGS: Word = word("flags", Takes::Expression, "flags = NLM_F_CREATE");
/// On a struct: the request asks for a dump. On a variant: only dump requests are meant.
pub(super) const DUMP: Word = mark("dump");

/// The request needs `CAP_NET_ADMIN`.
pub(super) const PRIVILEGED: Word = mark("privileged");

// Enums of messages.
/// The variants are requests, and the family's table lists what they ask for.
pub(super) const REQUESTS: Word = mark("requests");
/// The enum of what the family sends on its own.
pub(super) const NOTIFICATIONS: Word =
    word("notifications", Takes::Type, "notifications = Events<'_>");
/// The multicast group that a notification is sent to.
pub(super) const GROUP: Word = word("group", Takes::Text, "group = \"monitor\"");
/// Its number, where the protocol fixes it.
pub(super) const GROUP_ID: Word = word("group_id", Takes::Expression, "group_id = 1");

// The item itself.
pub(super) const NAME: Word = word("name", Takes::Text, "name = \"link-attrs\"");
pub(super) const CRATE: Word = word("crate", Takes::Path, "crate = my_crate::netlink_runtime");
pub(super) const DEBUG: Word = mark("debug");

// Attributes.
pub(super) const ID: Word = word("id", Takes::Expression, "id = 1");
/// The family really uses the id 0, which most keep for `…_UNSPEC`.
pub(super) const ZERO: Word = mark("zero");
pub(super) const RENAME: Word = word("rename", Takes::Text, "rename = \"wire-name\"");
pub(super) const SECRET: Word = mark("secret");
/// Limits of a value: numbers, bits, and bytes of texts and bytes.
pub(super) const MIN: Word = word("min", Takes::Expression, "min = 1");
pub(super) const MAX: Word = word("max", Takes::Expression, "max = 10");
pub(super) const MASK: Word = word("mask", Takes::Expression, "mask = 0x7");
pub(super) const MIN_LEN: Word = word("min_len", Takes::Expression, "min_len = 1");
pub(super) const MAX_LEN: Word = word("max_len", Takes::Expression, "max_len = 15");
/// How a value is printed.
pub(super) const DISPLAY: Word = word("display", Takes::Expression, "display = hex");
pub(super) const DEFAULT: Word = mark("default");
pub(super) const WITH: Word = word("with", Takes::Path, "with = my::module");

// The form of a value.
pub(super) const BE: Word = mark("be");
pub(super) const LE: Word = mark("le");
/// The type is one that the `bitflags` crate defines.
pub(super) const BITFLAGS: Word = mark("bitflags");
pub(super) const UINT: Word = mark("uint");
pub(super) const SINT: Word = mark("sint");
pub(super) const AS: Word = word("as", Takes::Type, "as = u16");
pub(super) const MULTI: Word = mark("multi");
pub(super) const INDEXED: Word = mark("indexed");
/// On a field: a C array. On a struct of fixed layout: no alignment.
pub(super) const PACKED: Word = mark("packed");

// Sub-messages.
/// On an enum: its variants are formats.
pub(super) const SUB_MESSAGE: Word = mark("sub_message");
/// On a variant: what selects the format.
pub(super) const FORMAT: Word = word("format", Takes::Text, "format = \"bridge\"");
/// On a field: what chooses its format.
pub(super) const SELECTOR: Word = word("selector", Takes::Expression, "selector = kind");

// Fields that are no attributes.
pub(super) const SKIP: Word = mark("skip");
pub(super) const UNKNOWN: Word = mark("unknown");
pub(super) const HEADER: Word = mark("header");
pub(super) const PAD: Word = mark("pad");

/// On a variant: keeps what the others do not name.
pub(super) const OTHER: Word = mark("other");

/// Something that carries `#[netlink(…)]`.
#[derive(Debug)]
pub(super) struct Place {
    /// In a sentence: "not a word of …".
    pub(super) what: &'static str,
    /// The words that may stand here.
    pub(super) words: &'static [&'static Word],
}

pub(super) static MESSAGE: Place = Place {
    what: "a message struct",
    words: &[
        &FAMILY,
        &VERSION,
        &CMD,
        &PROTOCOL,
        &TY,
        &REPLY,
        &REPLY_CMD,
        &REPLY_TY,
        &DUMP,
        &FLAGS,
        &PRIVILEGED,
        &NAME,
        &CRATE,
        &DEBUG,
    ],
};

pub(super) static FIELD: Place = Place {
    what: "a message's field",
    words: &[
        &ID, &BE, &LE, &UINT, &SINT, &AS, &MULTI, &INDEXED, &PACKED, &SECRET, &MIN, &MAX, &MASK,
        &MIN_LEN, &MAX_LEN, &DEFAULT, &SKIP, &WITH, &RENAME, &UNKNOWN, &HEADER, &ZERO, &BITFLAGS,
        &SELECTOR, &DISPLAY, &PAD,
    ],
};

pub(super) static MESSAGES: Place = Place {
    what: "an enum of messages",
    words: &[&FAMILY, &VERSION, &PROTOCOL, &REQUESTS, &NOTIFICATIONS, &SUB_MESSAGE, &CRATE],
};

pub(super) static MESSAGES_VARIANT: Place = Place {
    what: "a variant of an enum of messages",
    words: &[&CMD, &TY, &DUMP, &GROUP, &GROUP_ID, &RENAME, &OTHER],
};

pub(super) static FORMATS: Place =
    Place { what: "a sub-message", words: &[&SUB_MESSAGE, &NAME, &CRATE] };

pub(super) static FORMATS_VARIANT: Place =
    Place { what: "a variant of a sub-message", words: &[&FORMAT, &OTHER] };

pub(super) static ENUM: Place = Place { what: "a netlink enum", words: &[&NAME, &CRATE] };

pub(super) static ENUM_VARIANT: Place =
    Place { what: "a variant of a netlink enum", words: &[&RENAME, &OTHER] };

pub(super) static FIXED: Place =
    Place { what: "a struct of fixed layout", words: &[&NAME, &CRATE, &PACKED] };

pub(super) static MEMBER: Place =
    Place { what: "a member of a struct", words: &[&BE, &LE, &BITFLAGS, &PAD, &RENAME] };

/// All of them, to tell where a word belongs that stands elsewhere.
pub(super) static PLACES: [&Place; 10] = [
    &MESSAGE,
    &FIELD,
    &MESSAGES,
    &MESSAGES_VARIANT,
    &FORMATS,
    &FORMATS_VARIANT,
    &ENUM,
    &ENUM_VARIANT,
    &FIXED,
    &MEMBER,
];

/// Words that people know from elsewhere, and how it is said here.
pub(super) const FOREIGN: &[(&str, &str)] = &[
    ("flag", "a field of type `bool` is a flag: its presence is the value"),
    ("nested", "the field's type says it: a struct with `#[derive(NetlinkMessage)]` is a nest"),
    ("nest", "the field's type says it: a struct with `#[derive(NetlinkMessage)]` is a nest"),
    ("optional", "write the field as `Option<T>`"),
    ("required", "a field whose type is no `Option` is required as it is"),
    ("attr", "write `id = 1`"),
    ("big_endian", "write `be`"),
    ("little_endian", "write `le`"),
    ("array", "write `multi`, `indexed` or `packed`"),
    ("list", "write `multi`, `indexed` or `packed`"),
    ("padding", "write `pad`"),
    ("command", "write `cmd = 1`"),
    ("kind", "the field's type says it"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_other_libraries_is_one_of_ours() {
        let ours: Vec<_> = PLACES.iter().flat_map(|place| place.words).map(|w| w.name).collect();
        assert!(FOREIGN.iter().all(|(word, _)| !ours.contains(word)));
    }

    #[test]
    fn every_example_begins_with_its_word() {
        for word in PLACES.iter().flat_map(|place| place.words) {
            assert!(word.example.starts_with(word.name), "{word:?}");
            assert_eq!(word.example.contains('='), word.takes != Takes::Nothing, "{word:?}");
        }
    }
}
