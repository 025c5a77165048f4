//! All objects of a dump, and what it means to them that something changed meanwhile.

use core::fmt;
use core::ops::Deref;
use std::slice;
use std::vec;

use crate::error::Error;
use crate::message::Owned;
use crate::payload::View;

/// What is done about a dump that was interrupted: the kernel says (`NLM_F_DUMP_INTR`) that what is
/// dumped changed meanwhile, so that objects may be missing or be there twice. Not all kinds of
/// objects are watched so.
///
/// A number of retries is one, too: `netlink.dump_all(&request, 3)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// It is the error [`Error::DumpInterrupted`].
    Refuse,
    /// The objects are returned all the same, and [`Dumped::is_interrupted`] tells.
    Mark,
    /// The dump is repeated, at most so many times; if the last is interrupted too, that is the
    /// error.
    Retry(u32),
}

impl From<u32> for Interruption {
    fn from(retries: u32) -> Self {
        Self::Retry(retries)
    }
}

impl Interruption {
    /// Whether a dump that ended so is to be repeated; if so, that is one retry.
    pub(crate) fn repeats<V: View>(&mut self, dumped: &Result<Dumped<V>, Error>) -> bool {
        match (self, dumped) {
            (Self::Retry(left @ 1..), Err(Error::DumpInterrupted { .. })) => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

/// All objects of a dump, as a slice of values that own their bytes.
pub struct Dumped<V: View> {
    pub(crate) objects: Vec<Owned<V>>,
    pub(crate) interrupted: bool,
}

impl<V: View> Dumped<V> {
    /// Whether the dump was interrupted, which is returned only if that was asked for.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// The objects.
    #[must_use]
    pub fn into_vec(self) -> Vec<Owned<V>> {
        self.objects
    }
}

/// Says how many objects there are, whose views need not be printable.
impl<V: View> fmt::Debug for Dumped<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dumped")
            .field("objects", &self.objects.len())
            .field("interrupted", &self.interrupted)
            .finish()
    }
}

impl<V: View> Deref for Dumped<V> {
    type Target = [Owned<V>];

    fn deref(&self) -> &[Owned<V>] {
        &self.objects
    }
}

impl<V: View> IntoIterator for Dumped<V> {
    type Item = Owned<V>;
    type IntoIter = vec::IntoIter<Owned<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.objects.into_iter()
    }
}

impl<'d, V: View> IntoIterator for &'d Dumped<V> {
    type Item = &'d Owned<V>;
    type IntoIter = slice::Iter<'d, Owned<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.objects.iter()
    }
}
