//! What a family's bytes mean, as data: attribute sets, enums, structs, operations, groups.
//!
//! Generated code carries one `static` table per set, enum, struct and family. One interpreter
//! walks bytes and tables and serves `Debug`, redaction, and the path of an attribute that the
//! kernel complains of.

mod described;
mod family;
mod formats;
mod kind;
mod limits;
mod members;
mod path;
mod print;
#[cfg(feature = "serde")]
mod serialize;
mod set;
mod value;
mod walk;
#[cfg(feature = "export")]
mod yaml;

pub use described::{Describe, Described, fmt_encoded, fmt_format};
pub use family::{Family, Group, Modes, Operation, Protocol};
pub use formats::{Format, Formats};
pub use kind::{Hint, Kind, Order, Scalar, Width};
pub use limits::{Excess, Limits};
pub use path::{AttributePath, Step, locate, locate_missing};
pub use print::{Hex, Named};
#[doc(hidden)]
pub use set::same_text;
pub use set::{Attribute, Entry, Enum, Layout, Member, Set, Struct};
pub use walk::{Found, walk};
