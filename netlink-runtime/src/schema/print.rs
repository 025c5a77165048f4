//! Bytes and tables to text, for `Debug`.

use core::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use bstr::{BStr, ByteSlice};

use super::{Attribute, Enum, Hint, Kind, Scalar, Set, Struct};
use crate::payload::{Bitfield32, Decode, Encode, HardwareAddress};
use crate::wire::{Attributes, Writer, align};

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
}

impl<'a> Printed<'a> {
    /// Prints `payload` as a value of this kind.
    #[must_use]
    pub const fn new(kind: &'a Kind, payload: &'a [u8]) -> Self {
        Self { kind, payload, depth: 0 }
    }

    const fn inner<'b>(&self, kind: &'b Kind, payload: &'b [u8]) -> Printed<'b> {
        Printed { kind, payload, depth: self.depth + 1 }
    }
}

/// Writes a value by its schema: encodes it and prints the bytes.
pub fn fmt_encoded<F, T: Encode<F> + ?Sized>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    match writer.take_fault() {
        // Only a length that cannot be written leaves bytes that cannot be read.
        Some(fault) if fault.length.is_some() => {
            write!(f, "<cannot be encoded: attribute {:?} {}>", fault.ids, fault.reason)
        }
        _ => fmt::Debug::fmt(&Printed::new(&T::KIND, writer.bytes()), f),
    }
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

    fn fmt_nest(
        &self,
        set: &'static Set,
        header: Option<(&'static Struct, &[u8])>,
        attributes: &[u8],
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
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
                    Some(known) => out.field(known.name, &self.inner(&known.kind, wire.payload())),
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
