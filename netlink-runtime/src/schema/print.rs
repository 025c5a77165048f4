//! Bytes and tables to text, for `Debug`.

use core::fmt;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use bstr::{BStr, ByteSlice};

use super::formats::{self, Scope};
use super::{Attribute, Enum, Formats, Hint, Kind, Scalar, Set, Struct};
use crate::payload::{Bitfield32, Decode, Encode, HardwareAddress};
use crate::wire::{Attributes, Writer, align, records};

/// Nests deeper than this print as bytes, so that no input exhausts the stack. The kernel's own
/// policies stop at ten.
const MAX_DEPTH: usize = 32;

/// Bytes in hexadecimal: `0x0102ff`, or `0x` if there are none.
#[derive(Clone, Copy)]
pub struct Hex<'a>(pub &'a [u8]);

impl fmt::Debug for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A payload that prints by its kind: names for enums and nested attributes, hex for what is
/// malformed or unknown.
#[derive(Clone, Copy)]
pub struct Printed<'a> {
    kind: &'a Kind,
    payload: &'a [u8],
    depth: usize,
    scope: Option<&'a Around<'a>>,
}

/// The sets around what is printed, from the inside out.
#[derive(Clone, Copy)]
struct Around<'a> {
    own: Scope<'a>,
    outer: Option<&'a Around<'a>>,
}

impl<'a> Printed<'a> {
    /// Prints `payload` as a value of this kind.
    #[must_use]
    pub const fn new(kind: &'a Kind, payload: &'a [u8]) -> Self {
        Self { kind, payload, depth: 0, scope: None }
    }

    const fn inner<'b>(&self, kind: &'b Kind, payload: &'b [u8]) -> Printed<'b>
    where
        'a: 'b,
    {
        Printed { kind, payload, depth: self.depth + 1, scope: self.scope }
    }

    const fn within(self, scope: &'a Around<'a>) -> Self {
        Self { scope: Some(scope), ..self }
    }
}

/// Writes a value by its schema: encodes it and prints the bytes.
#[inline]
pub fn fmt_encoded<F, T: Encode<F> + ?Sized>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt_written(&T::KIND, &|writer| value.encode(writer), f)
}

/// The same, once for all types.
fn fmt_written(
    kind: &Kind,
    write: &dyn Fn(&mut Writer),
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut writer = Writer::new();
    write(&mut writer);
    match writer.take_fault() {
        // Only a length that cannot be written leaves bytes that cannot be read.
        Some(fault) if fault.length.is_some() => {
            let ids: Vec<_> = fault.ids.iter().map(|(id, _)| id).collect();
            write!(f, "<cannot be encoded: attribute {ids:?} {}>", fault.reason)
        }
        _ => fmt::Debug::fmt(&Printed::new(kind, writer.bytes()), f),
    }
}

/// Writes the payload of a sub-message that has the format of this selector.
pub fn fmt_format(
    formats: &Formats,
    selector: &[u8],
    payload: &[u8],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    fmt::Debug::fmt(&Printed::new(&formats.select(selector), payload), f)
}

