//! Requests that a fake kernel refuses.

use core::ops::ControlFlow;

use bstr::BString;

use crate::error::{Errno, Policy, ack_ids as ids};
use crate::payload::DecodeError;
use crate::schema::{Kind, Layout, Set, locate, walk};
use crate::wire::Writer;

/// Why a handler refuses a request: an `errno`, and what the kernel says beside it (extended
/// acknowledgement).
///
/// ```
/// use netlink_runtime::Errno;
/// use netlink_runtime::testing::Refusal;
///
/// let refusal = Refusal::new(Errno::EINVAL).message("no such mode").attribute("device.mode");
/// # let _ = refusal;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    errno: Errno,
    message: Option<BString>,
    attribute: Option<String>,
    missing: Option<String>,
    policy: Option<Policy>,
    cookie: Option<Vec<u8>>,
}

impl Refusal {
    /// A refusal that says no more than an `errno`.
    #[must_use]
    pub fn new(errno: Errno) -> Self {
        let (message, attribute, missing, policy, cookie) = (None, None, None, None, None);
        Self(Box::new(Inner { errno, message, attribute, missing, policy, cookie }))
    }

    /// With a text, `NLMSGERR_ATTR_MSG`.
    #[must_use]
    pub fn message(mut self, text: impl Into<BString>) -> Self {
        self.0.message = Some(text.into());
        self
    }

    /// With the attribute at fault, by its path as errors print it: `link-attrs.linkinfo.kind`.
    /// The request must have it; its place becomes `NLMSGERR_ATTR_OFFS`.
    #[must_use]
    pub fn attribute(mut self, path: impl Into<String>) -> Self {
        self.0.attribute = Some(path.into());
        self
    }

    /// With an attribute that the request lacks, by the path that it would have. The nest around
    /// it, if there is one, must be in the request.
    #[must_use]
    pub fn missing(mut self, path: impl Into<String>) -> Self {
        self.0.missing = Some(path.into());
        self
    }

    /// With what would have been taken for the attribute at fault, `NLMSGERR_ATTR_POLICY`.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.0.policy = Some(policy);
        self
    }

    /// With bytes whose meaning is the operation's, `NLMSGERR_ATTR_COOKIE`.
    #[must_use]
    pub fn cookie(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.cookie = Some(bytes.into());
        self
    }

    /// As it goes over the wire, for a request that has this layout and whose body, without the
    /// netlink headers of that size, is this.
    pub(super) fn outcome(&self, body: &[u8], layout: &Layout, headers: usize) -> Outcome {
        let mut message = self.0.message.clone();
        let attribute = self.0.attribute.as_ref().map(|path| (path, find(body, layout, path)));
        let missing = self.0.missing.as_ref().map(|path| (path, find_missing(body, layout, path)));
        let lost = [
            attribute.filter(|(_, found)| found.is_none()).map(|(path, _)| path),
            missing.filter(|(_, found)| found.is_none()).map(|(path, _)| path),
        ];
        if let Some(path) = lost.into_iter().flatten().next() {
            message = Some(format!("the fake kernel finds no place for {path:?}").into());
        }
        let offset = |at: usize| u32::try_from(at.saturating_add(headers)).unwrap_or(u32::MAX);
        let mut out = Writer::new();
        write_remark(&mut out, message.as_ref(), self.0.cookie.as_deref());
        out.optional(ids::OFFSET, &attribute.and_then(|(_, found)| found).map(offset));
        if let Some(policy) = &self.0.policy {
            let nest = out.begin_nest(ids::POLICY);
            policy.write(&mut out);
            out.end(nest);
        }
        if let Some((nest, id)) = missing.and_then(|(_, found)| found) {
            out.put(ids::MISSING, &u32::from(id));
            out.optional(ids::MISSING_IN, &nest.map(offset));
        }
        Outcome { errno: self.0.errno, attributes: out.take_bytes() }
    }

    /// The same for a request of which nothing is known.
    pub(super) fn bare_outcome(&self) -> Outcome {
        self.outcome(&[], &NO_LAYOUT, 0)
    }
}

impl From<Errno> for Refusal {
    fn from(errno: Errno) -> Self {
        Self::new(errno)
    }
}

/// A request that cannot be decoded is `EINVAL`, and the text says why.
impl From<DecodeError> for Refusal {
    fn from(error: DecodeError) -> Self {
        Self::new(Errno::EINVAL).message(error.to_string())
    }
}

/// Of requests that nobody knows.
const NO_LAYOUT: Layout = Layout { header: None, set: None };

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    /// 0 is success.
    pub(super) errno: Errno,
    /// `NLMSGERR_ATTR_*`.
    pub(super) attributes: Vec<u8>,
}

impl Outcome {
    /// Success, with what is remarked on it.
    pub(super) fn success(message: Option<&BString>, cookie: Option<&[u8]>) -> Self {
        let mut out = Writer::new();
        write_remark(&mut out, message, cookie);
        Self { errno: Errno(0), attributes: out.take_bytes() }
    }

    /// A failure of which the kernel says no more.
    pub(super) fn failure(errno: Errno) -> Self {
        Self { errno, attributes: Vec::new() }
    }

    pub(super) fn is_success(&self) -> bool {
        self.errno == Errno(0)
    }

    /// The code in an acknowledgement.
    pub(super) fn code(&self) -> i32 {
        self.errno.0.saturating_neg()
    }
}

fn write_remark(out: &mut Writer, message: Option<&BString>, cookie: Option<&[u8]>) {
    if let Some(message) = message {
        let mark = out.begin_attribute(ids::MESSAGE);
        out.extend(message);
        out.extend(&[0]);
        out.end(mark);
    }
    if let Some(cookie) = cookie {
        out.put(ids::COOKIE, cookie);
    }
}

/// Where the header of the attribute with this path is in a body.
fn find(body: &[u8], layout: &Layout, path: &str) -> Option<usize> {
    find_with_kind(body, layout, path).map(|(offset, _)| offset)
}

/// The same, with the set of what it holds.
fn find_with_kind(
    body: &[u8],
    layout: &Layout,
    path: &str,
) -> Option<(usize, Option<&'static Set>)> {
    let end = walk(body, layout, |found| {
        let tail = found.attribute.tail().as_ptr().addr();
        let offset = tail.wrapping_sub(body.as_ptr().addr());
        match locate(body, layout, offset) {
            Some(here) if here.to_string() == path => {
                ControlFlow::Break((offset, set_of(found.kind)))
            }
            _ => ControlFlow::Continue(()),
        }
    });
    match end {
        ControlFlow::Break(found) => Some(found),
        ControlFlow::Continue(()) => None,
    }
}

/// The set of the attributes in an attribute.
fn set_of(kind: &Kind) -> Option<&'static Set> {
    match kind {
        Kind::Nest(set) | Kind::Message(_, set) => Some(set),
        Kind::NestOf(set) => Some(set()),
        _ => None,
    }
}

/// The nest that lacks the attribute of this path, unless it is the message itself, and the id.
fn find_missing(body: &[u8], layout: &Layout, path: &str) -> Option<(Option<usize>, u16)> {
    let (nest, name) = path.rsplit_once('.')?;
    let (offset, set) = match layout.set {
        Some(set) if set.whole_name() == nest => (None, set),
        _ => {
            let (offset, set) = find_with_kind(body, layout, nest)?;
            (Some(offset), set?)
        }
    };
    let row = set.attributes.iter().find(|row| row.name == name)?;
    Some((offset, row.id))
}
