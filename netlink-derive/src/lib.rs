//! The derive macros of `netlink-runtime`, which re-exports them. All they do is in
//! `netlink-codegen`.

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
