//! What is known to be wrong in the kernel's own specs, as overlays: layouts, ids and byte orders that differ from the
//! C headers. They state facts of the kernel's interface, so that they hold for the specs of any version.

use crate::diagnostic::Source;

macro_rules! errata {
    ($($family:literal)*) => {
        /// The errata of a family, by its name.
        const ERRATA: &[(&str, &str)] =
            &[$(($family, include_str!(concat!("../../../errata/", $family, ".yaml")))),*];
    };
}

errata! {
    "nlctrl"
    "tc"
}

/// The overlay for a family of that name.
pub(super) fn of(family: &str) -> Option<Source> {
    let (name, text) = ERRATA.iter().find(|(name, _)| *name == family)?;
    Some(Source::new(format!("errata of {name}"), *text))
}
