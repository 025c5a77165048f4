//! Names of the generated module.

/// A type's name in capitals: `LinkAttrs` gives `LINK_ATTRS`.
pub(crate) fn shout(name: &str) -> String {
    crate::input::derive::names::kebab(name).replace('-', "_").to_ascii_uppercase()
}
