//! Nothing of the prelude is in scope.
#![no_implicit_prelude]

use ::core::clone::Clone;
use ::core::marker::Copy;
use ::netlink_runtime::payload::Unknown;
use ::netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct, flags};

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(u32)]
enum Mode {
    Off,
    On,
    #[netlink(other)]
    Other(u32),
}

#[derive(Clone, Copy, NetlinkEnum)]
#[repr(i8)]
enum Closed {
    Minus = -1,
    Zero,
}

flags! {
    struct Rights: u16 {
        const READ = 1;
    }
}

#[derive(Clone, Copy, NetlinkStruct)]
struct Header {
    family: u8,
    #[netlink(pad)]
    pad: [u8; 3],
    mode: Mode,
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = Device<'_>, dump, flags = 0x100)]
struct Device<'a> {
    #[netlink(header)]
    header: Header,
    #[netlink(id = 1)]
    index: u32,
    #[netlink(id = 2, be)]
    mode: ::core::option::Option<Mode>,
    #[netlink(id = 3)]
    closed: ::core::option::Option<Closed>,
    #[netlink(id = 4, default)]
    rights: Rights,
    #[netlink(id = 5, multi)]
    names: ::std::vec::Vec<&'a str>,
    #[netlink(id = 6, secret)]
    key: ::core::option::Option<[u8; 32]>,
    #[netlink(id = 7)]
    up: bool,
    #[netlink(skip)]
    cached: u32,
    #[netlink(unknown)]
    rest: Unknown<'a>,
}

#[derive(NetlinkMessage)]
#[netlink(protocol = route)]
enum Events<'a> {
    #[netlink(ty = 16)]
    Device(Device<'a>),
    #[netlink(other)]
    Other(u16, &'a [u8]),
}

#[derive(NetlinkMessage)]
#[netlink(sub_message)]
enum Data<'a> {
    #[netlink(format = "off")]
    Mode(Mode),
    #[netlink(format = "on")]
    On,
    #[netlink(other)]
    Other(&'a [u8]),
}

#[derive(NetlinkMessage)]
struct Chosen<'a> {
    #[netlink(id = 1)]
    mode: ::core::option::Option<Mode>,
    #[netlink(id = 2, selector = mode)]
    data: ::core::option::Option<Data<'a>>,
    #[netlink(id = 3, selector = mode)]
    kept: ::netlink_runtime::payload::SubMessage<'a, Data<'a>>,
    #[netlink(id = 4, max = 3)]
    limited: u32,
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1)]
struct Asked {}

#[derive(NetlinkMessage)]
#[netlink(family = "demo", requests, notifications = Received<'_>)]
enum Requests {
    Asked(Asked),
}

#[derive(NetlinkMessage)]
#[netlink(family = "demo")]
enum Received<'a> {
    #[netlink(cmd = 3, group = "all")]
    Chosen(Chosen<'a>),
}

fn main() {}
