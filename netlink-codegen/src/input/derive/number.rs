//! Numbers in attributes: literals that are checked here, constants that the compiler checks.

use core::ops::RangeInclusive;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use super::errors::Errors;
use crate::emit;
use crate::ir::RuntimePath;

/// A number as a word gives it.
pub(super) enum Number {
    /// A literal in the range.
    Literal(u16),
    /// A constant expression of any integer type.
    Constant(TokenStream),
}

/// What a number means, and which are right.
pub(super) struct Wanted {
    /// In a sentence: "… is a number …".
    pub(super) what: &'static str,
    /// The numbers that are right.
    pub(super) range: RangeInclusive<u16>,
    /// How it is written.
    pub(super) example: &'static str,
}

impl Wanted {
    fn out_of_range(&self) -> String {
        let (first, last) = (self.range.start(), self.range.end());
        let last = if *last == 0x3fff { "0x3fff".into() } else { last.to_string() };
        format!("{} is a number from {first} to {last}", self.what)
    }
}

/// The number that `expression` is.
pub(super) fn number(expression: &Expr, wanted: &Wanted, errors: &Errors) -> Option<Number> {
    match peel(expression) {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => {
            let value = literal.base10_parse::<u16>().ok();
            let value = value.filter(|value| wanted.range.contains(value));
            if value.is_none() {
                errors.on(literal, wanted.out_of_range());
            }
            value.map(Number::Literal)
        }
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), .. }) => {
            errors.on(expression, wanted.out_of_range());
            None
        }
        Expr::Path(_) | Expr::Cast(_) | Expr::Binary(_) | Expr::Unary(_) | Expr::Field(_) => {
            Some(Number::Constant(expression.to_token_stream()))
        }
        _ => {
            let Wanted { what, example, .. } = wanted;
            errors.on(expression, format_args!("{what} is a number or a constant: `{example}`"));
            None
        }
    }
}

/// The expression without the parentheses and invisible groups around it.
fn peel(mut expression: &Expr) -> &Expr {
    loop {
        expression = match expression {
            Expr::Paren(paren) => &paren.expr,
            Expr::Group(group) => &group.expr,
            other => return other,
        };
    }
}

impl Number {
    /// An expression of the number as a `u16`.
    pub(super) fn expression(&self, rt: &RuntimePath) -> TokenStream {
        self.cast(&quote!(#rt::u16))
    }

    /// An expression of the number as an integer of the type `ty`.
    pub(super) fn cast(&self, ty: &TokenStream) -> TokenStream {
        match self {
            Self::Literal(value) => {
                let value = proc_macro2::Literal::u16_unsuffixed(*value);
                quote!(#value)
            }
            Self::Constant(expression) => {
                emit::pointing_at(expression.span(), quote!((#expression) as #ty))
            }
        }
    }

    /// For a constant, the assertion that it is in the range.
    pub(super) fn check(&self, wanted: &Wanted, rt: &RuntimePath) -> Option<TokenStream> {
        let Self::Constant(expression) = self else { return None };
        let (first, last, message) =
            (wanted.range.start(), wanted.range.end(), wanted.out_of_range());
        let check = quote! {
            const _: () = #rt::assert!(
                (#expression) as #rt::i128 >= #first as #rt::i128
                    && (#expression) as #rt::i128 <= #last as #rt::i128,
                #message
            );
        };
        Some(emit::pointing_at(expression.span(), check))
    }
}
