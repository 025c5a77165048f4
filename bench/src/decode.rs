//! Decoding of captured dumps in memory.

use std::hint::black_box;

use netlink_families::nlctrl::CtrlAttrs;
use netlink_families::rt_link::{Ifinfomsg, LinkAttrs};
use netlink_families::rt_route::{RouteAttrs, Rtmsg};
use netlink_runtime::WithHeader;
use netlink_runtime::payload::{Decode, DecodeError};
use netlink_runtime::wire::{Attributes, GenericHeader, Messages};

use crate::fields::Three;
use crate::nests::{family_opened, link_opened, route_opened};
use crate::structs::{Family, Link, Route};
use crate::{Done, Outcome};

pub(crate) type RouteView<'a> = WithHeader<Rtmsg, RouteAttrs<'a>>;
pub(crate) type LinkView<'a> = WithHeader<Ifinfomsg, LinkAttrs<'a>>;

/// Decodes all messages so many times.
pub(crate) fn run(what: &str, how: &str, messages: &[u8], count: u32) -> Outcome<Done> {
    let done = match (what, how) {
        ("route", "walk") => every(messages, count, |body| walked(after_header(body, 12))),
        ("route", "derived") => every(messages, count, |body| Ok(Route::decode(body)?.three())),
        ("route", "view") => every(messages, count, |body| Ok(whole(RouteView::decode(body)?))),
        ("route", "all") => every(messages, count, |body| route_opened(RouteView::decode(body)?)),
        ("link", "walk") => every(messages, count, |body| walked(after_header(body, 16))),
        ("link", "derived") => every(messages, count, |body| Ok(Link::decode(body)?.three())),
        ("link", "view") => every(messages, count, |body| Ok(whole(LinkView::decode(body)?))),
        ("link", "all") => every(messages, count, |body| link_opened(LinkView::decode(body)?)),
        ("family", "walk") => every(messages, count, |body| walked(generic(body)?)),
        ("family", "derived") => {
            every(messages, count, |body| Ok(Family::decode(generic(body)?)?.three()))
        }
        ("family", "view") => {
            every(messages, count, |body| Ok(whole(CtrlAttrs::decode(generic(body)?)?)))
        }
        ("family", "all") => {
            every(messages, count, |body| family_opened(CtrlAttrs::decode(generic(body)?)?))
        }
        _ => return Err(crate::USAGE.into()),
    };
    Ok(done?)
}

/// Reads each message so many times; what reading gives is summed up.
#[inline]
fn every(
    messages: &[u8],
    count: u32,
    read: impl Fn(&[u8]) -> Result<u64, DecodeError>,
) -> Result<Done, DecodeError> {
    let mut done = Done::default();
    for _ in 0..count {
        for message in Messages::new(black_box(messages)) {
            done.add(read(message?.payload)?);
        }
    }
    Ok(done)
}

/// The three values of a view that is there as a whole: nothing of it is optimised away.
#[inline]
fn whole(view: impl Three) -> u64 {
    black_box(&view).three()
}

/// Walks the attributes and sums up their ids.
#[inline]
fn walked(attributes: &[u8]) -> Result<u64, DecodeError> {
    let mut sum = 0;
    for attribute in Attributes::new(attributes) {
        sum += u64::from(attribute?.id());
    }
    Ok(sum)
}

fn after_header(body: &[u8], size: usize) -> &[u8] {
    body.get(size..).unwrap_or_default()
}

/// What follows the header of generic netlink.
fn generic(body: &[u8]) -> Result<&[u8], DecodeError> {
    match GenericHeader::split(body) {
        Some((_, rest)) => Ok(rest),
        None => Err(DecodeError::too_short(GenericHeader::SIZE, body.len())),
    }
}
