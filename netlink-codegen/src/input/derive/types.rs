//! What can be told of a field's type from its tokens alone.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// The type without the parentheses and invisible groups around it, which macros add.
pub(super) fn peel(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Paren(paren) => &paren.elem,
            Type::Group(group) => &group.elem,
            other => return other,
        };
    }
}

/// The last segment of a type that is a path.
fn segment(ty: &Type) -> Option<&PathSegment> {
    match peel(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

/// Whether the type is a path that ends in `name`.
pub(super) fn is(ty: &Type, name: &str) -> bool {
    segment(ty).is_some_and(|segment| segment.ident == name)
}

/// The name of a type that is a path without arguments.
pub(super) fn plain_name(ty: &Type) -> Option<String> {
    let segment = segment(ty)?;
    segment.arguments.is_none().then(|| segment.ident.to_string())
}

/// The type arguments of a path that ends in `name`: the `T` and `F` of `List<'a, T, F>`.
pub(super) fn arguments<'t>(ty: &'t Type, name: &str) -> Option<Vec<&'t Type>> {
    let segment = segment(ty).filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    Some(types.collect())
}

/// The `T` of a path that ends in `name` and has one type argument.
pub(super) fn argument<'t>(ty: &'t Type, name: &str) -> Option<&'t Type> {
    match arguments(ty, name)?.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// Integers of one byte, which have no byte order.
pub(super) const BYTES: [&str; 2] = ["u8", "i8"];

/// Integers that have a byte order.
pub(super) const WIDE: [&str; 6] = ["u16", "u32", "u64", "i16", "i32", "i64"];

/// Whether the type is one of these plain names.
pub(super) fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    plain_name(ty).is_some_and(|name| names.contains(&name.as_str()))
}

/// Whether the type is text: `&str`, `String`, `&BStr`, `BString`.
pub(super) fn is_text(ty: &Type) -> bool {
    let referent = match peel(ty) {
        Type::Reference(reference) => peel(&reference.elem),
        other => other,
    };
    is_one_of(referent, &["str", "String", "BStr", "BString"])
}

/// Whether nothing of the type can be in another byte order: it is certainly no integer, enum or
/// flags type.
pub(super) fn has_no_byte_order(ty: &Type) -> bool {
    let owned = ["bool", "IpAddr", "Ipv4Addr", "Ipv6Addr", "SocketAddr"];
    let generic =
        ["Vec", "Box", "Nested", "Records", "HardwareAddress", "Bitfield32", "TypeValues"];
    match peel(ty) {
        Type::Path(_) => is_one_of(ty, &owned) || generic.iter().any(|name| is(ty, name)),
        Type::Array(array) => is_one_of(&array.elem, &BYTES) || has_no_byte_order(&array.elem),
        _ => true,
    }
}

/// Whether values of the type cannot be held.
pub(super) fn has_no_size(ty: &Type) -> bool {
    matches!(peel(ty), Type::Slice(_) | Type::TraitObject(_)) || is_one_of(ty, &["str", "BStr"])
}

/// Why no value of this type can ever be a payload; `None` where the compiler must tell.
pub(super) fn refusal(ty: &Type) -> Option<String> {
    match peel(ty) {
        Type::Path(_) => plain_name(ty).and_then(|name| refused_name(&name)),
        Type::Reference(reference) => refused_reference(reference),
        Type::Array(array) => refused_element(&array.elem),
        Type::Slice(_) => Some("a slice has no size: write `&'a [u8]` or `Vec<u8>`".into()),
        Type::Tuple(_) => Some("a tuple is no payload: write a struct with a derive".into()),
        _ => Some("no payload of an attribute can have this type".into()),
    }
}

/// Why a type cannot be the element of a C array: it has no fixed size.
fn refused_element(element: &Type) -> Option<String> {
    if let Some(why) = refusal(element) {
        return Some(why);
    }
    let sized = !is_one_of(element, &["bool", "String", "BString"])
        && !["Vec", "Option", "Box"].iter().any(|name| is(element, name))
        && !matches!(peel(element), Type::Reference(_));
    (!sized).then(|| {
        let element = element.to_token_stream();
        format!(
            "an element of a C array has a fixed size, and `{element}` has none: write a list \
             with `multi` or `indexed`"
        )
    })
}

