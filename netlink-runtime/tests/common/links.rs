//! rtnetlink's links: a protocol of its own, with a fixed header.

use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::{Decode, DecodeError, Encode, View, decode_set};
use netlink_runtime::schema::{
    Attribute, Family, Kind, Layout, Operation, Protocol, Scalar, Set, Struct, Width,
};
use netlink_runtime::wire::{Attributes, Writer, flags};
use netlink_runtime::{Dump, Request, Single};

const IFNAME: u16 = 3;
const LINKINFO: u16 = 18;
const EXT_MASK: u16 = 29;
const TARGET_NETNSID: u16 = 46;
const PROP_LIST: u16 = 52;
const ALT_IFNAME: u16 = 53;
const INFO_KIND: u16 = 1;

const U32: Kind = Kind::Scalar(Scalar::new(Width::U32));

static HEADER: Struct = Struct::new("ifinfomsg", 16, &[]);
static LINK: Set = Set::new(
    "link-attrs",
    &[
        Attribute::new(IFNAME, "ifname", Kind::String),
        Attribute::new(LINKINFO, "linkinfo", Kind::Nest(&LINKINFO_ATTRS)),
        Attribute::new(EXT_MASK, "ext-mask", U32),
        Attribute::new(TARGET_NETNSID, "target-netnsid", U32),
        Attribute::new(PROP_LIST, "prop-list", Kind::Nest(&LINK)),
        Attribute::new(ALT_IFNAME, "alt-ifname", Kind::String).multi(),
    ],
);
static LINKINFO_ATTRS: Set =
    Set::new("linkinfo-attrs", &[Attribute::new(INFO_KIND, "kind", Kind::String)]);
const LAYOUT: Layout = Layout { header: Some(&HEADER), set: Some(&LINK) };
static GETLINK: Operation = Operation::new("getlink", Some(18), Some(16)).with_layout(LAYOUT);
static NEWLINK: Operation = Operation::new("newlink", Some(16), None).with_layout(LAYOUT);
static NEWLINKPROP: Operation = Operation::new("newlinkprop", Some(108), None).with_layout(LAYOUT);
static FAMILY: Family = Family::new("rt-link", Protocol::Raw(0));

fn write_header(out: &mut Writer, index: i32) {
    out.extend(&[0; 4]);
    out.extend(&index.to_ne_bytes());
    out.extend(&[0; 8]);
}

/// Asks for one link, or for all.
#[derive(Clone, Copy, Default)]
pub(crate) struct GetLink {
    pub(crate) index: i32,
    pub(crate) ext_mask: Option<u32>,
    pub(crate) target_netnsid: Option<u32>,
}

impl Encode for GetLink {
    fn encode(&self, out: &mut Writer) {
        write_header(out, self.index);
        out.optional(EXT_MASK, &self.ext_mask);
        out.optional(TARGET_NETNSID, &self.target_netnsid);
    }
}

impl Request for GetLink {
    type Reply = Link<'static>;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GETLINK;
    const COMMAND: u16 = 18;
    const HAS_REPLY: bool = true;
}

impl Single for GetLink {}
impl Dump for GetLink {}

/// A link.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) index: i32,
    pub(crate) name: &'a BStr,
    pub(crate) altnames: usize,
}

impl View for Link<'_> {
    type At<'a> = Link<'a>;
}

impl<'a> Decode<'a> for Link<'a> {
    fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let (header, attributes) =
            body.split_at_checked(16).ok_or_else(|| DecodeError::too_short(16, body.len()))?;
        let index = <i32 as Decode>::decode(&header[4..])?;
        let mut link = Link { index, name: "".into(), altnames: 0 };
        decode_set(attributes, &LINK, |attribute| {
            match attribute.id() {
                IFNAME => link.name = <&BStr as Decode>::decode(attribute.payload())?,
                PROP_LIST => link.altnames = Attributes::new(attribute.payload()).count(),
                _ => {}
            }
            Ok(())
        })?;
        Ok(link)
    }
}

/// Lists links, and takes the first one for malformed.
#[derive(Clone, Copy, Default)]
pub(crate) struct GetLinkPicky;

/// A link that is not the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LaterLink<'a>(pub(crate) Link<'a>);

