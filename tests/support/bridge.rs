//! Links for tests: bridges, which every kernel can make many of.

use netlink_families::rt_link::{LinkinfoAttrs, Newlink};
use netlink_runtime::bstr::BStr;
use netlink_runtime::payload::Nested;

/// Hands out a request for a bridge of this name.
pub(crate) fn with_bridge<T>(name: &str, then: impl FnOnce(&Newlink<'_>) -> T) -> T {
    let linkinfo = LinkinfoAttrs { kind: Some(BStr::new("bridge")), ..LinkinfoAttrs::default() };
    let (ifname, linkinfo) = (Some(BStr::new(name)), Some(Nested::from(&linkinfo)));
    then(&Newlink { ifname, linkinfo, ..Newlink::default() })
}
