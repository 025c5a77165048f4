//! What is known to be wrong in the kernel's own specs, as overlays: layouts, ids, types and byte orders that differ
//! from the C headers, and keys that nobody shall read. They state facts of the kernel's interface, so that they hold
//! for the specs of any version: what a version does not have is passed over, and a thing that versions call by
//! several names is there under each of them.

use crate::diagnostic::Source;

macro_rules! errata {
    ($($family:literal)*) => {
        /// The errata of a family, by its name.
        const ERRATA: &[(&str, &str)] =
            &[$(($family, include_str!(concat!("../../../errata/", $family, ".yaml")))),*];
    };
}

errata! {
    "conntrack"
    "ethtool"
    "fou"
    "nftables"
    "nl80211"
    "nlctrl"
    "ovpn"
    "ovs_flow"
    "ovs_vport"
    "psp"
    "rt-link"
    "rt-neigh"
    "rt-route"
    "rt-rule"
    "tc"
    "team"
    "wireguard"
}

/// The overlay for a family of that name.
pub(super) fn of(family: &str) -> Option<Source> {
    let (name, text) = ERRATA.iter().find(|(name, _)| *name == family)?;
    Some(Source::new(format!("errata of {name}"), *text))
}
