//! A field's type and words, put together: how the value travels, and how often.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Type;

use super::errors::Errors;
use super::selector::Selector;
use super::types::{
    self, BYTES, WIDE, argument, arguments, is, is_one_of, is_text, peel, without_self,
};
use super::word::{self, Word};
use super::words::Words;
use crate::ir::{Cardinality, Choice, Collection, Payload, RuntimePath};

/// What a field's type and words are read with.
pub(super) struct Reader<'c> {
    pub(super) words: &'c Words,
    /// The struct, which `Self` stands for.
    pub(super) this: &'c TokenStream,
    pub(super) rt: &'c RuntimePath,
    pub(super) errors: &'c Errors,
}

/// How a value travels, and how often.
pub(super) struct Wire {
    pub(super) payload: Payload,
    pub(super) cardinality: Cardinality,
    /// What chooses its format, if anything does, and when it is decoded then.
    pub(super) selector: Option<Selector>,
    pub(super) choice: Option<Choice>,
}

impl From<(Payload, Cardinality)> for Wire {
    fn from((payload, cardinality): (Payload, Cardinality)) -> Self {
        Self { payload, cardinality, selector: None, choice: None }
    }
}

impl Reader<'_> {
    /// Reads the type of a field that is an attribute.
    pub(super) fn read(&self, ty: &Type) -> Option<Wire> {
        if self.words.has(&word::MULTI) {
            return self.multi(ty).map(Wire::from);
        }
        let inner = argument(ty, "Option");
        let cardinality = match inner {
            Some(inner) if argument(inner, "Option").is_some() => {
                return self.refuse(ty, "an attribute is there or not: write one `Option`");
            }
            Some(_) => Cardinality::Optional,
            None if self.words.has(&word::DEFAULT) => Cardinality::Default,
            None => Cardinality::Required,
        };
        if let (Cardinality::Optional, Some(span)) = (cardinality, self.words.span(&word::DEFAULT))
        {
            self.errors.at(
                span,
                "an `Option` is `None` where the attribute is absent: \
                 write `default` without `Option`, or `Option` without `default`",
            );
        }
        let value = inner.unwrap_or(ty);
        if self.words.has(&word::SELECTOR) {
            let (payload, cardinality, selector, choice) = self.sub_message(value, cardinality)?;
            let (selector, choice) = (Some(selector), Some(choice));
            return Some(Wire { payload, cardinality, selector, choice });
        }
        if self.words.has(&word::WITH) {
            return Some((self.payload(value, None), cardinality).into());
        }
        if is_one_of(value, &["bool"]) && !self.words.has(&word::AS) {
            return self.flag(value, cardinality).map(Wire::from);
        }
        Some((self.single(value)?, cardinality).into())
    }

    pub(super) fn refuse<T>(&self, tokens: impl ToTokens, message: &str) -> Option<T> {
        self.errors.on(tokens, message);
        None
    }

    pub(super) fn payload(&self, ty: &Type, form: Option<TokenStream>) -> Payload {
        Payload { ty: without_self(ty, self.this), form, kind: None }
    }

    /// A `bool` is a flag: it has no payload that could have a form.
    fn flag(&self, ty: &Type, cardinality: Cardinality) -> Option<(Payload, Cardinality)> {
        let words = [
            &word::BE,
            &word::LE,
            &word::UINT,
            &word::SINT,
            &word::INDEXED,
            &word::PACKED,
            &word::BITFLAGS,
            &word::DISPLAY,
            &word::DEFAULT,
        ];
        let found = words.iter().find_map(|word| self.words.found(word));
        if let Some(found) = found {
            self.errors.at(
                found.key.span(),
                format_args!(
                    "a `bool` is a flag, which has no payload and is `false` where it is absent: \
                     remove `{0}`, or write `as = u8` for a number that is 0 or 1",
                    found.word.name
                ),
            );
            return None;
        }
        if cardinality == Cardinality::Optional {
            return self.refuse(
                ty,
                "a flag is `false` where it is absent: write `bool`, or `as = u8` for a number \
                 that is 0 or 1",
            );
        }
        Some((self.payload(ty, None), Cardinality::Flag))
    }

    /// One attribute per element.
    fn multi(&self, ty: &Type) -> Option<(Payload, Cardinality)> {
        if argument(ty, "Option").is_some() {
            return self.refuse(ty, "a list is empty where no attribute is there: no `Option`");
        }
        if let Some(element) = argument(ty, "Vec") {
            let payload = match self.words.has(&word::WITH) {
                true => self.payload(element, None),
                false => self.single(element)?,
            };
            return Some((payload, Cardinality::Multi(Collection::Vec)));
        }
        if let Some((element, form)) = self.borrowed(ty, "List")? {
            if let Some(span) = self.words.span(&word::WITH) {
                self.errors
                    .at(span, "`with` makes values, which a `List` does not hold: write `Vec<T>`");
                return None;
            }
            self.check(element)?;
            return Some((self.payload(element, form), Cardinality::Multi(Collection::List)));
        }
        self.refuse(ty, "`multi` is for lists: `Vec<T>`, or `List<'a, T>`, which borrows")
    }

    /// One attribute.
    fn single(&self, ty: &Type) -> Option<Payload> {
        if self.words.has(&word::INDEXED) {
            return self.list(ty, &word::INDEXED, "List", "Indexed");
        }
        if self.words.has(&word::PACKED) || is(ty, "Array") {
            return self.list(ty, &word::PACKED, "Array", "Packed");
        }
        self.check(ty)?;
        let form = self.form(ty)?;
        Some(self.payload(ty, form))
    }

    /// A list within one attribute.
    fn list(&self, ty: &Type, word: &Word, borrowed: &str, form: &str) -> Option<Payload> {
        let element_form = if let Some(element) = argument(ty, "Vec") {
            self.check(element)?;
            self.form(element)?
        } else if let Some((element, form)) = self.borrowed(ty, borrowed)? {
            self.check(element)?;
            form
        } else {
            let name = word.name;
            return self.refuse(
                ty,
                &format!("`{name}` is for lists: `Vec<T>`, or `{borrowed}<'a, T>`, which borrows"),
            );
        };
        let rt = self.rt;
        let form = proc_macro2::Ident::new(form, proc_macro2::Span::call_site());
        let element_form = element_form.unwrap_or_else(|| quote!(#rt::Native));
        Some(self.payload(ty, Some(quote!(#rt::#form<#element_form>))))
    }

    /// The element and form of a borrowed list, whose type says both; `Some(None)` if the type is
    /// none.
    #[allow(clippy::type_complexity, reason = "no reader would know a name for it")]
    fn borrowed<'t>(
        &self,
        ty: &'t Type,
        name: &str,
    ) -> Option<Option<(&'t Type, Option<TokenStream>)>> {
        let Some(arguments) = arguments(ty, name) else { return Some(None) };
        let (element, form) = match arguments.as_slice() {
            [element] => (*element, None),
            [element, form] => (*element, Some(form.to_token_stream())),
            _ => {
                return self.refuse(ty, &format!("write `{name}<'a, T>` or `{name}<'a, T, Form>`"));
            }
        };
        let words = [&word::BE, &word::LE, &word::UINT, &word::SINT, &word::AS, &word::BITFLAGS];
        if let Some(found) = words.iter().find_map(|word| self.words.found(word)) {
            let element = element.to_token_stream();
            let form = match found.word.name {
                "be" => "BigEndian",
                "le" => "LittleEndian",
                "uint" | "sint" => "Compact",
                "bitflags" => "Bits",
                _ => "As<u16>",
            };
            self.errors.at(
                found.key.span(),
                format_args!(
                    "a borrowed list has the form in its type: `{name}<'a, {element}, {form}>`"
                ),
            );
            return None;
        }
        Some(Some((element, form)))
    }

    /// Refuses types that can be no payload.
    fn check(&self, ty: &Type) -> Option<()> {
        if let Some(reason) = types::refusal(ty) {
            return self.refuse(ty, &reason);
        }
        if let Some(element) = argument(ty, "Vec") {
            let entries = matches!(peel(element), Type::Tuple(_));
            if !is_one_of(element, &["u8"]) && !entries {
                return self.list_without_word(ty);
            }
        }
        if is(ty, "List") {
            return self.list_without_word(ty);
        }
        if is(ty, "SubMessage") {
            return self.refuse(ty, "which attribute chooses the format? write `selector = kind`");
        }
        if is(ty, "Unknown") {
            return self.refuse(ty, "to collect undeclared attributes write `#[netlink(unknown)]`");
        }
        if let Some(set) = argument(ty, "Nested") {
            let scalar =
                is_one_of(set, &BYTES) || is_one_of(set, &WIDE) || is_one_of(set, &["bool"]);
            if scalar || is_text(set) || types::refusal(set).is_some() {
                return self.refuse(
                    set,
                    "a nest holds attributes: write a struct with `#[derive(NetlinkMessage)]` here",
                );
            }
        }
        Some(())
    }

    /// A list that does not say how it travels; one that tried to has been told.
    fn list_without_word(&self, ty: &Type) -> Option<()> {
        let words = [&word::MULTI, &word::INDEXED, &word::PACKED];
        match words.iter().any(|word| self.words.misread(word)) {
            true => None,
            false => self.refuse(ty, LIST_WITHOUT_WORD),
        }
    }
}

const LIST_WITHOUT_WORD: &str = "how does the list travel? `multi`: one attribute per element; \
     `indexed`: a nest with one attribute per element; `packed`: a C array";
