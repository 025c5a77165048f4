//! Bytes and tables to text, for `Debug`.

use core::fmt;
use std::net::IpAddr;

use super::members::{Nest, Part, Struct};
use super::value::{Item, Value};
use super::{Enum, Hint};
use crate::payload::{Bitfield32, HardwareAddress};

/// Bytes in hexadecimal: `0x0102ff`, or `0x` if there are none.
#[derive(Clone, Copy)]
pub struct Hex<'a>(pub &'a [u8]);

impl fmt::Debug for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value() {
            Value::Flag => f.write_str("true"),
            Value::Padding => f.write_str("padding"),
            Value::Text(text) => fmt::Debug::fmt(text, f),
            Value::Number(value, Hint::Hex) => write!(f, "{value:#x}"),
            Value::Number(value, _) => write!(f, "{value}"),
            Value::Named(names, value) => fmt_named(names, value as u64, f),
            Value::Bitfield(names, bits) => fmt_bitfield(names, bits, f),
            Value::Hardware(address) => fmt::Debug::fmt(&HardwareAddress(address), f),
            Value::Address(IpAddr::V4(address)) => write!(f, "{address}"),
            Value::Address(IpAddr::V6(address)) => write!(f, "{address}"),
            Value::SocketAddress(address) => write!(f, "{address}"),
            Value::Uuid(bytes) => write!(f, "{}", Uuid(bytes)),
            Value::Bytes(bytes) => fmt::Debug::fmt(&Hex(bytes), f),
            Value::Malformed(bytes) => write!(f, "<malformed {:?}>", Hex(bytes)),
            Value::Struct(value) => fmt_struct(value, f),
            Value::List(elements) => {
                let mut out = f.debug_list();
                for element in elements {
                    match element {
                        Ok(element) => out.entry(&element),
                        Err(fault) => out.entry(&Text(format!("<{}>", fault.error))),
                    };
                }
                out.finish()
            }
            Value::Keyed(entries) => f.debug_map().entries(entries.flatten()).finish(),
            Value::Nest(nest) => fmt_nest(nest, f),
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

fn fmt_struct(value: Struct<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(value.layout.name);
    for (member, item) in value.members() {
        match item {
            Some(item) => out.field(member.name, &item),
            None => out.field(member.name, &Text("<absent>".into())),
        };
    }
    out.finish()
}

fn fmt_nest(nest: Nest<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(nest.set.name);
    let around = nest.around();
    for part in nest.parts(&around) {
        match part {
            Part::Header(header) => out.field("header", &header),
            Part::Known(row, item) => out.field(row.name, &item),
            Part::Secret(row) => out.field(row.name, &Text(REDACTED.into())),
            Part::Unknown(id, payload) => out.field(&format!("#{id}"), &Hex(payload)),
            Part::Malformed(fault) => out.field("malformed", &Text(format!("<{}>", fault.error))),
        };
    }
    out.finish()
}

/// What is shown of a secret.
pub(super) const REDACTED: &str = "<redacted>";

/// The name of a value, or the names of its bits.
fn fmt_named(names: &Enum, value: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if !names.flags {
        return match names.name_of(value) {
            Some(name) => f.write_str(name),
            None => write!(f, "{value}"),
        };
    }
    let (names, rest) = names.names_of_bits(value);
    f.write_str(&names.join(" | "))?;
    let separator = if names.is_empty() { "" } else { " | " };
    if rest != 0 || value == 0 { write!(f, "{separator}{rest:#x}") } else { Ok(()) }
}

fn fmt_bitfield(
    names: Option<&'static Enum>,
    Bitfield32 { value, selector }: Bitfield32,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
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

/// A UUID in its usual form.
pub(super) struct Uuid<'a>(pub(super) &'a [u8; 16]);

impl fmt::Display for Uuid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            let separator = if matches!(index, 4 | 6 | 8 | 10) { "-" } else { "" };
            write!(f, "{separator}{byte:02x}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
