//! What a family spec says, typed, with every name resolved and every number worked out.
//!
//! A [`Spec`] exists only if the text passed all checks of [`parse`](super::parse): an id held in it
//! ([`SetId`], [`EnumId`], ...) is valid for that spec, and indexing with it (`&spec[id]`) does not fail.
//! Every object keeps the [`Path`] it was read from, so that a later phase can report an error at that very line
//! with [`Spec::error`].
//!
//! Keys that only the kernel or C headers use are validated and dropped, apart from the C prefixes and
//! `uapi-header`.

mod attribute;
mod definition;
mod operation;

use std::ops::Index;

pub use attribute::{
    Attribute, AttributeSet, AttributeType, Binary, ByteOrder, Checks, DisplayHint, Element,
    Format, Scalar, ScalarKind, Selector, SetId, SubMessage, SubMessageId, TypeValue,
};
pub use definition::{
    Const, ConstValue, Entry, Enum, EnumId, EnumKind, EnumUse, Member, MemberType, Struct, StructId,
};
pub use operation::{
    EnumModel, Event, Exchange, McastGroup, Message, Notify, Operation, OperationId, Privilege,
};

use super::path::Path;
use crate::diagnostic::{Diagnostic, Source};

/// One family spec: a generic netlink family, or the part of a classic netlink protocol that a spec describes.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The files it was read from: the spec, then its overlays. `Path::source` counts in here.
    pub(super) sources: Vec<Source>,
    pub(super) warnings: Vec<Diagnostic>,
    /// Where the document itself is.
    pub path: Path,
    /// `name`: for generic netlink the family name that nlctrl resolves (at most 15 bytes), else a label.
    pub name: String,
    /// `protocol`: which keys the spec may use. It changes nothing on the wire.
    pub level: Level,
    /// Which netlink protocol carries the messages.
    pub protocol: Protocol,
    /// `doc`.
    pub doc: String,
    /// `uapi-header`: the C header that holds the numbers, for documentation.
    pub uapi_header: Option<String>,
    /// Definitions of type `const`, in order.
    pub consts: Vec<Const>,
    /// Definitions of type `enum` and `flags`, in order.
    pub enums: Vec<Enum>,
    /// Definitions of type `struct`, in order.
    pub structs: Vec<Struct>,
    /// `attribute-sets`, in order; subsets come with ids and types filled in from their parent.
    pub sets: Vec<AttributeSet>,
    /// `sub-messages`, in order.
    pub sub_messages: Vec<SubMessage>,
    /// `operations.enum-model`.
    pub enum_model: EnumModel,
    /// `operations.name-prefix`: the C prefix of the operation names.
    pub operation_prefix: Option<String>,
    /// `operations.list`, in order.
    pub operations: Vec<Operation>,
    /// `mcast-groups.list`, in order.
    pub mcast_groups: Vec<McastGroup>,
}

/// `protocol`: the schema level, from the strictest to the one that allows most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `genetlink`: for new families; the default.
    Genetlink,
    /// `genetlink-c`: adds words for C names.
    GenetlinkC,
    /// `genetlink-legacy`: adds structs, fixed headers, directional operations.
    GenetlinkLegacy,
    /// `netlink-raw`: a classic protocol; adds sub-messages, protocol and group numbers.
    NetlinkRaw,
}

/// Which netlink protocol carries the messages of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// NETLINK_GENERIC; the family id comes from nlctrl.
    Generic {
        /// `version`: `genlmsghdr.version`.
        version: u8,
    },
    /// A classic protocol of its own.
    Raw {
        /// `protonum`: the third argument of socket(2), as NETLINK_ROUTE.
        protonum: u8,
    },
}

impl Spec {
    /// The set of that name.
    #[must_use]
    pub fn set_named(&self, name: &str) -> Option<SetId> {
        self.sets.iter().position(|set| set.name == name).map(SetId)
    }

    /// The struct of that name.
    #[must_use]
    pub fn struct_named(&self, name: &str) -> Option<StructId> {
        self.structs.iter().position(|it| it.name == name).map(StructId)
    }

    /// The enum or flags definition of that name.
    #[must_use]
    pub fn enum_named(&self, name: &str) -> Option<EnumId> {
        self.enums.iter().position(|it| it.name == name).map(EnumId)
    }

    /// The operation of that name.
    #[must_use]
    pub fn operation_named(&self, name: &str) -> Option<OperationId> {
        self.operations.iter().position(|it| it.name == name).map(OperationId)
    }

    /// The attributes that a message lists.
    pub fn attributes<'a>(&'a self, message: &'a Message) -> impl Iterator<Item = &'a Attribute> {
        let set = message.attribute_set.map(|id| &self[id]);
        message.attributes.iter().filter_map(move |&index| set?.attributes.get(index))
    }
}

macro_rules! index {
    ($($id:ty => $field:ident: $what:ty,)*) => {$(
        impl Index<$id> for Spec {
            type Output = $what;

            fn index(&self, id: $id) -> &$what {
                &self.$field[id.0]
            }
        }
    )*};
}

index! {
    SetId => sets: AttributeSet,
    EnumId => enums: Enum,
    StructId => structs: Struct,
    SubMessageId => sub_messages: SubMessage,
    OperationId => operations: Operation,
}
