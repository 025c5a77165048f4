//! Flags types of a user's own.

/// Defines sets of named bits that attributes carry: a [`bitflags`](crate::bitflags) type that
/// is an [`Enumeration`](crate::payload::Enumeration). Bits without a name are kept.
///
#[cfg_attr(feature = "derive", doc = "```")]
#[cfg_attr(not(feature = "derive"), doc = "```ignore")]
/// use netlink_runtime::NetlinkMessage;
/// use netlink_runtime::payload::Decode;
///
/// netlink_runtime::flags! {
///     /// What a device may do.
///     pub struct Permissions: u32 {
///         /// It may be read.
///         const READ = 1;
///         /// It may be written.
///         const WRITE = 2;
///     }
/// }
///
/// #[derive(NetlinkMessage)]
/// struct Device {
///     #[netlink(id = 1, be)]
///     permissions: Permissions,
/// }
///
/// let length = 8u16.to_ne_bytes();
/// let id = 1u16.to_ne_bytes();
/// let device = Device::decode(&[&length[..], &id, &[0, 0, 0, 6]].concat())?;
/// assert!(device.permissions.contains(Permissions::WRITE));
/// assert_eq!(device.permissions.bits(), 6);
/// # Ok::<(), netlink_runtime::payload::DecodeError>(())
/// ```
#[macro_export]
macro_rules! flags {
    ($(
        $(#[$($attribute:tt)*])*
        $visibility:vis struct $name:ident: $repr:ident {
            $($(#[$($doc:tt)*])* const $flag:ident = $value:expr;)*
        }
    )*) => {$(
        $crate::bitflags::bitflags! {
            $(#[$($attribute)*])*
            #[derive(
                ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug,
                ::core::default::Default, ::core::cmp::PartialEq, ::core::cmp::Eq,
                ::core::hash::Hash,
            )]
            $visibility struct $name: $repr {
                $($(#[$($doc)*])* const $flag = $value;)*
                const _ = !0;
            }
        }

        impl $crate::payload::Enumeration for $name {
            type Repr = $repr;

            const TABLE: &'static $crate::schema::Enum = {
                static TABLE: $crate::schema::Enum = $crate::schema::Enum::flags(
                    $crate::__table_name!($name),
                    &[$($crate::schema::Entry::new(
                        $name::$flag.bits() as ::core::primitive::u64,
                        $crate::__table_name!($flag),
                    )),*],
                );
                &TABLE
            };

            #[inline]
            fn from_repr(__repr: $repr) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self::from_bits_retain(__repr))
            }

            #[inline]
            fn to_repr(self) -> $repr {
                self.bits()
            }
        }

        impl ::core::convert::From<$repr> for $name {
            fn from(__bits: $repr) -> Self {
                Self::from_bits_retain(__bits)
            }
        }

        $crate::__enumeration_payload!(open $name: $repr);
        $crate::__enumeration_display!($name);
    )*};
}

/// An identifier as tables spell it: `READ_ONLY` and `ReadOnly` give `read-only`.
#[doc(hidden)]
#[macro_export]
macro_rules! __table_name {
    ($name:ident) => {{
        const NAME: &::core::primitive::str = ::core::stringify!($name);
        const KEBAB: ([::core::primitive::u8; 2 * NAME.len()], ::core::primitive::usize) =
            $crate::generated::kebab(NAME);
        $crate::generated::text(&KEBAB.0, KEBAB.1)
    }};
}

/// A name in lower case with hyphens between its words, and its length. `N` is twice the length
/// of `name`.
#[must_use]
pub const fn kebab<const N: usize>(name: &str) -> ([u8; N], usize) {
    let name = name.as_bytes();
    let (mut kebab, mut length, mut index) = ([0; N], 0, 0);
    while index < name.len() && length + 1 < N {
        let letter = name[index];
        let word_starts =
            letter.is_ascii_uppercase() && index > 0 && !name[index - 1].is_ascii_uppercase();
        if letter == b'_' || (word_starts && name[index - 1] != b'_') {
            kebab[length] = b'-';
            length += 1;
        }
        if letter != b'_' {
            kebab[length] = letter.to_ascii_lowercase();
            length += 1;
        }
        index += 1;
    }
    (kebab, length)
}

/// The first `length` bytes as text.
#[must_use]
pub const fn text(bytes: &'static [u8], length: usize) -> &'static str {
    match core::str::from_utf8(bytes.split_at(length).0) {
        Ok(text) => text,
        Err(_) => "?",
    }
}

#[cfg(test)]
mod tests {
    use crate::payload::{BigEndian, Decode, Encode, Enumeration};
    use crate::wire::Writer;

    crate::flags! {
        struct Rights: u16 {
            const READ_ONLY = 1;
            const WRITE = 1 << 9;
        }
    }

    #[test]
    fn bits_without_a_name_survive() {
        let rights = <Rights as Decode<BigEndian>>::decode(&[0x82, 0x01]).unwrap();
        assert!(rights.contains(Rights::READ_ONLY | Rights::WRITE));
        let mut writer = Writer::new();
        Encode::<BigEndian>::encode(&rights, &mut writer);
        assert_eq!(writer.bytes(), [0x82, 0x01]);
    }

    #[test]
    fn the_table_has_the_names_in_kebab_case() {
        assert_eq!(Rights::TABLE.name, "rights");
        assert_eq!(Rights::TABLE.name_of(1), Some("read-only"));
        assert_eq!(crate::__table_name!(LinkFlags2), "link-flags2");
    }
}
