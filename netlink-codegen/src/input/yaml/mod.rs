//! Family specs in the kernel's YAML schema (`Documentation/netlink/`, all four levels).
//!
//! Text to [`Spec`] in phases; each gathers all of its errors, and the next runs only if there were none:
//! 1. YAML to a tree of nodes, each knowing its [`Path`];
//! 2. the tree against the schema: closed objects, kinds of values, names, ranges;
//! 3. names to what they refer to, and numbers worked out.

mod anchors;
mod check;
mod errata;
mod input;
mod load;
mod locate;
pub mod model;
mod name;
mod node;
mod overlay;
mod path;
mod problem;
mod resolve;
mod rules;
mod schema;
mod words;

pub use input::Input;
pub use model::Spec;
pub use path::{Path, Step};

use self::{model::Level, overlay::Unknown, problem::Problems};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Sink, Snippet, Source};

/// Reads and checks a spec, with what is laid over it.
///
/// # Errors
/// All errors of the first phase that has any. What is only a warning is in [`Spec::warnings`] after the last phase.
pub fn parse(input: impl Into<Input>) -> Result<Spec, Diagnostics> {
    let Input { spec, errata, overlays } = input.into();
    let mut sources = vec![spec];
    let mut root = load::load(&sources, 0)?;
    if errata {
        sources.extend(root.text_of(words::NAME).and_then(errata::of));
    }
    let ours = sources.len();
    sources.extend(overlays);
    let sources = &sources[..];
    let mut problems = Problems::default();
    for at in 1..sources.len() {
        let unknown = if at < ours { Unknown::AddedIfFull } else { Unknown::Added };
        overlay::lay(load::load(sources, at)?, &mut root, unknown, &mut problems);
    }
    problems.finish(sources)?;

    let mut problems = Problems::default();
    let level = check::check(&root, &mut problems);
    rules::check(&root, &mut problems);
    problems.finish(sources)?;
    let level = level.unwrap_or(Level::Genetlink);

    let mut problems = Problems::default();
    let mut spec = resolve::resolve(&root, level, sources, &mut problems);
    spec.warnings = problems.finish(sources)?;
    Ok(spec)
}

/// The name of the family that a spec or an overlay is for.
///
/// # Errors
/// If it is not YAML, or says none.
pub fn family_name(source: &Source) -> Result<String, Diagnostics> {
    let root = load::load(std::slice::from_ref(source), 0)?;
    let name = root.text_of(words::NAME).map(str::to_owned);
    name.ok_or_else(|| {
        let error = Diagnostic::new("the key `name` is missing: the name of the family");
        error.at(source.snippet(1, 1, 1)).into()
    })
}

impl Spec {
    /// What is wrong in the spec without changing anything on the wire: attributes listed in a message whose set does
    /// not have them. The lists of some kernel specs do that; in a spec of one's own it is a slip.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The spec, if it has no warnings.
    ///
    /// # Errors
    /// All warnings, as errors.
    pub fn deny_warnings(mut self) -> Result<Self, Diagnostics> {
        let mut sink = Sink::new();
        for warning in std::mem::take(&mut self.warnings) {
            sink.push(warning.with_severity(Severity::Error));
        }
        sink.finish().map(|()| self)
    }

    /// An error at the node of that path: `spec.error(&attribute.path.key("type"), "...").help("...")`.
    #[must_use]
    pub fn error(&self, path: &Path, message: impl Into<String>) -> Diagnostic {
        let diagnostic = Diagnostic::new(message);
        match self.snippet(path) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    }

    /// The place of the node at that path, or of its nearest parent that exists.
    #[must_use]
    pub fn snippet(&self, path: &Path) -> Option<Snippet> {
        self.sources.get(path.source()).map(|source| locate::locate(source, path))
    }
}
