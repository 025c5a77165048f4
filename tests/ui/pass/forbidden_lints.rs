#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    single_use_lifetimes,
    elided_lifetimes_in_paths,
    non_snake_case,
    variant_size_differences
)]
//! A crate with stern lints.

use netlink_runtime::payload::SubMessage;
use netlink_runtime::{NetlinkEnum, NetlinkMessage, NetlinkStruct};

/// A message.
#[derive(NetlinkMessage)]
#[netlink(family = "demo", cmd = 1, reply = Self)]
pub struct Get {
    /// A header.
    #[netlink(header)]
    pub header: Header,
    /// A mode.
    #[netlink(id = 1, min = 0, max = 5)]
    pub mode: Option<Mode>,
    /// A key.
    #[netlink(id = 2, secret)]
    pub key: Option<[u8; 4]>,
}

/// A header.
#[derive(NetlinkStruct, Clone, Copy)]
pub struct Header {
    /// A member.
    pub family: u8,
}

/// A mode.
#[derive(NetlinkEnum, Clone, Copy)]
#[repr(u8)]
pub enum Mode {
    /// Off.
    Off,
    /// Any other.
    #[netlink(other)]
    Other(u8),
}

/// A view.
#[derive(NetlinkMessage)]
pub struct View<'a> {
    /// What it is.
    #[netlink(id = 1)]
    pub kind: &'a str,
    /// Its data.
    #[netlink(id = 2, selector = kind)]
    pub data: Option<SubMessage<'a, Data<'a>>>,
}

/// The data.
#[derive(NetlinkMessage)]
#[netlink(sub_message)]
pub enum Data<'a> {
    /// A text.
    #[netlink(format = "text")]
    Text(&'a str),
    /// Any other.
    #[netlink(other)]
    Other(&'a [u8]),
}

fn main() {}
