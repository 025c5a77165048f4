//! Enums and flags types: named values of an integer.

use super::{As, Decode, DecodeError, Encode, Fixed, FixedReader, FixedWriter};
use crate::schema;
use crate::schema::Kind;
use crate::wire::Writer;

/// A type whose values are named integers or sets of named bits; `#[derive(NetlinkEnum)]` and
/// the compiler implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no netlink enum",
    note = "give it `#[derive(NetlinkEnum)]`"
)]
pub trait Enumeration: Copy {
    /// The integer that stands for the value.
    type Repr: Integer;

    /// The names of the values.
    const TABLE: &'static schema::Enum;

    /// The value of an integer; `None` if there is none, which an open enum never says.
    fn from_repr(repr: Self::Repr) -> Option<Self>;

    /// The integer of a value.
    fn to_repr(self) -> Self::Repr;
}

/// An integer type, widened to 64 bits and back without a change in the bits that fit.
pub trait Integer: Copy {
    /// Widens, with the sign if the type has one.
    fn widen(self) -> u64;
    /// Keeps the low bits.
    fn narrow(wide: u64) -> Self;
}

macro_rules! integer {
    ($($int:ty)*) => {$(
        impl Integer for $int {
            #[inline]
            fn widen(self) -> u64 {
                self as u64
            }
            #[inline]
            fn narrow(wide: u64) -> Self {
                wide as Self
            }
        }
    )*};
}
integer! { u8 u16 u32 u64 i8 i16 i32 i64 }

/// An enumeration as an integer of another width: an attribute of 16 bits, say, whose values
/// are named by an enum of 32.
impl<'a, E: Enumeration, W: Decode<'a, F> + Integer, F> Decode<'a, As<W, F>> for E {
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        let wide = <W as Decode<'a, F>>::decode(payload)?.widen();
        let repr = E::Repr::narrow(wide);
        // No bit was lost if the way back leads to the same number.
        let whole = W::narrow(repr.widen()).widen() == wide;
        let value = if whole { E::from_repr(repr) } else { None };
        value.ok_or_else(|| DecodeError::unknown_value(wide))
    }
}

/// A value that the narrower integer cannot hold loses its high bits, as it does in C.
impl<E: Enumeration, W: Encode<F> + Integer, F> Encode<As<W, F>> for E {
    const KIND: Kind = <W as Encode<F>>::KIND.named(E::TABLE);
    #[inline]
    fn encode(&self, out: &mut Writer) {
        W::narrow(self.to_repr().widen()).encode(out);
    }
    #[inline]
    fn encode_attribute(&self, id: u16, out: &mut Writer) {
        W::narrow(self.to_repr().widen()).encode_attribute(id, out);
    }
}

impl<E: Enumeration + Default, W: Fixed<F> + Integer, F> Fixed<As<W, F>> for E {
    const SIZE: usize = W::SIZE;
    const ALIGN: usize = W::ALIGN;
    fn take(from: &mut FixedReader<'_>) -> Self {
        let wide = from.value::<F, W>().widen();
        E::from_repr(E::Repr::narrow(wide)).unwrap_or_default()
    }
    #[inline]
    fn put(&self, to: &mut FixedWriter<'_>) {
        W::narrow(self.to_repr().widen()).put(to);
    }
}

/// Reads an enumeration in the form of its integer.
///
/// # Errors
/// If the payload is too short, or a closed enum does not have the value.
#[inline]
pub fn decode_enumeration<'a, E, F>(payload: &'a [u8]) -> Result<E, DecodeError>
where
    E: Enumeration<Repr: Decode<'a, F>>,
{
    let repr = <E::Repr as Decode<'a, F>>::decode(payload)?;
    E::from_repr(repr).ok_or_else(|| DecodeError::unknown_value(repr.widen()))
}

/// Reads a member of a struct that is an open enumeration: any integer is one.
#[inline]
pub fn take_open<E, F>(from: &mut FixedReader<'_>) -> E
where
    E: Enumeration<Repr: Fixed<F>> + From<<E as Enumeration>::Repr>,
{
    E::from(from.value::<F, E::Repr>())
}

/// A `bool` that is no flag but a number (`as = u8` says which): 0 or not. The widest integer,
/// so that no bit that is set is lost on the way.
impl Enumeration for bool {
    type Repr = u64;

    const TABLE: &'static schema::Enum = {
        static BOOL: schema::Enum = schema::Enum::new(
            "bool",
            &[schema::Entry::new(0, "false"), schema::Entry::new(1, "true")],
        );
        &BOOL
    };

    fn from_repr(repr: u64) -> Option<Self> {
        Some(repr != 0)
    }

    fn to_repr(self) -> u64 {
        self.into()
    }
}

