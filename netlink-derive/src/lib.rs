//! The macros of `netlink-runtime`, which re-exports them. Each is a call of the compiler.

use proc_macro::TokenStream;

/// Makes a struct a netlink message or a nest, each field an attribute; or an enum a choice of
/// messages, each variant one.
#[proc_macro_derive(NetlinkMessage, attributes(netlink))]
pub fn netlink_message(input: TokenStream) -> TokenStream {
    netlink_codegen::derive::message(input.into()).into()
}

/// Makes an enum with `#[repr(u32)]`, or another integer, the value of an attribute.
#[proc_macro_derive(NetlinkEnum, attributes(netlink))]
pub fn netlink_enum(input: TokenStream) -> TokenStream {
    netlink_codegen::derive::enumeration(input.into()).into()
}

/// Makes a struct a C struct: the payload of an attribute, or a fixed header.
#[proc_macro_derive(NetlinkStruct, attributes(netlink))]
pub fn netlink_struct(input: TokenStream) -> TokenStream {
    netlink_codegen::derive::fixed(input.into()).into()
}

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
