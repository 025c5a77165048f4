//! Impls that are the same for every generated item but for its names.

/// What a struct of attributes is besides its codec: its schema, and the same view at any
/// lifetime.
///
/// `record!(Name, TABLE, [ids])` is for the views of a module: one lifetime, unknown attributes
/// kept in `__unknown`, printed by the schema.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident, $table:path, [$($id:expr),*]) => {
        $crate::__record!([<'a>] [$name<'a>] [$name<'__view>] [] &$table, [$($id),*]);
        $crate::__record!(debug [<'a>] [$name<'a>] []);

        impl<'a> $name<'a> {
            /// The attributes that the spec does not name, as they came.
            #[must_use]
            #[inline]
            pub fn unknown(&self) -> $crate::payload::Unknown<'a> {
                self.__unknown
            }
        }
    };
    (
        [$($generics:tt)*] [$this:ty] [$view:ty] [$($clause:tt)*]
        $schema:expr, [$($id:expr),*]
    ) => {
        #[automatically_derived]
        impl $($generics)* $crate::payload::AttributeSet for $this $($clause)* {
            const SCHEMA: &'static $crate::schema::Set = $schema;
            const DECLARED: &'static [$crate::generated::u16] = &[$($id),*];
        }

        #[automatically_derived]
        impl $($generics)* $crate::payload::View for $this $($clause)* {
            type At<'__view> = $view;
            const LAYOUT: $crate::schema::Layout = $crate::generated::layout(
                <Self as $crate::payload::Encode>::KIND,
                <Self as $crate::payload::AttributeSet>::SCHEMA,
            );
        }
    };
    (debug [$($generics:tt)*] [$this:ty] [$($clause:tt)*]) => {
        #[automatically_derived]
        impl $($generics)* ::core::fmt::Debug for $this $($clause)* {
            #[inline]
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::schema::fmt_encoded(self, __f)
            }
        }
    };
}

/// What a struct of fixed layout is besides its codec: a payload of an attribute, and the same at
/// any lifetime.
#[doc(hidden)]
#[macro_export]
macro_rules! __fixed_struct {
    ($name:ident) => {
        #[automatically_derived]
        impl $crate::payload::Decode<'_> for $name {
            #[inline]
            fn decode(
                __payload: &[$crate::generated::u8],
            ) -> ::core::result::Result<Self, $crate::payload::DecodeError> {
                let mut __from = $crate::payload::FixedReader::new(__payload);
                ::core::result::Result::Ok(<Self as $crate::payload::Fixed>::take(&mut __from))
            }
        }

        #[automatically_derived]
        impl $crate::payload::View for $name {
            type At<'__view> = Self;
            const LAYOUT: $crate::schema::Layout =
                $crate::generated::layout_of(<Self as $crate::payload::Encode>::KIND);
        }
    };
}

/// What a struct of a family's module has besides: zeros as its default value.
#[doc(hidden)]
#[macro_export]
macro_rules! __zeroed_struct {
    ($name:ident) => {
        #[automatically_derived]
        impl ::core::default::Default for $name {
            /// All zeros.
            #[inline]
            fn default() -> Self {
                $crate::generated::zeroed()
            }
        }

        #[automatically_derived]
        impl ::core::cmp::Eq for $name {}
    };
}

