//! Every word of the schema that the code refers to, once.

macro_rules! words {
    ($($name:ident = $text:literal;)*) => {$(
        #[doc = concat!("`", $text, "`")]
        pub(super) const $name: &str = $text;
    )*};
}

words! {
    ATTRIBUTES = "attributes";
    ATTRIBUTE_SET = "attribute-set";
    ATTRIBUTE_SETS = "attribute-sets";
    BYTE_ORDER = "byte-order";
    CHECKS = "checks";
    DEFINITIONS = "definitions";
    DISPLAY_HINT = "display-hint";
    DO = "do";
    DOC = "doc";
    DUMP = "dump";
    ENTRIES = "entries";
    ENUM = "enum";
    ENUM_AS_FLAGS = "enum-as-flags";
    ENUM_MODEL = "enum-model";
    EVENT = "event";
    EXACT_LEN = "exact-len";
    FIXED_HEADER = "fixed-header";
    FLAGS = "flags";
    FLAGS_MASK = "flags-mask";
    FORMATS = "formats";
    HEADER = "header";
    KEY = "key";
    LEN = "len";
    LIST = "list";
    MAX = "max";
    MAX_LEN = "max-len";
    MCAST_GROUPS = "mcast-groups";
    MCGRP = "mcgrp";
    MEMBERS = "members";
    MIN = "min";
    MIN_LEN = "min-len";
    MULTI_ATTR = "multi-attr";
    NAME = "name";
    NAME_PREFIX = "name-prefix";
    NESTED_ATTRIBUTES = "nested-attributes";
    NOTIFY = "notify";
    OPERATIONS = "operations";
    PROTOCOL = "protocol";
    PROTONUM = "protonum";
    RENDER_MAX = "render-max";
    REPLY = "reply";
    REQUEST = "request";
    SECRET = "secret";
    SELECTOR = "selector";
    STRUCT = "struct";
    SUBSET_OF = "subset-of";
    SUB_MESSAGE = "sub-message";
    SUB_MESSAGES = "sub-messages";
    SUB_TYPE = "sub-type";
    TYPE = "type";
    TYPE_VALUE = "type-value";
    UAPI_HEADER = "uapi-header";
    UNTERMINATED_OK = "unterminated-ok";
    VALUE = "value";
    VALUE_START = "value-start";
    VERSION = "version";
}
