//! From what is on the wire to a Rust type, its form, and its row in the tables.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::enums::integer;
use crate::emit::table_path;
use crate::input::yaml::model::{
    Attribute, AttributeType, Binary, ByteOrder, DisplayHint, Element, Scalar, ScalarKind, SetId,
    StructId, TypeValue,
};
use crate::ir::Payload;

/// What a field for an attribute holds.
pub(super) enum Held {
    /// Presence.
    Flag,
    /// A value.
    Value(Payload),
    /// One of several formats.
    SubMessage(Payload),
}

impl Context<'_> {
    /// The payload of an attribute; `None` if it has none (padding, reserved ids). In a list each
    /// element is one.
    pub(super) fn held(&self, attribute: &Attribute) -> Option<Held> {
        let hint = attribute.display_hint;
        Some(Held::Value(match &attribute.ty {
            AttributeType::Unused | AttributeType::Pad => return None,
            AttributeType::Flag => return Some(Held::Flag),
            AttributeType::Scalar(scalar) => self.scalar(*scalar, hint),
            AttributeType::Bitfield32(names) => self.bitfield(names.as_ref().copied()),
            AttributeType::String => string(),
            AttributeType::Binary(binary) => self.binary(*binary, hint, attribute.checks.exact_len),
            AttributeType::Nest(set) if attribute.multi => self.set(*set),
            AttributeType::Nest(set) => self.nest(*set),
            AttributeType::IndexedArray(element) => {
                let element = self.element(*element, hint, attribute.checks.exact_len);
                indexed(element)
            }
            AttributeType::NestTypeValue { levels, inner } => {
                let inner = match inner {
                    TypeValue::Set(set) => self.set(*set),
                    TypeValue::Scalar(scalar) => self.scalar(*scalar, hint),
                };
                type_values(levels.len(), &inner)
            }
            AttributeType::SubMessage { message, selector } => {
                let ident = &self.names.sub_messages[message.0];
                let (table, selector) = (table_path(ident), &selector.name);
                let kind = Some(quote!(rt::kind::sub_message(&#table, #selector)));
                let ty = quote!(SubMessage<'a, #ident<'a>>);
                return Some(Held::SubMessage(Payload { ty, form: None, kind }));
            }
        }))
    }

    fn element(
        &self,
        element: Element,
        hint: Option<DisplayHint>,
        exact_len: Option<u32>,
    ) -> Payload {
        match element {
            Element::Scalar(scalar) => self.scalar(scalar, hint),
            Element::String => string(),
            Element::Binary(binary) => self.binary(binary, hint, exact_len),
            Element::Nest(set) => self.set(set),
        }
    }

    /// A number: an integer, an enum or flags, or an IPv4 address.
    pub(super) fn scalar(&self, scalar: Scalar, hint: Option<DisplayHint>) -> Payload {
        let Scalar { kind, byte_order, names } = scalar;
        let four = kind.size() == Some(4);
        if hint == Some(DisplayHint::Ipv4) && byte_order == ByteOrder::Big && four {
            return address("Ipv4Addr", "IPV4");
        }
        let form = form(kind, byte_order);
        let integer = integer(kind);
        let table = scalar_kind(kind, byte_order);
        match names.and_then(|names| self.enums.find(names)) {
            Some(item) => {
                let (ident, table_name) = (&item.ident, table_path(&item.ident));
                // A number of the enum's own width needs no conversion.
                let own = item.repr == integer && kind.size().is_some();
                let form = if own {
                    form
                } else {
                    let inner = form.unwrap_or_else(|| quote!(rt::Native));
                    Some(quote!(rt::As<#integer, #inner>))
                };
                let table = quote!(#table.named(&#table_name));
                Payload { ty: quote!(#ident), form, kind: Some(table) }
            }
            None => {
                let hinted = match hint {
                    Some(DisplayHint::Hex) => quote!(#table.hinted(rt::kind::hint::Hex)),
                    Some(DisplayHint::Ipv4) => quote!(#table.hinted(rt::kind::hint::Ipv4)),
                    _ => table,
                };
                Payload { ty: quote!(#integer), form, kind: Some(hinted) }
            }
        }
    }

    fn bitfield(&self, names: Option<crate::input::yaml::model::EnumUse>) -> Payload {
        let item = names.map(|names| crate::input::yaml::model::EnumUse { as_bits: true, ..names });
        match item.and_then(|names| self.enums.find(names)) {
            Some(item) if item.repr == crate::ir::Repr::U32 => {
                let (ident, table) = (&item.ident, table_path(&item.ident));
                let kind = quote!(rt::kind::bitfield32(&#table));
                Payload { ty: quote!(Bitfield32<#ident>), form: None, kind: Some(kind) }
            }
            _ => Payload {
                ty: quote!(Bitfield32),
                form: None,
                kind: Some(quote!(rt::kind::BITFIELD32)),
            },
        }
    }

    fn binary(&self, binary: Binary, hint: Option<DisplayHint>, exact_len: Option<u32>) -> Payload {
        match binary {
            Binary::Bytes => bytes(hint, exact_len),
            Binary::Struct(id) => self.fixed(id),
            Binary::Records(header, set) => self.records(header, set),
            Binary::Array(scalar) => {
                let size = scalar.kind.size().unwrap_or(1) as usize;
                packed(self.scalar(scalar, hint), size)
            }
        }
    }

    /// A struct, in place.
    pub(super) fn fixed(&self, id: StructId) -> Payload {
        let ident = &self.names.structs[id.0];
        let table = table_path(ident);
        let kind = quote!(rt::kind::fixed(&#table));
        Payload { ty: quote!(#ident), form: None, kind: Some(kind) }
    }

    /// Records of a header and attributes.
    fn records(&self, header: StructId, set: SetId) -> Payload {
        let [layout, table] =
            [&self.names.structs[header.0], &self.names.sets[set.0]].map(table_path);
        let (header, set) = (self.fixed(header).ty, self.set(set).ty);
        Payload {
            ty: quote!(Records<'a, WithHeader<#header, #set>>),
            form: None,
            kind: Some(quote!(rt::kind::records(&#layout, &#table))),
        }
    }

    /// A set, decoded in place.
    pub(super) fn set(&self, id: SetId) -> Payload {
        let ident = &self.names.sets[id.0];
        let table = table_path(ident);
        let kind = quote!(rt::kind::nest(&#table));
        Payload { ty: quote!(#ident<'a>), form: None, kind: Some(kind) }
    }

    /// A set, decoded when asked.
    fn nest(&self, id: SetId) -> Payload {
        let payload = self.set(id);
        let set = payload.ty;
        Payload { ty: quote!(Nested<'a, #set>), ..payload }
    }
}

fn string() -> Payload {
    Payload { ty: quote!(&'a BStr), form: None, kind: Some(quote!(rt::kind::STRING)) }
}

fn address(ty: &str, kind: &str) -> Payload {
    let (ty, kind) = (super::names::ident(ty), super::names::ident(kind));
    Payload { ty: quote!(#ty), form: None, kind: Some(quote!(rt::kind::#kind)) }
}

/// Bytes, as the hint says to show them.
pub(super) fn bytes(hint: Option<DisplayHint>, exact_len: Option<u32>) -> Payload {
    let plain = |kind: TokenStream| {
        let ty = match exact_len {
            Some(len) => {
                let len = Literal::u32_unsuffixed(len);
                quote!([u8; #len])
            }
            None => quote!(&'a [u8]),
        };
        Payload { ty, form: None, kind: Some(kind) }
    };
    match hint {
        Some(DisplayHint::Ipv4) if exact_len.is_none_or(|len| len == 4) => {
            address("Ipv4Addr", "IPV4")
        }
        Some(DisplayHint::Ipv6) if exact_len.is_none_or(|len| len == 16) => {
            address("Ipv6Addr", "IPV6")
        }
        Some(DisplayHint::Ipv4OrV6) => address("IpAddr", "IP"),
        Some(DisplayHint::SocketAddress) => address("SocketAddr", "SOCKET_ADDRESS"),
        Some(DisplayHint::Mac | DisplayHint::Fddi) => {
            let kind = Some(quote!(rt::kind::MAC));
            Payload { ty: quote!(HardwareAddress<'a>), form: None, kind }
        }
        Some(DisplayHint::Uuid) => plain(quote!(rt::kind::UUID)),
        _ => plain(quote!(rt::kind::BINARY)),
    }
}

/// A nest with one attribute per element.
fn indexed(element: Payload) -> Payload {
    let Payload { ty, form, kind } = element;
    let (ty, form) = match form {
        None => (quote!(List<'a, #ty>), quote!(rt::Indexed)),
        Some(form) => (quote!(List<'a, #ty, #form>), quote!(rt::Indexed<#form>)),
    };
    Payload { ty, form: Some(form), kind: kind.map(|kind| quote!(rt::kind::indexed(&#kind))) }
}

/// A C array.
fn packed(element: Payload, size: usize) -> Payload {
    let Payload { ty, form, kind } = element;
    let (ty, form) = match form {
        None => (quote!(Array<'a, #ty>), quote!(rt::Packed)),
        Some(form) => (quote!(Array<'a, #ty, #form>), quote!(rt::Packed<#form>)),
    };
    let size = Literal::usize_unsuffixed(size);
    Payload { ty, form: Some(form), kind: kind.map(|kind| quote!(rt::kind::packed(&#kind, #size))) }
}

fn type_values(levels: usize, inner: &Payload) -> Payload {
    let (ty, kind) = (&inner.ty, &inner.kind);
    let levels = Literal::usize_unsuffixed(levels);
    Payload {
        ty: quote!(TypeValues<'a, #ty, #levels>),
        form: None,
        kind: Some(quote!(rt::kind::type_value(#levels, &#kind))),
    }
}

/// How a number travels, if not in host byte order.
fn form(kind: ScalarKind, order: ByteOrder) -> Option<TokenStream> {
    match (kind, order) {
        (ScalarKind::Uint | ScalarKind::Sint, _) => Some(quote!(rt::Compact)),
        (_, ByteOrder::Host) => None,
        (_, ByteOrder::Big) => Some(quote!(rt::BigEndian)),
        (_, ByteOrder::Little) => Some(quote!(rt::LittleEndian)),
    }
}

/// The tables' name of a number.
fn scalar_kind(kind: ScalarKind, order: ByteOrder) -> TokenStream {
    let name = match kind {
        ScalarKind::U8 => "U8",
        ScalarKind::U16 => "U16",
        ScalarKind::U32 => "U32",
        ScalarKind::U64 => "U64",
        ScalarKind::S8 => "S8",
        ScalarKind::S16 => "S16",
        ScalarKind::S32 => "S32",
        ScalarKind::S64 => "S64",
        ScalarKind::Uint => "UINT",
        ScalarKind::Sint => "SINT",
    };
    let name = match order {
        ByteOrder::Host => name.to_owned(),
        ByteOrder::Big => format!("{name}_BE"),
        ByteOrder::Little => format!("{name}_LE"),
    };
    let name = super::names::ident(&name);
    quote!(rt::kind::#name)
}
