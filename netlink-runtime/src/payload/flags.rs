//! Flags types of families and of a user's own.

use core::fmt;

/// Defines sets of named bits that attributes carry: a [`bitflags`](crate::bitflags) type that
/// is an [`Enumeration`](crate::payload::Enumeration). Bits without a name are kept. What is not
/// among a type's own functions, as the names of its bits, is in the trait
/// [`bitflags::Flags`](crate::bitflags::Flags).
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
        $crate::__flags! {
            $(#[$($attribute)*])*
            $visibility struct $name: $repr {
                $($(#[$($doc)*])* const $flag = $value;)*
            }
            table {
                static TABLE: $crate::schema::Enum = $crate::schema::Enum::flags(
                    $crate::__table_name!($name),
                    &[$($crate::schema::Entry::new(
                        $name::$flag.bits() as $crate::generated::u64,
                        $crate::__table_name!($flag),
                    )),*],
                );
                &TABLE
            };
        }
        $crate::__enumeration_payload!(open $name: $repr);
    )*};
}

/// A flags type and all that is the same for every such type; after `table` comes the expression
/// of its table.
///
/// It is a type of the `bitflags` crate by its trait, not by its macro, which would write fifteen
/// times as much for each: of the families' flags that was a fifth of the time to build them all.
#[doc(hidden)]
#[macro_export]
macro_rules! __flags {
    (
        $(#[$($attribute:tt)*])*
        $visibility:vis struct $name:ident: $repr:ident {
            $($(#[$($doc:tt)*])* const $flag:ident = $value:expr;)*
        }
        table $table:expr;
    ) => {
        $(#[$($attribute)*])*
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::default::Default,
            ::core::cmp::PartialEq, ::core::hash::Hash,
        )]
        $visibility struct $name($crate::generated::$repr);

        #[allow(dead_code, reason = "all flags have the same functions")]
        impl $name {
            $($(#[$($doc)*])* $visibility const $flag: Self = Self($value);)*

            /// No bit.
            #[must_use]
            #[inline]
            $visibility const fn empty() -> Self {
                Self(0)
            }

            /// Every bit, with a name or not.
            #[must_use]
            #[inline]
            $visibility const fn all() -> Self {
                Self(!0)
            }

            /// The flags that are these bits, with a name or not.
            #[must_use]
            #[inline]
            $visibility const fn from_bits_retain(bits: $crate::generated::$repr) -> Self {
                Self(bits)
            }

            /// The bits.
            #[must_use]
            #[inline]
            $visibility const fn bits(&self) -> $crate::generated::$repr {
                self.0
            }

            /// Whether no bit is set.
            #[must_use]
            #[inline]
            $visibility const fn is_empty(&self) -> $crate::generated::bool {
                self.0 == 0
            }

            /// Whether all bits of `other` are set.
            #[must_use]
            #[inline]
            $visibility const fn contains(&self, other: Self) -> $crate::generated::bool {
                self.0 & other.0 == other.0
            }

            /// Whether any bit of `other` is set.
            #[must_use]
            #[inline]
            $visibility const fn intersects(&self, other: Self) -> $crate::generated::bool {
                self.0 & other.0 != 0
            }

            /// The bits of both, as `|`, also where constants are computed.
            #[must_use]
            #[inline]
            $visibility const fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Sets the bits of `other`.
            #[inline]
            $visibility const fn insert(&mut self, other: Self) {
                self.0 |= other.0;
            }

            /// Clears the bits of `other`.
            #[inline]
            $visibility const fn remove(&mut self, other: Self) {
                self.0 &= !other.0;
            }

            /// Sets or clears the bits of `other`.
            #[inline]
            $visibility const fn set(&mut self, other: Self, value: $crate::generated::bool) {
                if value {
                    self.insert(other);
                } else {
                    self.remove(other);
                }
            }
        }

        #[automatically_derived]
        impl $crate::bitflags::Flags for $name {
            type Bits = $crate::generated::$repr;

            const FLAGS: &'static [$crate::bitflags::Flag<Self>] = &[
                $($crate::bitflags::Flag::new(::core::stringify!($flag), Self::$flag),)*
                // Bits without a name are valid.
                $crate::bitflags::Flag::new("", Self(!0)),
            ];

            #[inline]
            fn bits(&self) -> $crate::generated::$repr {
                self.0
            }

            #[inline]
            fn from_bits_retain(bits: $crate::generated::$repr) -> Self {
                Self(bits)
            }
        }

        $crate::__flags!(operators $name:
            BitOr bitor BitOrAssign bitor_assign |,
            BitAnd bitand BitAndAssign bitand_assign &,
            BitXor bitxor BitXorAssign bitxor_assign ^,
        );

        #[automatically_derived]
        impl ::core::ops::Sub for $name {
            type Output = Self;

            /// The bits that are not set in `other`.
            #[inline]
            fn sub(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }
        }

        #[automatically_derived]
        impl ::core::ops::Not for $name {
            type Output = Self;

            #[inline]
            fn not(self) -> Self {
                Self(!self.0)
            }
        }

        #[automatically_derived]
        impl ::core::cmp::Eq for $name {}

        #[automatically_derived]
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::generated::fmt_flags(self, ::core::stringify!($name), formatter)
            }
        }

        #[automatically_derived]
        impl $crate::payload::Enumeration for $name {
            type Repr = $crate::generated::$repr;

            const TABLE: &'static $crate::schema::Enum = $table;

            #[inline]
            fn from_repr(repr: $crate::generated::$repr) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(Self(repr))
            }

            #[inline]
            fn to_repr(self) -> $crate::generated::$repr {
                self.0
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<$crate::generated::$repr> for $name {
            #[inline]
            fn from(bits: $crate::generated::$repr) -> Self {
                Self(bits)
            }
        }

        $crate::__enumeration_display!($name);
    };
    (operators $name:ident: $(
        $operator:ident $function:ident $assign:ident $assign_function:ident $token:tt,
    )*) => {$(
        #[automatically_derived]
        impl ::core::ops::$operator for $name {
            type Output = Self;

            #[inline]
            fn $function(self, other: Self) -> Self {
                Self(self.0 $token other.0)
            }
        }

        #[automatically_derived]
        impl ::core::ops::$assign for $name {
            #[inline]
            fn $assign_function(&mut self, other: Self) {
                self.0 = self.0 $token other.0;
            }
        }
    )*};
}

/// Prints flags as `Name(FIRST | SECOND | 0x80)`.
///
/// # Errors
/// Those of the formatter.
pub fn fmt_flags<F: bitflags::Flags<Bits: bitflags::parser::WriteHex>>(
    flags: &F,
    name: &str,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    write!(formatter, "{name}(")?;
    bitflags::parser::to_writer(flags, &mut *formatter)?;
    formatter.write_str(")")
}

#[cfg(test)]
mod tests {
    use crate::payload::{As, BigEndian, Decode, Encode, Enumeration};
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
    fn a_wider_number_is_read_whole_or_not_at_all() {
        let read = |number: u32| <Rights as Decode<As<u32>>>::decode(&number.to_ne_bytes());
        assert_eq!(read(0x8201).map(|rights| rights.bits()), Ok(0x8201));
        let error = read(0x1_0001).unwrap_err();
        assert_eq!(error.to_string(), "65537 is none of the enum's values");
    }

    #[test]
    fn the_table_has_the_names_in_kebab_case() {
        assert_eq!(Rights::TABLE.name, "rights");
        assert_eq!(Rights::TABLE.name_of(1), Some("read-only"));
    }
}
