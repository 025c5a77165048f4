//! Messages that outlive the receive buffer.

use core::fmt;
use core::marker::PhantomData;

use crate::payload::{Decode, DecodeError, View};
use crate::schema::Described;

/// One message's body, kept to be viewed any number of times: for channels, maps and loops,
/// where a view that borrows from the socket would not live long enough. `V` names the view at
/// any lifetime, `Owned<Dev<'static>>` say.
pub struct Owned<V: View> {
    body: Box<[u8]>,
    view: PhantomData<fn() -> V>,
}

impl<V: View> Owned<V> {
    /// Keeps a copy of a message's body: what follows its netlink headers.
    ///
    /// # Errors
    /// If the body is malformed.
    pub fn new(body: &[u8]) -> Result<Self, DecodeError> {
        V::At::decode(body)?;
        Ok(Self { body: body.into(), view: PhantomData })
    }

    /// The view of the message.
    ///
    /// # Errors
    /// None in practice, since [`new`](Self::new) has decoded the same bytes.
    pub fn get(&self) -> Result<V::At<'_>, DecodeError> {
        V::At::decode(&self.body)
    }

    /// The message as its table describes it.
    #[must_use]
    pub fn described(&self) -> Described<'_> {
        Described::message(&V::LAYOUT, &self.body)
    }

    /// The body's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }
}

impl<V: View> Clone for Owned<V> {
    fn clone(&self) -> Self {
        Self { body: self.body.clone(), view: PhantomData }
    }
}

impl<V: for<'a> View<At<'a>: fmt::Debug>> fmt::Debug for Owned<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Ok(view) => view.fmt(f),
            Err(error) => error.fmt(f),
        }
    }
}
