//! The sink that gathers all mistakes of an item.

use std::cell::{Cell, RefCell};
use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// The mistakes found so far. Dropping it without [`finish`](Self::finish) would lose them, which
/// a debug build does not let pass.
pub(crate) struct Errors {
    all: RefCell<Option<syn::Error>>,
    read: Cell<bool>,
}

impl Errors {
    pub(super) fn new() -> Self {
        Self { all: RefCell::new(None), read: Cell::new(false) }
    }

    /// A mistake at `span`.
    pub(super) fn at(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// A mistake that all of `tokens` are at fault for.
    pub(super) fn on(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    pub(super) fn push(&self, error: syn::Error) {
        let mut all = self.all.borrow_mut();
        match all.as_mut() {
            Some(all) => all.combine(error),
            None => *all = Some(error),
        }
    }

    /// The value, or a mistake noted.
    pub(super) fn take<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// All mistakes as one error.
    pub(super) fn finish(self) -> syn::Result<()> {
        self.read.set(true);
        match self.all.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        let lost = !self.read.get() && !std::thread::panicking();
        debug_assert!(!lost, "errors of a derive were never read");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_mistakes_come_out_in_order() {
        let errors = Errors::new();
        errors.at(Span::call_site(), "one");
        errors.on(quote::quote!(x), "two");
        assert_eq!(errors.take::<u8>(Err(syn::Error::new(Span::call_site(), "three"))), None);
        let all: Vec<_> =
            errors.finish().unwrap_err().into_iter().map(|error| error.to_string()).collect();
        assert_eq!(all, ["one", "two", "three"]);
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "never read")]
    fn a_sink_that_nobody_reads_is_a_bug() {
        drop(Errors::new());
    }
}
