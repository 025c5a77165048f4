//! The macros of `netlink-runtime`, which re-exports them. Each is a call of the compiler.
//!
//! A program that depends on this package itself, and not on the runtime's feature `derive`, has the
//! two built side by side, which saves about a second.

use proc_macro::TokenStream;

/// Makes a struct a netlink message or a nest, each field an attribute; or an enum a choice of
/// messages, each variant one.
///
/// ```ignore
/// #[derive(NetlinkMessage)]
/// #[netlink(family = "demo", cmd = 1, reply = Device<'_>)]
/// struct SetDevice<'a> {
///     #[netlink(id = 1)]         index: u32,                 // required: its absence is an error
///     #[netlink(id = 2)]         name: Option<&'a BStr>,
///     #[netlink(id = 3)]         up: bool,                   // a flag: its presence is the value
///     #[netlink(id = 4, be)]     port: Option<u16>,
///     #[netlink(id = 5)]         stats: Option<Stats>,       // a derived struct: a nest
///     #[netlink(id = 6, multi)]  peers: Vec<Peer<'a>>,
///     #[netlink(id = 7, secret)] key: Option<[u8; 32]>,
///     #[netlink(unknown)]        rest: Unknown<'a>,
/// }
/// ```
///
/// The struct has at most one lifetime, that of the message it is decoded from. A nest or an answer
/// may have type and const parameters besides, each type with `Encode + for<'de> Decode<'de>`; a
/// request has none, since the tables of its family are statics. What is wrong is told at compile
/// time, all at once.
///
/// # Words of a field
/// | word | meaning |
/// |---|---|
/// | `id = 1` | the attribute's id, a number or a constant of any integer type; `id = 0` needs `zero` beside it |
/// | `be`, `le` | the byte order; without, it is the machine's |
/// | `uint`, `sint` | four bytes if the value fits, else eight; the field is `u64`, `i64` or an enum |
/// | `as = u16` | an enum travels as an integer of another width; `bool` as a number, not as a flag |
/// | `multi` | a list, one attribute per element: `Vec<T>`, or `List<'a, T>`, which borrows |
/// | `indexed` | a list in one nest, an attribute per element, typed by index: the same types |
/// | `packed` | a list as a C array: `Vec<T>`, or `Array<'a, T>` |
/// | `bitflags` | the type is one that another crate defines with the `bitflags` crate |
/// | `selector = kind` | the field whose value chooses the format; `selector = "kind"` is an attribute around the struct |
/// | `pad` | `()`: the attribute is skipped, is not unknown, and is never sent |
/// | `secret` | the value is printed nowhere; the struct gets a `Debug` that knows |
/// | `display = hex` | how it is printed: `hex`, `mac`, `ipv4`, `ipv6`, `ip` or `uuid` |
/// | `min = 1`, `max = 10`, `mask = 0x7` | what a number may be, which `Request::check` tells |
/// | `min_len = 1`, `max_len = 15` | the length of a text or of bytes, a text's NUL left out |
/// | `default` | a value whose absence is its `Default` |
/// | `rename = "x"` | the name in errors and tables; without, the field's in kebab-case |
/// | `with = path` | the functions `decode(&[u8]) -> Result<T, DecodeError>` and `encode(&T, &mut Writer)` of a module stand in for the traits |
/// | `skip` | no attribute; filled by `Default` |
/// | `header` | the fixed header, a struct with [`NetlinkStruct`]; the first field |
/// | `unknown` | of type `Unknown<'a>`: keeps the attributes that have no field |
///
/// A type that borrows a list says the form itself: `List<'a, u16, BigEndian>`.
///
/// # Words of a struct
/// | word | meaning |
/// |---|---|
/// | `family = "x"`, `cmd = 1` | a request of generic netlink; `version = 1` is the header's version |
/// | `protocol = route`, `ty = 18` | a request of a protocol of its own: a name of `linux/netlink.h` in small letters without `NETLINK_`, or a number |
/// | `reply = Type<'_>` | the answer; without, there is only an acknowledgement |
/// | `reply_cmd = 2`, `reply_ty = 16` | the answer's command or type; without, any is taken |
/// | `dump` | the request asks for all objects |
/// | `flags = 0x400` | `NLM_F_*` that it always carries |
/// | `privileged` | it needs `CAP_NET_ADMIN`: a hint in the tables |
/// | `name = "x"` | the attribute set's name in errors and tables |
/// | `debug` | `Debug` is written by the schema |
/// | `crate = path` | where `netlink_runtime` is, if not there |
///
/// # Enums of messages
/// An enum has `family` or `protocol` on itself, and on each variant, which holds one message,
/// `cmd` or `ty`; `dump` on one means dump requests alone. A variant `#[netlink(other)]
/// Other(u16, &'a [u8])` keeps all other messages. Of what is received, `group = "x"` says the
/// multicast group, with its number where that is fixed, `group_id = 1`, and `rename = "x"` the name
/// in tables.
///
/// With `requests` on the enum the variants are requests and say their command themselves;
/// `notifications = Events<'_>` beside it is the enum of what the family sends on its own. The two
/// make the family's tables, `<Requests as MessageSet>::FAMILY`.
///
/// # Enums of formats
/// With `sub_message` on an enum its variants are the formats of a payload that another attribute
/// chooses, `format = "x"` on each, with the attributes it holds or nothing. A variant
/// `#[netlink(other)] Other(&'a [u8])` keeps the bytes of all others. A field holds the enum itself,
/// which is decoded with the rest, or `SubMessage<'a, Formats<'a>>`, decoded when asked; its
/// `selector` is filled from the variant if it is not set.
#[proc_macro_derive(NetlinkMessage, attributes(netlink))]
pub fn netlink_message(input: TokenStream) -> TokenStream {
    netlink_codegen::derive::message(input.into()).into()
}

