//! Strings. The kernel's are bytes that end in NUL; nothing says UTF-8.

use bstr::{BStr, BString, ByteSlice};

use super::{Decode, DecodeError, Encode};
use crate::schema::Kind;
use crate::wire::{Mark, Writer};

/// A string's bytes without the NULs at its end.
fn trimmed(payload: &[u8]) -> &[u8] {
    payload.trim_end_with(|c| c == '\0')
}

impl<'a> Decode<'a> for &'a BStr {
    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        // The common case, one NUL, needs no loop.
        match payload {
            [text @ .., last, 0] if *last != 0 => Ok(BStr::new(&payload[..text.len() + 1])),
            _ => Ok(BStr::new(trimmed(payload))),
        }
    }
}

impl Decode<'_> for BString {
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        Ok(trimmed(payload).into())
    }
}

impl<'a> Decode<'a> for &'a str {
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        core::str::from_utf8(trimmed(payload)).map_err(|_| DecodeError::not_utf8(payload))
    }
}

impl Decode<'_> for String {
    fn decode(payload: &[u8]) -> Result<Self, DecodeError> {
        <&str>::decode(payload).map(Self::from)
    }
}

const INNER_NUL: &str = "holds a NUL byte, where the kernel would cut it off";

fn write(text: &[u8], out: &mut Writer) {
    out.extend(text);
    out.extend(&[0]);
}

fn write_attribute(text: &[u8], id: u16, out: &mut Writer) {
    let mark: Mark = out.begin_attribute(id);
    if text.contains(&0) {
        out.reject(&mark, INNER_NUL);
    }
    write(text, out);
    out.end(mark);
}

macro_rules! text {
    ($($text:ty)*) => {$(
        impl Encode for $text {
            const KIND: Kind = Kind::String;
            fn encode(&self, out: &mut Writer) {
                write(self.as_ref(), out);
            }
            fn encode_attribute(&self, id: u16, out: &mut Writer) {
                write_attribute(self.as_ref(), id, out);
            }
        }
    )*};
}
text! { BStr BString str String }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nul_at_the_end_may_be_there_once_often_or_not_at_all() {
        for payload in [b"eth0\0".as_slice(), b"eth0", b"eth0\0\0\0"] {
            assert_eq!(<&BStr>::decode(payload).unwrap(), "eth0");
        }
        for empty in [b"".as_slice(), b"\0", b"\0\0"] {
            assert_eq!(<&BStr>::decode(empty).unwrap(), "");
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_kept_by_bstr_and_refused_by_str() {
        assert_eq!(<&BStr>::decode(b"abc\xff d\0").unwrap(), &b"abc\xff d"[..]);
        let error = String::decode(b"abc\xff d\0").unwrap_err();
        assert_eq!(error.to_string(), r#""abc\xff d\x00" is not UTF-8"#);
    }

    #[test]
    fn a_string_is_written_with_its_nul_and_one_that_holds_a_nul_is_a_fault() {
        let mut writer = Writer::new();
        writer.put(2, "lo");
        assert_eq!(&writer.bytes()[4..], b"lo\0\0");
        assert_eq!(writer.bytes()[..2], 7u16.to_ne_bytes());
        let nest = writer.begin_nest(1);
        writer.put(2, "l\0o");
        writer.end(nest);
        let fault = writer.take_fault().unwrap();
        let ids: Vec<_> = fault.ids.iter().map(|(id, _)| *id).collect();
        assert_eq!((ids, fault.reason), (vec![2, 1], INNER_NUL));
    }
}
