//! Fields whose format another attribute chooses: the word `selector`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, Type};

use super::errors::Errors;
use super::field::Attribute;
use super::types::{self, BYTES, WIDE, arguments, is, is_one_of, is_text};
use super::wire::Reader;
use super::word;
use crate::diagnostic::nearest;
use crate::emit;
use crate::ir::{Cardinality, Choice, Payload, RuntimePath};

/// What chooses a field's format.
pub(super) struct Selector {
    by: By,
    /// Where the word's value stands.
    span: Span,
    /// The enum of the formats, at `'static`.
    formats: TokenStream,
}

/// Which attribute it is.
enum By {
    /// Another field of the struct.
    Field(Ident),
    /// An attribute of a set around the struct's.
    Name(String),
}

impl Reader<'_> {
    /// Reads the type of a field whose format another attribute chooses.
    pub(super) fn sub_message(
        &self,
        ty: &Type,
        cardinality: Cardinality,
    ) -> Option<(Payload, Cardinality, Selector, Choice)> {
        let expression = self.words.expression(&word::SELECTOR)?;
        let by = match expression {
            Expr::Path(path) => path.path.get_ident().cloned().map(By::Field),
            Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => Some(By::Name(name.value())),
            _ => None,
        };
        let Some(by) = by else {
            return self.refuse(
                expression,
                "`selector` is a field of this struct, `selector = kind`, or the name of an \
                 attribute around it, `selector = \"kind\"`",
            );
        };
        let kept = arguments(ty, "SubMessage");
        let enumeration = match kept.as_deref() {
            Some([formats]) => formats,
            Some(_) => return self.refuse(ty, "write `SubMessage<'a, Formats<'a>>`"),
            None => ty,
        };
        let scalar = is_one_of(enumeration, &BYTES) || is_one_of(enumeration, &WIDE);
        let other = is_text(enumeration)
            || is_one_of(enumeration, &["bool"])
            || ["Vec", "Nested", "List", "Option"].iter().any(|name| is(enumeration, name))
            || types::refusal(enumeration).is_some()
            || !matches!(types::peel(enumeration), Type::Path(_));
        if scalar || other {
            return self.refuse(
                enumeration,
                "the formats of a sub-message are an enum with `#[netlink(sub_message)]`: write \
                 `SubMessage<'a, Formats<'a>>`, or the enum itself",
            );
        }
        let choice = match (&by, kept.is_some()) {
            (_, true) => Choice::WhenAsked,
            (By::Field(field), false) => Choice::By(field.clone()),
            (By::Name(_), false) => {
                return self.refuse(
                    ty,
                    "what an attribute around the struct chooses is decoded when asked: write \
                     `SubMessage<'a, Formats<'a>>`",
                );
            }
        };
        let formats = emit::at_static(types::without_self(enumeration, self.this));
        let selector = Selector { by, span: expression.span(), formats };
        Some((self.payload(ty, None), cardinality, selector, choice))
    }
}

/// Connects each sub-message with the attribute that chooses its format: the tables say its name,
/// it is filled when not set, and the compiler checks that it can choose.
pub(super) fn connect(
    attributes: &mut [Attribute],
    broken: &[Ident],
    rt: &RuntimePath,
    errors: &Errors,
) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    for index in 0..attributes.len() {
        let Some(Selector { by, span, formats }) = attributes[index].selector.take() else {
            continue;
        };
        let table = quote!(<#formats as #rt::SubMessageFormats<'static>>::TABLE);
        let table = emit::pointing_at(attributes[index].field.span, table);
        let name = match by {
            By::Name(name) => name,
            By::Field(field) => {
                // What is wrong with that field has been told.
                if broken.contains(&field) {
                    continue;
                }
                let Some(selector) = find(&field, index, attributes, errors) else { continue };
                let kind = emit::kind(&attributes[selector].field.payload, rt);
                let kind = emit::pointing_at(attributes[selector].field.span, kind);
                let kept = attributes[index].field.choice == Some(Choice::WhenAsked);
                checks.push(check(&kind, kept, &table, span, rt));
                let chosen = attributes[index].field.ident.clone();
                let selector = &mut attributes[selector].field;
                if selector.cardinality == Cardinality::Optional {
                    selector.selects.get_or_insert(chosen);
                }
                selector.name.clone()
            }
        };
        attributes[index].field.payload.kind = Some(quote!(#rt::kind::sub_message(#table, #name)));
    }
    checks
}

/// The attribute that the field `name` is.
fn find(name: &Ident, own: usize, attributes: &[Attribute], errors: &Errors) -> Option<usize> {
    let found = attributes.iter().position(|attribute| attribute.field.ident == *name);
    let Some(found) = found else {
        let others = attributes.iter().enumerate().filter(|(index, _)| *index != own);
        let names: Vec<_> = others.map(|(_, other)| other.field.ident.to_string()).collect();
        errors.on(
            name,
            match nearest(&name.to_string(), names.iter().map(String::as_str)) {
                Some(near) => format!("no attribute is named `{name}`, did you mean `{near}`?"),
                None => format!(
                    "no attribute of this struct is named `{name}`; one of a struct around it is \
                     written as text: `selector = \"{name}\"`"
                ),
            },
        );
        return None;
    };
    let selector = &attributes[found].field;
    let why = if found == own {
        "a sub-message does not choose its own format"
    } else if selector.choice.is_some() {
        "a sub-message does not choose a format"
    } else {
        match selector.cardinality {
            Cardinality::Flag | Cardinality::Padding => "it has no value that could choose",
            Cardinality::Multi(_) => "a list does not choose one format",
            _ if selector.with.is_some() => "nothing is known of the bytes that `with` reads",
            _ => return Some(found),
        }
    };
    errors.on(name, format_args!("{why}: a selector is a text, or an enum with names"));
    None
}

/// The assertions that an attribute of the kind can choose, and can choose each format. Of a
/// format that is not `kept` but decoded at once, a trait of the selector says the first.
fn check(
    kind: &TokenStream,
    kept: bool,
    table: &TokenStream,
    span: Span,
    rt: &RuntimePath,
) -> TokenStream {
    let no_selector = "a selector is a text, or an enum with names";
    let no_name = "a format is chosen by a name that the selector's enum does not have";
    let assert = emit::pointing_at(span, quote!(#rt::assert));
    let selects = kept
        .then(|| quote_spanned!(span=> const _: () = #assert!(#rt::selects(#kind), #no_selector);));
    quote_spanned! {span=>
        #selects
        const _: () = #assert!(#rt::selects_all(#kind, #table), #no_name);
    }
}