/// Makes an enum with `#[repr(u32)]`, or another integer of 8 to 64 bits, the value of an
/// attribute.
///
/// ```ignore
/// #[derive(NetlinkEnum, Clone, Copy)]
/// #[repr(u32)]
/// enum Mode {
///     Off,
///     On = 5,
///     #[netlink(other)]
///     Other(u32),
/// }
/// ```
///
/// The variant `other` keeps a value that no other names. An enum without it is closed: another
/// value is an error when it is decoded, and a C struct cannot have it as a member.
/// `rename = "x"` on a variant and `name = "x"` on the enum say the names in tables; `crate =
/// path` says where `netlink_runtime` is. For sets of bits there is `netlink_runtime::flags!`.
#[proc_macro_derive(NetlinkEnum, attributes(netlink))]
pub fn netlink_enum(input: TokenStream) -> TokenStream {
    netlink_codegen::derive::enumeration(input.into()).into()
}

/// Makes a struct a C struct: the payload of an attribute, or a fixed header.
///
/// ```ignore
/// #[derive(NetlinkStruct, Clone, Copy)]
/// struct Header {
///     family: u8,
///     #[netlink(pad)]
///     pad: [u8; 3],
///     #[netlink(be)]
///     port: u32,
/// }
/// ```
///
/// The members follow each other as written; where C would pad, that is an error, and the padding
/// is to be written as a member, `pad`. `packed` on the struct says that C does not align it.
/// `be`, `le`, `bitflags` and `rename` are said of members, `name` and `crate` of the struct.
///
/// Reading is as lenient as the kernel: what a payload lacks is zeros, and a longer one is cut.
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
/// builds the caller again. What is wrong with the spec is shown with its line and column.
///
/// Behind the path may follow, each after a comma:
///
/// - `overlay = "path"`, any number of times: a part of a spec, in the same schema, that is laid
///   over it, to change or add what the spec does not say;
/// - `errata = false`: what is known to be wrong about bytes in the kernel's own specs is mended
///   by the family's name, unless this is said;
/// - `crate = path`: where the runtime crate is if it is not `::netlink_runtime`.
#[cfg(feature = "yaml")]
#[proc_macro]
pub fn netlink_family(input: TokenStream) -> TokenStream {
    netlink_codegen::netlink_family(input.into()).into()
}
