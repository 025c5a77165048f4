//! What a value may be: the words `min`, `max`, `mask`, `min_len` and `max_len`, and how it is
//! shown: `display`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit};

use super::errors::Errors;
use super::word::{self, Word};
use super::words::Words;
use crate::diagnostic::nearest;
use crate::emit;
use crate::ir::{Cardinality, Payload, RuntimePath};

/// The limits of numbers.
const OF_NUMBERS: [(&Word, &str); 3] =
    [(&word::MIN, "min"), (&word::MAX, "max"), (&word::MASK, "mask")];

/// The limits of texts and bytes.
const OF_LENGTHS: [(&Word, &str); 2] =
    [(&word::MIN_LEN, "min_length"), (&word::MAX_LEN, "max_length")];

/// The methods that set the limits of a value, and the assertions that it can have them.
pub(super) fn limits(
    words: &Words,
    payload: &Payload,
    cardinality: Cardinality,
    rt: &RuntimePath,
    errors: &Errors,
) -> (Option<TokenStream>, TokenStream) {
    let (mut methods, mut checks) = (TokenStream::new(), TokenStream::new());
    for (word, method) in OF_NUMBERS.into_iter().chain(OF_LENGTHS) {
        let (Some(bound), Some(span)) = (words.expression(word), words.span(word)) else {
            continue;
        };
        if cardinality == Cardinality::Flag {
            let name = word.name;
            errors.at(span, format_args!("a flag has no value to limit: remove `{name}`"));
            continue;
        }
        let Some(number) = number(bound, word, errors) else { continue };
        let method = proc_macro2::Ident::new(method, proc_macro2::Span::call_site());
        methods.extend(quote_spanned!(bound.span()=> .#method(#number)));
        if !words.has(&word::WITH) {
            checks.extend(check(word, span, payload, rt));
        }
    }
    for (least, most) in [(&word::MIN, &word::MAX), (&word::MIN_LEN, &word::MAX_LEN)] {
        checks.extend(in_order(words, least, most, rt));
    }
    ((!methods.is_empty()).then_some(methods), checks)
}

/// A bound as an expression of whatever integer type is wanted.
fn number(bound: &Expr, word: &Word, errors: &Errors) -> Option<TokenStream> {
    match bound {
        Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) | Expr::Unary(_) => Some(quote!(#bound)),
        Expr::Path(_) => Some(quote_spanned!(bound.span()=> #bound as _)),
        Expr::Binary(_) | Expr::Cast(_) | Expr::Paren(_) | Expr::Group(_) | Expr::Field(_) => {
            Some(quote_spanned!(bound.span()=> (#bound) as _))
        }
        _ => {
            let Word { name, example, .. } = word;
            errors.on(bound, format_args!("`{name}` is a number or a constant: `{example}`"));
            None
        }
    }
}

/// The assertion that the value is of the kind which the word limits.
fn check(word: &Word, span: proc_macro2::Span, payload: &Payload, rt: &RuntimePath) -> TokenStream {
    let kind = emit::kind(payload, rt);
    let name = word.name;
    let (of, message) = match OF_NUMBERS.iter().any(|(number, _)| number.name == name) {
        true => (
            quote!(is_number),
            format!("`{name}` limits numbers; texts and bytes have `min_len` and `max_len`"),
        ),
        false => (
            quote!(has_length),
            format!("`{name}` limits texts and bytes; numbers have `min`, `max` and `mask`"),
        ),
    };
    emit::pointing_at(span, quote!(const _: () = #rt::assert!(#rt::#of(&#kind), #message);))
}

/// The assertion that there are values between two bounds.
fn in_order(words: &Words, least: &Word, most: &Word, rt: &RuntimePath) -> Option<TokenStream> {
    let (low, high) = (words.expression(least)?, words.expression(most)?);
    let message = format!("`{}` is larger than `{}`: no value fits", least.name, most.name);
    let check = quote! {
        const _: () = #rt::assert!((#low) as #rt::i128 <= (#high) as #rt::i128, #message);
    };
    Some(emit::pointing_at(words.span(least)?, check))
}

/// The names of hints, and what the tables call them.
const HINTS: [(&str, &str); 6] = [
    ("hex", "Hex"),
    ("mac", "Mac"),
    ("ipv4", "Ipv4"),
    ("ipv6", "Ipv6"),
    ("ip", "Ip"),
    ("uuid", "Uuid"),
];

/// The payload, shown as `display` says, and the assertion that it can be.
pub(super) fn displayed(
    words: &Words,
    payload: Payload,
    rt: &RuntimePath,
    errors: &Errors,
) -> (Payload, TokenStream) {
    let (Some(hint), Some(span)) = (words.expression(&word::DISPLAY), words.span(&word::DISPLAY))
    else {
        return (payload, TokenStream::new());
    };
    let name = match hint {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string).unwrap_or_default(),
        _ => String::new(),
    };
    let Some((_, hint_name)) = HINTS.iter().find(|(known, _)| *known == name) else {
        let names = HINTS.map(|(name, _)| name);
        errors.on(
            hint,
            match nearest(&name, names) {
                Some(near) => format!("nothing is shown as `{name}`, did you mean `{near}`?"),
                None => format!("a value is shown as one of {}", names.join(", ")),
            },
        );
        return (payload, TokenStream::new());
    };
    let (kind, hint) = (emit::kind(&payload, rt), quote::format_ident!("{hint_name}"));
    let message = "`display` is for integers without names and for bytes";
    let check = emit::pointing_at(
        span,
        quote!(const _: () = #rt::assert!(#rt::can_be_hinted(&#kind), #message);),
    );
    let kind = Some(quote!(#kind.hinted(#rt::kind::hint::#hint)));
    (Payload { kind, ..payload }, check)
}
