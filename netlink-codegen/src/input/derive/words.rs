//! The words of one `#[netlink(…)]`, as written.

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Lit, LitStr, Meta, Path, Token, Type, token};

use super::errors::Errors;
use super::word::{FOREIGN, PLACES, Place, Takes, Word};
use crate::diagnostic::nearest;

/// The words that an item, a field or a variant carries.
#[derive(Default)]
pub(super) struct Words {
    found: Vec<Found>,
    /// Words whose value was none.
    misread: Vec<&'static Word>,
}

/// One word.
pub(super) struct Found {
    pub(super) word: &'static Word,
    pub(super) key: Ident,
    value: Value,
}

enum Value {
    Nothing,
    Text(LitStr),
    Expression(Box<Expr>),
    Type(Box<Type>),
    Path(Path),
}

impl Words {
    /// Reads the words of all `#[netlink(…)]` among `attributes`.
    pub(super) fn parse(attributes: &[Attribute], place: &Place, errors: &Errors) -> Self {
        let mut words = Self::default();
        for attribute in attributes.iter().filter(|attr| attr.path().is_ident("netlink")) {
            let Meta::List(list) = &attribute.meta else {
                let example = place.words[0].example;
                errors.on(&attribute.meta, format_args!("write `#[netlink({example})]`"));
                continue;
            };
            // The parser reports into the sink and takes all tokens, so that it cannot fail.
            errors.take(list.parse_args_with(|input: ParseStream| {
                words.parse_list(input, place, errors);
                Ok(())
            }));
        }
        words
    }

    fn parse_list(&mut self, input: ParseStream, place: &Place, errors: &Errors) {
        while !input.is_empty() {
            match self.parse_word(input, place) {
                Ok(found) => self.add(found, errors),
                Err(error) => errors.push(error),
            }
            if !input.is_empty() && !input.peek(Token![,]) {
                // After a mistake in the word itself this would only say it twice.
                skip_to_comma(input);
            }
            let _comma: Option<Token![,]> = input.parse().ok();
        }
    }

    /// Reads one word and what follows it, up to the comma.
    fn parse_word(&mut self, input: ParseStream, place: &Place) -> syn::Result<Found> {
        let key = match input.call(Ident::parse_any) {
            Ok(key) => key,
            Err(_) => {
                let example = place.words[0].example;
                return Err(input.error(format_args!("expected a word, such as `{example}`")));
            }
        };
        let name = key.unraw().to_string();
        let word = place.words.iter().copied().find(|word| word.name == name);
        let Some(word) = word else {
            // What was meant is not missing too.
            self.misread.extend(meant(&name, place));
            return Err(syn::Error::new(key.span(), unknown(&name, place)));
        };
        parse_value(input, word, &key)
            .and_then(|value| expect_end(input, word).map(|()| value))
            .inspect_err(|_| self.misread.push(word))
            .map(|value| Found { word, key, value })
    }

    fn add(&mut self, found: Found, errors: &Errors) {
        if self.found(found.word).is_some() {
            return errors
                .at(found.key.span(), format_args!("`{}` is said twice", found.word.name));
        }
        self.found.push(found);
    }

    /// The word, if it is there.
    pub(super) fn found(&self, word: &Word) -> Option<&Found> {
        self.found.iter().find(|found| found.word.name == word.name)
    }

    /// Where the word stands.
    pub(super) fn span(&self, word: &Word) -> Option<Span> {
        self.found(word).map(|found| found.key.span())
    }

    /// Whether the word is there.
    pub(super) fn has(&self, word: &Word) -> bool {
        self.found(word).is_some()
    }

    /// Whether the word is there with a value that is none, which has been told.
    pub(super) fn misread(&self, word: &Word) -> bool {
        self.misread.iter().any(|misread| misread.name == word.name)
    }

