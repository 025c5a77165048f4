//! The forms that one Rust type can have on the wire.

use core::marker::PhantomData;

/// The form that a type has if nothing else is said: integers in host byte order.
#[derive(Clone, Copy, Debug)]
pub enum Native {}

/// Integers with the most significant byte first, as in network headers.
#[derive(Clone, Copy, Debug)]
pub enum BigEndian {}

/// Integers with the least significant byte first.
#[derive(Clone, Copy, Debug)]
pub enum LittleEndian {}

/// The kernel's `uint` and `sint`: four bytes if the value fits, else eight, host byte order
/// (`nla_put_uint()`). A reader takes both.
#[derive(Clone, Copy, Debug)]
pub enum Compact {}

/// An enumeration that travels as an integer `W` of another width than its own, in the form `F`.
#[derive(Clone, Copy, Debug)]
pub struct As<W, F = Native>(PhantomData<fn() -> (W, F)>);

/// A type of the [`bitflags`](crate::bitflags) crate that is none of ours, as the integer that it
/// is made of, in the form `F`. Bits without a name are kept.
#[derive(Clone, Copy, Debug)]
pub struct Bits<F = Native>(PhantomData<fn() -> F>);

/// The forms that the elements of a Rust array can have: those of numbers and structs.
pub trait ElementForm {}

impl ElementForm for Native {}
impl ElementForm for BigEndian {}
impl ElementForm for LittleEndian {}
impl<W, F> ElementForm for As<W, F> {}

/// A list as one nest that has an attribute per element, typed by index, each of the form `F`
/// (the specs' `indexed-array`).
#[derive(Clone, Copy, Debug)]
pub struct Indexed<F = Native>(PhantomData<fn() -> F>);

/// A list as one payload, element after element without headers, each of the form `F` (a C
/// array).
#[derive(Clone, Copy, Debug)]
pub struct Packed<F = Native>(PhantomData<fn() -> F>);