/// Implements [`Decode`] and [`Encode`] for an [`Enumeration`], in every form that its integer
/// has, or those named after `as`, and [`Fixed`](super::Fixed) if it is open: every integer is one
/// of its values.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration_payload {
    ($openness:ident $name:ty: u8) => { $crate::__enumeration_payload!(@ $openness $name: Native); };
    ($openness:ident $name:ty: i8) => { $crate::__enumeration_payload!(@ $openness $name: Native); };
    ($openness:ident $name:ty: $repr:ident as $($form:ident)*) => {
        $crate::__enumeration_payload!(@ $openness $name: $($form)*);
    };
    ($openness:ident $name:ty: $repr:ident) => {
        $crate::__enumeration_payload!(@ $openness $name: Native BigEndian LittleEndian);
    };
    (@ closed $name:ty: $($form:ident)*) => {$(
        impl<'a> $crate::payload::Decode<'a, $crate::payload::$form> for $name {
            #[inline]
            fn decode(
                __payload: &'a [::core::primitive::u8],
            ) -> ::core::result::Result<Self, $crate::payload::DecodeError> {
                $crate::generated::decode_enumeration::<Self, $crate::payload::$form>(__payload)
            }
        }

        impl $crate::payload::Encode<$crate::payload::$form> for $name {
            const KIND: $crate::schema::Kind = <<Self as $crate::payload::Enumeration>::Repr
                as $crate::payload::Encode<$crate::payload::$form>>::KIND
                .named(<Self as $crate::payload::Enumeration>::TABLE);
            #[inline]
            fn encode(&self, __out: &mut $crate::wire::Writer) {
                let __repr = $crate::payload::Enumeration::to_repr(*self);
                $crate::payload::Encode::<$crate::payload::$form>::encode(&__repr, __out);
            }
            #[inline]
            fn encode_attribute(
                &self,
                __id: ::core::primitive::u16,
                __out: &mut $crate::wire::Writer,
            ) {
                let __repr = $crate::payload::Enumeration::to_repr(*self);
                $crate::payload::Encode::<$crate::payload::$form>::encode_attribute(&__repr, __id, __out);
            }
        }
    )*};
    (@ open $name:ty: $($form:ident)*) => {
        $crate::__enumeration_payload!(@ closed $name: $($form)*);
        $(
            impl $crate::payload::Fixed<$crate::payload::$form> for $name {
                const SIZE: ::core::primitive::usize =
                    ::core::mem::size_of::<<Self as $crate::payload::Enumeration>::Repr>();
                #[inline]
                fn take(__from: &mut $crate::payload::FixedReader<'_>) -> Self {
                    $crate::generated::take_open::<Self, $crate::payload::$form>(__from)
                }
                #[inline]
                fn put(&self, __to: &mut $crate::payload::FixedWriter<'_>) {
                    let __repr = $crate::payload::Enumeration::to_repr(*self);
                    $crate::payload::Fixed::<$crate::payload::$form>::put(&__repr, __to);
                }
            }
        )*
    };
}

/// All of an open enum but its definition and its numbers: `Other` is the variant that keeps values
/// without a name.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enumeration {
    // What one that a user defines has of it.
    (from $name:ident::$other:ident: $repr:ident) => {
        #[automatically_derived]
        impl ::core::convert::From<$crate::generated::$repr> for $name {
            #[inline]
            fn from(__repr: $crate::generated::$repr) -> Self {
                // There always is one.
                $crate::payload::Enumeration::from_repr(__repr).unwrap_or(Self::$other(__repr))
            }
        }
    };
    ($name:ident::$other:ident: $repr:ident $($forms:tt)*) => {
        #[automatically_derived]
        impl ::core::default::Default for $name {
            /// The value 0.
            #[inline]
            fn default() -> Self {
                <Self as ::core::convert::From<_>>::from(0)
            }
        }

        #[automatically_derived]
        impl ::core::cmp::Eq for $name {}

        $crate::__open_enumeration!(from $name::$other: $repr);
        $crate::__enumeration_payload!(open $name: $repr $($forms)*);
        $crate::__enumeration_display!($name);
    };
}

/// Implements `Display` for an [`Enumeration`]: the name of the value, or the names of the bits.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration_display {
    ($name:ty) => {
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let __value =
                    $crate::payload::Integer::widen($crate::payload::Enumeration::to_repr(*self));
                let __table = <Self as $crate::payload::Enumeration>::TABLE;
                __f.pad(&::std::string::ToString::to_string(&$crate::schema::Named(
                    __table, __value,
                )))
            }
        }
    };
}
