//! Messages that are decoded as a whole, with all their nests.

use std::hint::black_box;

use netlink_families::nlctrl::CtrlAttrs;
use netlink_families::rt_link::{AfSpecAttrs, LinkinfoAttrs};
use netlink_runtime::payload::{Decode, DecodeError, Nested};

use crate::decode::{LinkView, RouteView};
use crate::fields::Three;

/// Decodes a nest, and sees to it that nothing of the decoding is optimised away.
#[inline]
fn open<'a, T: Decode<'a> + Clone>(nest: Option<Nested<'a, T>>) -> Result<Option<T>, DecodeError> {
    let inner = nest.map(|nest| nest.get()).transpose()?;
    black_box(&inner);
    Ok(inner)
}

/// A route has no nest but its metrics.
#[inline]
pub(crate) fn route_opened(route: RouteView<'_>) -> Result<u64, DecodeError> {
    open(black_box(&route).metrics)?;
    Ok(route.three())
}

#[inline]
pub(crate) fn link_opened(link: LinkView<'_>) -> Result<u64, DecodeError> {
    let view = black_box(&link);
    if let Some(LinkinfoAttrs { kind, data, slave_kind, slave_data, .. }) = open(view.linkinfo)? {
        black_box(&data.map(|data| data.get(kind)).transpose()?);
        black_box(&slave_data.map(|data| data.get(slave_kind)).transpose()?);
    }
    if let Some(AfSpecAttrs { inet, inet6, .. }) = open(view.af_spec)? {
        open(inet)?;
        open(inet6)?;
    }
    open(view.xdp)?;
    open(view.prop_list)?;
    open(view.proto_down_reason)?;
    Ok(link.three())
}

#[inline]
pub(crate) fn family_opened(family: CtrlAttrs<'_>) -> Result<u64, DecodeError> {
    let view = black_box(&family);
    for operation in view.ops.into_iter().flatten() {
        black_box(&operation?);
    }
    for group in view.mcast_groups.into_iter().flatten() {
        black_box(&group?);
    }
    Ok(family.three())
}