impl Encode for GetLinkPicky {
    fn encode(&self, out: &mut Writer) {
        write_header(out, 0);
    }
}

impl Request for GetLinkPicky {
    type Reply = LaterLink<'static>;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GETLINK;
    const COMMAND: u16 = 18;
    const HAS_REPLY: bool = true;
}

impl Dump for GetLinkPicky {}

impl View for LaterLink<'_> {
    type At<'a> = LaterLink<'a>;
}

impl<'a> Decode<'a> for LaterLink<'a> {
    fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let link = Link::decode(body)?;
        let refusal = || DecodeError::other("the first link").in_attribute(&LINK, IFNAME);
        (link.index != 1).then_some(Self(link)).ok_or_else(refusal)
    }
}

/// Makes a link.
#[derive(Clone, Copy)]
pub(crate) struct NewLink<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: &'a str,
}

impl Encode for NewLink<'_> {
    fn encode(&self, out: &mut Writer) {
        write_header(out, 0);
        out.put(IFNAME, self.name);
        let info = out.begin_nest(LINKINFO);
        out.put(INFO_KIND, self.kind);
        out.end(info);
    }
}

impl Request for NewLink<'_> {
    type Reply = ();
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &NEWLINK;
    const COMMAND: u16 = 16;
    const FLAGS: u16 = flags::CREATE | flags::EXCLUSIVE;
    const HAS_REPLY: bool = false;
}

impl Single for NewLink<'_> {}

/// Gives a link more names.
#[derive(Clone, Copy)]
pub(crate) struct NewLinkProp<'a> {
    pub(crate) index: i32,
    pub(crate) names: &'a [String],
}

impl Encode for NewLinkProp<'_> {
    fn encode(&self, out: &mut Writer) {
        write_header(out, self.index);
        let list = out.begin_nest(PROP_LIST);
        for name in self.names {
            out.put(ALT_IFNAME, name);
        }
        out.end(list);
    }
}

impl Request for NewLinkProp<'_> {
    type Reply = ();
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &NEWLINKPROP;
    const COMMAND: u16 = 108;
    const FLAGS: u16 = flags::CREATE | flags::EXCLUSIVE | flags::APPEND;
    const HAS_REPLY: bool = false;
}

impl Single for NewLinkProp<'_> {}

/// Makes a link and asks for it back.
#[derive(Clone, Copy)]
pub(crate) struct NewLinkEcho<'a>(pub(crate) NewLink<'a>);

impl Encode for NewLinkEcho<'_> {
    fn encode(&self, out: &mut Writer) {
        self.0.encode(out);
    }
}

impl Request for NewLinkEcho<'_> {
    type Reply = Link<'static>;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GETLINK;
    const COMMAND: u16 = 16;
    const FLAGS: u16 = NewLink::FLAGS | flags::ECHO;
    const HAS_REPLY: bool = true;
}

impl Single for NewLinkEcho<'_> {}

static GETADDR: Operation = Operation::new("getaddr", Some(22), Some(20));

/// Asks for the IPv4 addresses of a device.
#[derive(Clone, Copy)]
pub(crate) struct AddressesOf {
    pub(crate) index: u32,
}

/// An address, unread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address;

impl Encode for AddressesOf {
    fn encode(&self, out: &mut Writer) {
        out.extend(&[2, 0, 0, 0]);
        out.extend(&self.index.to_ne_bytes());
    }
}

impl Request for AddressesOf {
    type Reply = Address;
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GETADDR;
    const COMMAND: u16 = 22;
    const HAS_REPLY: bool = true;
}

impl Dump for AddressesOf {}

impl View for Address {
    type At<'a> = Self;
}

impl Decode<'_> for Address {
    fn decode(_: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}

/// Asks for a link with these bytes.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a>(pub(crate) &'a [u8]);

impl Encode for Raw<'_> {
    fn encode(&self, out: &mut Writer) {
        out.extend(self.0);
    }
}

impl Request for Raw<'_> {
    type Reply = ();
    const FAMILY: &'static Family = &FAMILY;
    const OPERATION: &'static Operation = &GETLINK;
    const COMMAND: u16 = 18;
    const FLAGS: u16 = flags::REQUEST;
    const HAS_REPLY: bool = true;
}
