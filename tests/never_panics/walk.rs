//! Decoding all that views decode only when asked.

use netlink_runtime::payload::{Decode, List, Nested, TypeValues};

/// A view, or a part of one.
pub(crate) trait Walk {
    /// Decodes every nest and element; what is malformed is an error that is dropped.
    fn walk(&self);
}

impl<T: Walk> Walk for Option<T> {
    fn walk(&self) {
        self.iter().for_each(Walk::walk);
    }
}

impl<'a, T: Decode<'a> + Clone + Walk> Walk for Nested<'a, T> {
    fn walk(&self) {
        self.get().iter().for_each(Walk::walk);
    }
}

impl<'a, T: Decode<'a, F> + Clone + Walk, F> Walk for List<'a, T, F> {
    fn walk(&self) {
        assert_eq!(self.is_empty(), self.iter().next().is_none());
        self.iter().flatten().for_each(|element| element.walk());
        let mut exhausted = self.iter();
        exhausted.by_ref().for_each(drop);
        assert!(exhausted.next().is_none(), "the end of a list is the end");
    }
}

impl<'a, T: Decode<'a> + Clone + Walk, const N: usize> Walk for TypeValues<'a, T, N> {
    fn walk(&self) {
        self.iter().flatten().for_each(|(_, content)| content.walk());
    }
}