    /// All words, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Found> {
        self.found.iter()
    }

    /// The word's text.
    pub(super) fn text(&self, word: &Word) -> Option<&LitStr> {
        match &self.found(word)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The word's expression.
    pub(super) fn expression(&self, word: &Word) -> Option<&Expr> {
        match &self.found(word)?.value {
            Value::Expression(expression) => Some(expression),
            _ => None,
        }
    }

    /// The word's type.
    pub(super) fn ty(&self, word: &Word) -> Option<&Type> {
        match &self.found(word)?.value {
            Value::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// The word's path.
    pub(super) fn path(&self, word: &Word) -> Option<&Path> {
        match &self.found(word)?.value {
            Value::Path(path) => Some(path),
            _ => None,
        }
    }
}

/// A word ends at a comma or with the list.
fn expect_end(input: ParseStream, word: &Word) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(match input.peek(Ident::peek_any) {
        true => input.error("words are separated by commas"),
        false => input.error(format_args!("unexpected here: write `{}`", word.example)),
    })
}

/// What to say of a word that may not stand here.
fn unknown(name: &str, place: &Place) -> String {
    let elsewhere = PLACES.iter().find(|other| other.words.iter().any(|word| word.name == name));
    if let Some(elsewhere) = elsewhere {
        return format!("`{name}` is a word of {}, not of {}", elsewhere.what, place.what);
    }
    if let Some((_, hint)) = FOREIGN.iter().find(|(word, _)| *word == name) {
        return format!("there is no word `{name}`: {hint}");
    }
    match meant(name, place) {
        Some(meant) => format!("there is no word `{name}`, did you mean `{}`?", meant.name),
        None => {
            let words: Vec<_> = place.words.iter().map(|word| word.name).collect();
            format!("there is no word `{name}`; {} takes: {}", place.what, words.join(", "))
        }
    }
}

/// The word that `name` is a slip of.
fn meant(name: &str, place: &Place) -> Option<&'static Word> {
    let nearest = nearest(name, place.words.iter().map(|word| word.name))?;
    place.words.iter().copied().find(|word| word.name == nearest)
}

fn parse_value(input: ParseStream, word: &'static Word, key: &Ident) -> syn::Result<Value> {
    let Word { name, takes, example } = word;
    let equals = input.peek(Token![=]);
    if *takes == Takes::Nothing {
        if equals || input.peek(token::Paren) {
            return Err(input.error(format_args!("`{name}` takes no value: write `{example}`")));
        }
        return Ok(Value::Nothing);
    }
    if !equals {
        return Err(syn::Error::new(
            key.span(),
            format_args!("`{name}` needs a value: `{example}`"),
        ));
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(
            key.span(),
            format_args!("`{name}` needs a value: `{example}`"),
        ));
    }
    let wrong = |input: ParseStream, kind: &str| {
        input.error(format_args!("`{name}` takes {kind}: `{example}`"))
    };
    match takes {
        Takes::Nothing => Ok(Value::Nothing),
        Takes::Text => match input.fork().parse() {
            Ok(Lit::Str(_)) => Ok(Value::Text(input.parse()?)),
            _ => Err(wrong(input, "a string")),
        },
        Takes::Expression => match parsed(input) {
            Some(expression) => Ok(Value::Expression(expression)),
            None => Err(wrong(input, "a number or a constant")),
        },
        Takes::Type => match parsed(input) {
            Some(ty) => Ok(Value::Type(ty)),
            None => Err(wrong(input, "a type")),
        },
        Takes::Path => parse_path(input).map_err(|()| wrong(input, "a path")).map(Value::Path),
    }
}

/// The next tokens as a `T`; if they are none, the input stays where it is.
fn parsed<T: Parse>(input: ParseStream) -> Option<T> {
    input.fork().parse::<T>().ok()?;
    input.parse().ok()
}

/// A path, bare or in quotes.
fn parse_path(input: ParseStream) -> Result<Path, ()> {
    if input.peek(LitStr) {
        let quoted = input.fork().parse::<LitStr>().map_err(drop)?;
        let path = quoted.parse_with(Path::parse_mod_style).map_err(drop)?;
        input.parse::<LitStr>().map_err(drop)?;
        return Ok(path);
    }
    input.fork().call(Path::parse_mod_style).map_err(drop)?;
    input.call(Path::parse_mod_style).map_err(drop)
}

/// Drops tokens up to the next comma.
fn skip_to_comma(input: ParseStream) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
