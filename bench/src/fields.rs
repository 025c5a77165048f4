//! The three values that are read of a message, made one number.

use std::net::{IpAddr, Ipv4Addr};

use netlink_families::nlctrl::CtrlAttrs;
use netlink_runtime::bstr::BStr;

use crate::decode::{LinkView, RouteView};
use crate::structs::{Family, Link, Route};

/// A message of which three values are read.
pub(crate) trait Three {
    /// The three values, mixed.
    fn three(&self) -> u64;
}

impl Three for Route {
    #[inline]
    fn three(&self) -> u64 {
        route(self.dst, self.gateway, self.oif)
    }
}

impl Three for RouteView<'_> {
    #[inline]
    fn three(&self) -> u64 {
        route(self.dst.and_then(v4), self.gateway.and_then(v4), self.oif)
    }
}

impl Three for Link<'_> {
    #[inline]
    fn three(&self) -> u64 {
        link(self.address.map(|address| address.0), self.ifname, self.mtu)
    }
}

impl Three for LinkView<'_> {
    #[inline]
    fn three(&self) -> u64 {
        link(self.address.map(|address| address.0), self.ifname, self.mtu)
    }
}

impl Three for Family<'_> {
    #[inline]
    fn three(&self) -> u64 {
        family(self.id, self.name, self.version)
    }
}

impl Three for CtrlAttrs<'_> {
    #[inline]
    fn three(&self) -> u64 {
        family(self.family_id, self.family_name, self.version)
    }
}

fn v4(address: IpAddr) -> Option<Ipv4Addr> {
    match address {
        IpAddr::V4(address) => Some(address),
        IpAddr::V6(_) => None,
    }
}

#[inline]
fn route(dst: Option<Ipv4Addr>, gateway: Option<Ipv4Addr>, oif: Option<u32>) -> u64 {
    let number = |address: Option<Ipv4Addr>| u64::from(address.map_or(0, Ipv4Addr::to_bits));
    number(dst) + (number(gateway) << 8) + u64::from(oif.unwrap_or(0))
}

#[inline]
fn link(address: Option<&[u8]>, ifname: Option<&BStr>, mtu: Option<u32>) -> u64 {
    let last = address.and_then(|address| address.last()).copied().unwrap_or(0);
    u64::from(last) + text(ifname) + u64::from(mtu.unwrap_or(0))
}

#[inline]
fn family(id: Option<u16>, name: Option<&BStr>, version: Option<u32>) -> u64 {
    u64::from(id.unwrap_or(0)) + text(name) + u64::from(version.unwrap_or(0))
}

/// The length of a text and its first byte.
#[inline]
fn text(text: Option<&BStr>) -> u64 {
    let text: &[u8] = text.map_or(&[], AsRef::as_ref);
    text.len() as u64 * 256 + u64::from(text.first().copied().unwrap_or(0))
}
