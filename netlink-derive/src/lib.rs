//! The macros of `netlink-runtime`, which re-exports them. Each is a call of the compiler.

use proc_macro::TokenStream;

/// Makes a module of typed messages from a family's YAML spec, in the kernel's own schema.
///
/// ```ignore
/// netlink_runtime::netlink_family!(pub mod ethtool = "specs/ethtool.yaml");
/// ```
///
/// A relative path starts at the root of the package that calls the macro. An edit of the file
/// builds the caller again. `, crate = path` behind it says where the runtime crate is if it is
/// not `::netlink_runtime`. What is wrong with the spec is shown with its line and column.
#[proc_macro]
pub fn netlink_family(input: TokenStream) -> TokenStream {
    netlink_codegen::netlink_family(input.into()).into()
}