impl fmt::Debug for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let payload = self.payload;
        if self.depth > MAX_DEPTH {
            return fmt::Debug::fmt(&Hex(payload), f);
        }
        match *self.kind {
            Kind::Flag => f.write_str("true"),
            Kind::Pad => f.write_str("padding"),
            Kind::String => fmt::Debug::fmt(BStr::new(payload.trim_end_with(|c| c == '\0')), f),
            Kind::Scalar(scalar) => fmt_scalar(&scalar, payload, f),
            Kind::Binary(hint) => fmt_binary(hint, payload, f),
            Kind::Bitfield32(names) => fmt_bitfield(names, payload, f),
            Kind::Struct(layout) => self.fmt_struct(layout, f),
            Kind::Packed(element, size) => {
                let elements = payload.chunks(size.max(1)).map(|one| self.inner(element, one));
                f.debug_list().entries(elements).finish()
            }
            Kind::Nest(set) => self.fmt_nest(set, None, payload, f),
            Kind::NestOf(set) => self.fmt_nest(set(), None, payload, f),
            Kind::Message(header, set) => {
                let size = align(header.size).min(payload.len());
                let (header_bytes, attributes) = payload.split_at(size);
                self.fmt_nest(set, Some((header, header_bytes)), attributes, f)
            }
            Kind::SubMessage(formats, selector) => {
                let scopes = core::iter::successors(self.scope, |scope| scope.outer);
                let scopes = scopes.map(|scope| scope.own);
                let kind = formats::select(formats, selector, scopes);
                fmt::Debug::fmt(&self.inner(&kind, payload), f)
            }
            Kind::Records(header, set) => self.fmt_records(&Kind::Message(header, set), f),
            Kind::Indexed(element) => self.fmt_elements(element, f),
            Kind::TypeValue(0, inner) => fmt::Debug::fmt(&self.inner(inner, payload), f),
            Kind::TypeValue(levels, inner) => {
                let inner = Kind::TypeValue(levels - 1, inner);
                let entries = Attributes::new(payload)
                    .flatten()
                    .map(|entry| (entry.id(), self.inner(&inner, entry.payload())));
                f.debug_map().entries(entries).finish()
            }
        }
    }
}

/// Text that prints as it is.
struct Text(String);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Printed<'_> {
    fn fmt_struct(&self, layout: &Struct, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(layout.name);
        for member in layout.members {
            match self.payload.get(member.offset..member.offset.saturating_add(member.size)) {
                Some(bytes) => out.field(member.name, &self.inner(&member.kind, bytes)),
                None => out.field(member.name, &Text("<absent>".into())),
            };
        }
        out.finish()
    }

    fn fmt_elements(&self, element: &Kind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_list();
        for entry in Attributes::new(self.payload) {
            match entry {
                Ok(entry) => out.entry(&self.inner(element, entry.payload())),
                Err(error) => out.entry(&Text(format!("<{error}>"))),
            };
        }
        out.finish()
    }

    /// Prints records that say their own length; a length that lies ends the list.
    fn fmt_records(&self, record: &Kind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_list();
        for entry in records(self.payload) {
            match entry {
                Ok((_, bytes)) => out.entry(&self.inner(record, bytes)),
                Err(error) => out.entry(&Text(format!("<{error}>"))),
            };
        }
        out.finish()
    }

    fn fmt_nest(
        &self,
        set: &'static Set,
        header: Option<(&'static Struct, &[u8])>,
        attributes: &[u8],
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let scope = Around { own: (set, attributes), outer: self.scope };
        let mut out = f.debug_struct(set.name);
        if let Some((layout, bytes)) = header {
            out.field("header", &self.inner(&Kind::Struct(layout), bytes));
        }
        for attribute in Attributes::new(attributes) {
            match attribute {
                Err(error) => out.field("malformed", &Text(format!("<{error}>"))),
                Ok(wire) => match set.attribute(wire.id()) {
                    Some(Attribute { kind: Kind::Pad, .. }) => &mut out,
                    Some(Attribute { secret: true, name, .. }) => out.field(name, &REDACTED),
                    Some(known) => {
                        let value = self.inner(&known.kind, wire.payload()).within(&scope);
                        out.field(known.name, &value)
                    }
                    None => out.field(&format!("#{}", wire.id()), &Hex(wire.payload())),
                },
            };
        }
        out.finish()
    }
}

/// What is printed of a secret.
const REDACTED: Redacted = Redacted;

struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

fn fmt_scalar(scalar: &Scalar, payload: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(value) = scalar.read(payload) else {
        return fmt_malformed(payload, f);
    };
    match (scalar.names, scalar.hint) {
        (Some(names), _) => fmt_named(names, value as u64, f),
        (None, Hint::Hex) => write!(f, "{value:#x}"),
        (None, Hint::Ipv4) if payload.len() == 4 => fmt_binary(Hint::Ipv4, payload, f),
        (None, _) => write!(f, "{value}"),
    }
}

