//! Nothing, for lack of the feature.

use core::future::Future;

use crate::connection::{Asked, Inbox};
use crate::error::{Error, OperationRef};
use crate::message::Notice;
use crate::schema::Family;
use crate::socket::Sender;

#[derive(Clone, Debug)]
pub(crate) struct Span;

impl Span {
    #[inline(always)]
    pub(crate) const fn none() -> Self {
        Self
    }

    #[inline(always)]
    pub(crate) fn request(_: &Asked, _: u16, _: u32) -> Self {
        Self
    }

    #[inline(always)]
    pub(crate) fn batch(_: OperationRef, _: usize, _: u16, _: u32) -> Self {
        Self
    }

    #[inline(always)]
    pub(crate) fn number(&self, _: u32) {}

    #[inline(always)]
    pub(crate) fn within<F: Future>(&self, future: F) -> F {
        future
    }
}

#[inline(always)]
pub(crate) fn sent(_: &Span, _: impl Iterator<Item = OperationRef>, _: &[u8]) {}

#[inline(always)]
pub(crate) fn received(_: &Span, _: OperationRef, _: &Inbox) {}

#[inline(always)]
pub(crate) fn unclaimed(_: &Span, _: &Inbox) {}

#[inline(always)]
pub(crate) fn heard(_: &Notice<'_>, _: Option<&'static Family>) {}

#[inline(always)]
pub(crate) fn foreign(_: u16, _: u32, _: &Sender, _: usize) {}

#[inline(always)]
pub(crate) fn overrun(_: u16) {}

#[inline(always)]
pub(crate) fn failed(_: &Span, _: &Error) {}
