//! What the running kernel would say of a request, asked before it is sent.
//!
//! The kernel states, for each operation of a generic netlink family, which attributes it takes
//! and within which limits (`CTRL_CMD_GETPOLICY`, Linux 5.10 and later). [`Netlink::probe`] holds
//! a request against that. So a program learns which attributes a kernel does not know yet, which
//! matters most where it would ignore them in silence.
//!
//! [`Netlink::probe`]: crate::Netlink::probe

mod judge;
mod value;

use core::fmt;

pub(crate) use judge::judge;

use crate::error::Policy;
use crate::schema::{AttributePath, Excess};

/// What the running kernel says of a request that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Support {
    /// There is no such generic netlink family, here or in this network namespace.
    NoFamily,
    /// The family has no such operation, or not in the way that it is asked for: one that only
    /// dumps, say.
    NoOperation,
    /// Nobody can tell whether the kernel would take the attributes.
    Untold(Untold),
    /// The kernel has the operation, and the request was held against its policy.
    Judged {
        /// The attributes that the kernel does not know, or whose values it refuses. Of those that
        /// are in a nest at fault, only the nest is listed.
        objections: Vec<Objection>,
        /// The attributes on which the policy is silent: nests whose content it leaves to the
        /// operation, and attributes that the kernel does not state although it may take them:
        /// big-endian numbers, and what has no type (`NLA_UNSPEC`).
        unjudged: Vec<AttributePath>,
    },
}

/// Why nobody can tell which attributes the kernel takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Untold {
    /// The protocol has no policies that could be asked for: only generic netlink has.
    Protocol,
    /// The kernel is older than the question.
    Kernel,
    /// The operation has no policy: it checks its attributes itself, or takes none.
    NoPolicy,
}

/// An attribute of a request that the kernel would not take.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Objection {
    /// The attribute.
    pub path: AttributePath,
    /// What is wrong about it.
    pub fault: Fault,
    /// What the kernel would have taken, if it knows the attribute.
    pub policy: Option<Policy>,
}

/// What is wrong about an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is beyond the last attribute that the kernel knows. Strict operations refuse it; old ones
    /// ignore it.
    Unknown,
    /// The value is beyond the kernel's limits.
    Beyond(Excess),
    /// The payload is nothing of the type that the kernel wants: a text without NUL, a nest too
    /// short for an attribute, bits outside of a bitfield's selector.
    Malformed,
}

impl Support {
    /// Whether the kernel takes the request, as far as its policy goes: what an operation makes of
    /// the values, and which attributes it misses, is known only when it is sent. `None` if nobody
    /// can tell.
    #[must_use]
    pub fn is_supported(&self) -> Option<bool> {
        match self {
            Self::NoFamily | Self::NoOperation => Some(false),
            Self::Untold(_) => None,
            Self::Judged { objections, .. } if !objections.is_empty() => Some(false),
            Self::Judged { unjudged, .. } => unjudged.is_empty().then_some(true),
        }
    }

    /// The attributes that the kernel does not know or refuses.
    #[must_use]
    pub fn objections(&self) -> &[Objection] {
        match self {
            Self::Judged { objections, .. } => objections,
            _ => &[],
        }
    }

    /// The attributes that the kernel does not know.
    pub fn unknown(&self) -> impl Iterator<Item = &AttributePath> {
        let unknown = self.objections().iter().filter(|it| it.fault == Fault::Unknown);
        unknown.map(|objection| &objection.path)
    }

    /// The attributes on which the policy is silent.
    #[must_use]
    pub fn unjudged(&self) -> &[AttributePath] {
        match self {
            Self::Judged { unjudged, .. } => unjudged,
            _ => &[],
        }
    }
}

/// `the kernel would refuse attribute napi.ifindex: …`, or what else there is to say.
impl fmt::Display for Support {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFamily => f.write_str("the kernel has no such family"),
            Self::NoOperation => f.write_str("the kernel's family has no such operation"),
            Self::Untold(why) => why.fmt(f),
            Self::Judged { objections, unjudged } => {
                if objections.is_empty() {
                    f.write_str("the kernel's policy allows it")?;
                }
                for (index, objection) in objections.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{objection}")?;
                }
                for (index, path) in unjudged.iter().enumerate() {
                    let separator = if index == 0 { "; it is silent on " } else { ", " };
                    write!(f, "{separator}{path}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Untold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Protocol => "the protocol has no policies to ask for",
            Self::Kernel => "the kernel is too old to be asked for policies",
            Self::NoPolicy => "the kernel states no policy for the operation",
        })
    }
}

/// `attribute napi.ifindex is 0, but the least is 1 (wanted: u32, 1 to 4294967295)`.
impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attribute {} {}", self.path, self.fault)?;
        self.policy.as_ref().map_or(Ok(()), |policy| write!(f, " (wanted: {policy})"))
    }
}

/// The end of a sentence that begins with the attribute.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("is not known to the kernel"),
            Self::Beyond(excess) => excess.fmt(f),
            Self::Malformed => f.write_str("is malformed"),
        }
    }
}