/// `MessageSet` for an enum that has a variant per message, each told by its command and, where
/// two share one, by whether it asks for a dump. The last row is the variant for any other
/// command, or none.
#[doc(hidden)]
#[macro_export]
macro_rules! __message_set {
    // An enum of a module.
    ($name:ident, $family:path; $($rows:tt)*) => {
        $crate::__message_set! { [<'a>] 'a [$name<'a>] [$name<'__view>] [] &$family; $($rows)* }
    };
    (
        [$($generics:tt)*] $lifetime:lifetime [$this:ty] [$view:ty] [$($clause:tt)*] $family:expr;
        $($variant:ident: $command:expr $(, dump $dump:literal)?;)*
        $(_ => $other:ident;)?
    ) => {
        #[automatically_derived]
        impl $($generics)* $crate::Messages for $this $($clause)* {
            type At<'__view> = $view;
        }

        #[automatically_derived]
        impl $($generics)* $crate::MessageSet<$lifetime> for $this $($clause)* {
            const FAMILY: &'static $crate::schema::Family = $family;

            #[inline]
            fn decode(
                __command: $crate::generated::u16,
                __flags: $crate::generated::u16,
                __body: &$lifetime [$crate::generated::u8],
            ) -> ::core::result::Result<Self, $crate::payload::DecodeError> {
                let __dump = __flags & $crate::generated::DUMP == $crate::generated::DUMP;
                $(
                    if __command == $command $(&& __dump == $dump)? {
                        let __message = $crate::payload::Decode::decode(__body)?;
                        return ::core::result::Result::Ok(Self::$variant(__message));
                    }
                )*
                $(return ::core::result::Result::Ok(Self::$other(__command, __body));)?
                #[allow(unreachable_code, reason = "an enum may keep unknown commands")]
                ::core::result::Result::Err($crate::generated::unknown_command(__command))
            }

            fn command(&self) -> $crate::generated::u16 {
                match *self {
                    $(Self::$variant(_) => $command,)*
                    $(Self::$other(__command, _) => __command,)?
                }
            }

            #[inline]
            fn encode(&self, __out: &mut $crate::wire::Writer) {
                match *self {
                    $(Self::$variant(ref __message) => {
                        $crate::payload::Encode::encode(__message, __out)
                    })*
                    $(Self::$other(_, __body) => __out.extend(__body),)?
                }
            }
        }
    };
}

/// `Formats` for the enum of a sub-message: a row per format with its type, if it has any
/// content, and its selector. The last row is the variant that keeps the bytes of any other
/// format, or none.
#[doc(hidden)]
#[macro_export]
macro_rules! __sub_message {
    // An enum of a module.
    ($name:ident, $table:path; $($rows:tt)*) => {
        $crate::__sub_message! { [<'a>] 'a [$name<'a>] [] &$table; $($rows)* _ => Other; }
    };
    (
        [$($generics:tt)*] $lifetime:lifetime [$this:ty] [$($clause:tt)*] $table:expr;
        $($variant:ident($ty:ty): $selector:literal;)*
        $(() $empty:ident: $empty_selector:literal;)*
        $(_ => $other:ident;)?
    ) => {
        #[automatically_derived]
        impl $($generics)* $crate::payload::Formats<$lifetime> for $this $($clause)* {
            const TABLE: &'static $crate::schema::Formats = $table;

            #[inline]
            fn decode(
                __selector: &[$crate::generated::u8],
                __payload: &$lifetime [$crate::generated::u8],
            ) -> ::core::result::Result<Self, $crate::payload::DecodeError> {
                $(
                    if __selector == $selector.as_bytes() {
                        let __format = <$ty as $crate::payload::Decode<$lifetime>>::decode(__payload)?;
                        return ::core::result::Result::Ok(Self::$variant(__format));
                    }
                )*
                $(
                    if __selector == $empty_selector.as_bytes() && __payload.is_empty() {
                        return ::core::result::Result::Ok(Self::$empty);
                    }
                )*
                $(return ::core::result::Result::Ok(
                    Self::$other(::core::convert::Into::into(__payload))
                );)?
                #[allow(unreachable_code, reason = "an enum may keep unknown formats")]
                ::core::result::Result::Err($crate::generated::unknown_format(__selector))
            }

            fn selector(&self) -> ::core::option::Option<&'static $crate::generated::str> {
                match self {
                    $(Self::$variant(_) => ::core::option::Option::Some($selector),)*
                    $(Self::$empty => ::core::option::Option::Some($empty_selector),)*
                    $(Self::$other(_) => ::core::option::Option::None,)?
                }
            }

            fn is_nest(&self) -> $crate::generated::bool {
                match self {
                    $(Self::$variant(_) => <$ty as $crate::payload::Encode>::KIND.is_nest(),)*
                    $(Self::$empty => false,)*
                    $(Self::$other(_) => false,)?
                }
            }

            #[inline]
            fn encode(&self, __out: &mut $crate::wire::Writer) {
                match self {
                    $(Self::$variant(__format) => <$ty as $crate::payload::Encode>::encode(__format, __out),)*
                    $(Self::$empty => {})*
                    $(Self::$other(__payload) => __out.extend(__payload),)?
                }
            }
        }
    };
}