fn refused_or_scalar(name: &str) -> bool {
    WIDE.contains(&name) || BYTES.contains(&name) || name == "bool" || refused_name(name).is_some()
}

fn refused_name(name: &str) -> Option<String> {
    Some(match name {
        "usize" | "isize" | "u128" | "i128" => {
            let sign = &name[..1];
            format!("netlink has integers of 8 to 64 bits: write `{sign}32` or `{sign}64`")
        }
        "f32" | "f64" | "char" => format!("netlink has no `{name}`: attributes carry integers"),
        "str" | "BStr" => format!("`{name}` has no size: write `&'a {name}`, or own a `String`"),
        _ => return None,
    })
}

fn refused_reference(reference: &syn::TypeReference) -> Option<String> {
    if reference.mutability.is_some() {
        return Some("messages are read, not changed: write `&'a`".into());
    }
    if reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static") {
        return Some(
            "a value that is decoded borrows from the message, not from the program: give the \
             struct a lifetime, `struct Name<'a>`, and write `&'a`; or own the value"
                .into(),
        );
    }
    match peel(&reference.elem) {
        Type::Slice(slice) if is(&slice.elem, "u8") => None,
        Type::Slice(slice) => {
            let element = slice.elem.to_token_stream();
            Some(format!(
                "only bytes can be borrowed as a slice: write `Array<'a, {element}>` for a C \
                 array, `List<'a, {element}>` with `multi` or `indexed` otherwise"
            ))
        }
        elem if is_one_of(elem, &["str", "BStr"]) => None,
        elem if refused_or_scalar(&plain_name(elem)?) => {
            let name = plain_name(elem)?;
            Some(format!("a number is not borrowed: write `{name}`"))
        }
        _ => None,
    }
}

/// The type's tokens with `Self` written out, for use within items of their own.
pub(super) fn without_self(ty: &Type, this: &TokenStream) -> TokenStream {
    replace_self(ty.to_token_stream(), this)
}

fn replace_self(tokens: TokenStream, this: &TokenStream) -> TokenStream {
    let replaced = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Ident(ident) if is_self(&ident) => this.clone(),
        TokenTree::Group(group) => {
            let mut inner =
                proc_macro2::Group::new(group.delimiter(), replace_self(group.stream(), this));
            inner.set_span(group.span());
            TokenTree::Group(inner).into()
        }
        other => other.into(),
    });
    replaced.collect()
}

fn is_self(ident: &Ident) -> bool {
    ident == "Self"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ty(text: &str) -> Type {
        syn::parse_str(text).unwrap()
    }

    #[test]
    fn arguments_are_those_of_the_last_segment() {
        let list = ty("netlink_runtime::payload::List<'a, u16, BigEndian>");
        assert_eq!(arguments(&list, "List").unwrap().len(), 2);
        assert!(argument(&list, "List").is_none());
        assert!(argument(&ty("std::option::Option<u8>"), "Option").is_some());
        assert!(argument(&ty("(Option<u8>)"), "Option").is_some());
        assert!(argument(&ty("Option"), "Option").is_none());
    }

    #[test]
    fn payloads_are_not_refused() {
        for good in [
            "u32",
            "Stats",
            "&'a BStr",
            "&'a [u8]",
            "[u8; 6]",
            "[Byte; 6]",
            "Vec<u8>",
            "Box<Self>",
            "crate::Mode",
            "&'a Thing",
        ] {
            assert_eq!(refusal(&ty(good)), None, "{good}");
        }
    }

    #[test]
    fn what_can_be_no_payload_is_refused() {
        for bad in [
            "usize",
            "f32",
            "char",
            "str",
            "[bool; 4]",
            "[u8]",
            "(u8, u8)",
            "fn()",
            "*const u8",
            "&'static str",
            "&'a u32",
            "&'a mut [u8]",
            "&'a [u16]",
            "u128",
            "dyn Fn()",
            "_",
            "!",
        ] {
            assert!(refusal(&ty(bad)).is_some(), "{bad}");
        }
    }

    #[test]
    fn self_is_written_out_wherever_it_is() {
        let this = quote::quote!(Tree<'a>);
        let tokens = without_self(&ty("Option<Box<[Self; 2]>>"), &this);
        assert_eq!(
            tokens.to_string(),
            ty("Option<Box<[Tree<'a>; 2]>>").to_token_stream().to_string()
        );
    }
}