/// The name of a value, or the names of its bits.
fn fmt_named(names: &Enum, value: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if !names.flags {
        return match names.name_of(value) {
            Some(name) => f.write_str(name),
            None => write!(f, "{value}"),
        };
    }
    let mut rest = value;
    let mut separator = "";
    for entry in names.entries.iter().filter(|e| e.value != 0 && value & e.value == e.value) {
        write!(f, "{separator}{}", entry.name)?;
        rest &= !entry.value;
        separator = " | ";
    }
    if rest != 0 || value == 0 {
        write!(f, "{separator}{rest:#x}")?;
    }
    Ok(())
}

fn fmt_bitfield(
    names: Option<&'static Enum>,
    payload: &[u8],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let Ok(Bitfield32 { value, selector }) = <Bitfield32 as Decode>::decode(payload) else {
        return fmt_malformed(payload, f);
    };
    let half = |bits: u32| match names {
        Some(names) => Text(Named(names, bits.into()).to_string()),
        None => Text(format!("{bits:#x}")),
    };
    f.debug_struct("Bitfield32")
        .field("value", &half(value))
        .field("selector", &half(selector))
        .finish()
}

/// A value with the names of its enum: prints a name, names of bits, or the number.
pub struct Named<'a>(pub &'a Enum, pub u64);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt_named(self.0, self.1, f)
    }
}

fn fmt_binary(hint: Hint, payload: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match hint {
        Hint::Mac => fmt::Debug::fmt(&HardwareAddress(payload), f),
        Hint::Ipv4 | Hint::Ipv6 | Hint::Ip => {
            if let Ok(address) = Ipv4Addr::decode(payload) {
                write!(f, "{address}")
            } else if let Ok(address) = Ipv6Addr::decode(payload) {
                write!(f, "{address}")
            } else {
                fmt_malformed(payload, f)
            }
        }
        Hint::SocketAddress => match SocketAddr::decode(payload) {
            Ok(address) => write!(f, "{address}"),
            Err(_) => fmt_malformed(payload, f),
        },
        Hint::Uuid if payload.len() == 16 => {
            for (index, byte) in payload.iter().enumerate() {
                let separator = if matches!(index, 4 | 6 | 8 | 10) { "-" } else { "" };
                write!(f, "{separator}{byte:02x}")?;
            }
            Ok(())
        }
        Hint::None | Hint::Hex | Hint::Uuid => fmt::Debug::fmt(&Hex(payload), f),
    }
}

fn fmt_malformed(payload: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "<malformed {:?}>", Hex(payload))
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, Member, Order, Width};
    use super::*;

    const U8: Kind = Kind::Scalar(Scalar::new(Width::U8));
    const BE16: Kind = Kind::Scalar(Scalar::new(Width::U16).ordered(Order::Big));

    const MODES: Kind = U8.named(&MODE);
    const PAIRS: Kind = Kind::Packed(&Kind::Struct(&PAIR), 3);
    const INNERS: Kind = Kind::Indexed(&Kind::Nest(&INNER));

    static MODE: Enum = Enum::new("mode", &[Entry::new(0, "off"), Entry::new(2, "on")]);
    static BITS: Enum = Enum::flags("bits", &[Entry::new(1, "low"), Entry::new(4, "high")]);
    static PAIR: Struct =
        Struct::new("pair", 3, &[Member::new(0, 1, "a", U8), Member::new(1, 2, "b", BE16)]);
    static INNER: Set = Set::new("inner", &[Attribute::new(1, "mode", U8.named(&MODE))]);
    static OUTER: Set = Set::new(
        "outer",
        &[
            Attribute::new(1, "on", Kind::Flag),
            Attribute::new(2, "inner", Kind::Nest(&INNER)),
            Attribute::new(3, "key", Kind::Binary(Hint::None)).secret(),
            Attribute::new(4, "pad", Kind::Pad),
            Attribute::new(5, "outer", Kind::Nest(&OUTER)),
        ],
    );

    fn text(kind: Kind, payload: &[u8]) -> String {
        format!("{:?}", Printed::new(&kind, payload))
    }

    /// An attribute of a payload shorter than 250 bytes, padded.
    fn attribute(id: u16, payload: &[u8]) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.put(id, payload);
        writer.take_bytes()
    }

    #[test]
    fn integers_print_by_width_order_hint_and_names() {
        assert_eq!(text(BE16, &[1, 2]), "258");
        assert_eq!(text(BE16.hinted(Hint::Hex), &[1, 2]), "0x102");
        let address = Kind::Scalar(Scalar::new(Width::U32).ordered(Order::Big));
        assert_eq!(text(address.hinted(Hint::Ipv4), &[192, 0, 2, 1]), "192.0.2.1");
        assert_eq!([2, 1].map(|value| text(U8.named(&MODE), &[value])), ["on", "1"]);
        assert_eq!(text(BE16, &[1]), "<malformed 0x01>");
    }

    #[test]
    fn flags_print_their_names_and_the_bits_without_one() {
        let texts = [0, 1, 5, 0x0d].map(|value| text(U8.named(&BITS), &[value]));
        assert_eq!(texts, ["0x0", "low", "low | high", "low | high | 0x8"]);
        let bitfield = [1u32.to_ne_bytes(), 5u32.to_ne_bytes()].concat();
        let named = "Bitfield32 { value: low, selector: low | high }";
        assert_eq!(text(Kind::Bitfield32(Some(&BITS)), &bitfield), named);
        let bare = "Bitfield32 { value: 0x1, selector: 0x5 }";
        assert_eq!(text(Kind::Bitfield32(None), &bitfield), bare);
        assert_eq!(
            text(Kind::Bitfield32(None), &bitfield[..7]).split(' ').next(),
            Some("<malformed")
        );
    }

    #[test]
    fn bytes_print_by_their_hint() {
        let print = |hint, bytes: &[u8]| text(Kind::Binary(hint), bytes);
        assert_eq!(print(Hint::None, &[0, 0xff]), "0x00ff");
        assert_eq!(print(Hint::Mac, &[2, 0, 0, 0, 0, 0x1a]), "02:00:00:00:00:1a");
        assert_eq!(print(Hint::Ip, &[127, 0, 0, 1]), "127.0.0.1");
        let mut loopback = [0; 16];
        loopback[15] = 1;
        assert_eq!(print(Hint::Ipv6, &loopback), "::1");
        assert_eq!(print(Hint::Ip, &[1, 2, 3]), "<malformed 0x010203>");
        assert_eq!(print(Hint::Uuid, &loopback), "00000000-0000-0000-0000-000000000001");
        assert_eq!(text(Kind::String, b"a\"\xff\0"), r#""a\"\xff""#);
    }

    #[test]
    fn a_struct_prints_what_it_has_of_its_members() {
        assert_eq!(text(Kind::Struct(&PAIR), &[7, 1, 0, 9]), "pair { a: 7, b: 256 }");
        assert_eq!(text(Kind::Struct(&PAIR), &[7]), "pair { a: 7, b: <absent> }");
        let two = "[pair { a: 7, b: 1 }, pair { a: 8, b: <absent> }]";
        assert_eq!(text(PAIRS, &[7, 0, 1, 8]), two);
    }

    #[test]
    fn a_nest_prints_names_secrets_and_what_it_does_not_know() {
        let inner = attribute(1, &[2]);
        let parts = [attribute(1, &[]), attribute(2, &inner), attribute(3, b"key")];
        let more = [attribute(4, &[]), attribute(77, &[1]), vec![9, 0, 1, 0]];
        let bytes = [parts.concat(), more.concat()].concat();
        let expected = "outer { on: true, inner: inner { mode: on }, key: <redacted>, #77: 0x01, \
                        malformed: <attribute of 9 bytes where 4 are left> }";
        assert_eq!(text(Kind::Nest(&OUTER), &bytes), expected);
        let message = [vec![7, 0, 1, 0], attribute(1, &[])].concat();
        let expected = "outer { header: pair { a: 7, b: 1 }, on: true }";
        assert_eq!(text(Kind::Message(&PAIR, &OUTER), &message), expected);
    }

    #[test]
    fn lists_and_values_carried_by_types_print_their_contents() {
        let elements = [attribute(0, &[2]), attribute(1, &[0]), vec![1, 0]].concat();
        let expected = "[on, off, <2 bytes after the last attribute are not padding>]";
        assert_eq!(text(Kind::Indexed(&MODES), &elements), expected);
        let levels = attribute(30, &[attribute(40, &[2]), attribute(41, &[0])].concat());
        let kind = Kind::TypeValue(2, &MODES);
        assert_eq!(text(kind, &levels), "{30: {40: on, 41: off}}");
    }

    /// `{:#?}` goes all the way in.
    #[test]
    fn records_print_their_headers_and_attributes_and_a_length_that_lies() {
        static HOP: Struct = Struct::new("hop", 4, &[Member::new(2, 1, "weight", U8)]);
        let mut writer = Writer::new();
        for attributes in [Vec::new(), attribute(1, &[2])] {
            let record = writer.begin_record();
            writer.extend(&[0, 0, 7, 0]);
            writer.extend(&attributes);
            writer.end_record(record);
        }
        writer.extend(&[2_u16.to_ne_bytes(), [0, 0]].concat());
        let printed = text(Kind::Records(&HOP, &INNER), writer.bytes());
        let expected = "[inner { header: hop { weight: 7 } }, inner { header: hop { weight: 7 }, \
                        mode: on }, <record of 2 bytes is shorter than any>]";
        assert_eq!(printed, expected);
    }

    #[test]
    fn pretty_printing_spreads_lists_and_nests_over_lines() {
        let elements = attribute(0, &attribute(1, &[2]));
        let printed = format!("{:#?}", Printed::new(&INNERS, &elements));
        assert_eq!(printed, "[\n    inner {\n        mode: on,\n    },\n]");
    }

    #[test]
    fn nests_deeper_than_the_limit_print_as_bytes() {
        let nest = |levels| (0..levels).fold(Vec::new(), |inner, _| attribute(5, &inner));
        let shallow = text(Kind::Nest(&OUTER), &nest(MAX_DEPTH));
        assert!(shallow.contains("outer { outer: outer }"), "{shallow}");
        let deep = text(Kind::Nest(&OUTER), &nest(MAX_DEPTH + 2));
        assert!(deep.contains("outer: 0x04000500 }"), "{deep}");
    }

    #[test]
    fn a_value_that_no_length_can_hold_says_so() {
        struct Long;
        impl Encode for Long {
            fn encode(&self, out: &mut Writer) {
                out.put(3, vec![0; 70_000].as_slice());
            }
        }
        impl fmt::Debug for Long {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt_encoded(self, f)
            }
        }
        assert!(format!("{Long:?}").starts_with("<cannot be encoded: attribute [3] is longer"));
    }

    /// The kernel may send what must not be sent to it.
    #[test]
    fn text_with_a_nul_inside_prints() {
        static NAMED: Set = Set::new("named", &[Attribute::new(1, "name", Kind::String)]);
        struct Named;
        impl Encode for Named {
            const KIND: Kind = Kind::Nest(&NAMED);
            fn encode(&self, out: &mut Writer) {
                out.put(1, "a\0b");
            }
        }
        impl fmt::Debug for Named {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt_encoded(self, f)
            }
        }
        assert_eq!(format!("{Named:?}"), r#"named { name: "a\0b" }"#);
    }
}
