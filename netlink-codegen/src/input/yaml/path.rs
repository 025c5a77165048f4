//! Where in a YAML document a node is: the keys and indices that lead to it.

use std::{fmt, sync::Arc};

/// The keys and indices from the root of a document to one of its nodes. Cheap to clone and extend.
///
/// A path may lead to something that is not there, as a key that was left out: errors then point at the deepest
/// node that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    source: usize,
    last: Option<Arc<Link>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Link {
    parent: Option<Arc<Link>>,
    step: Step,
}

/// One step down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value of that key.
    Key(Arc<str>),
    /// The item of a sequence, from 0.
    Index(usize),
    /// Of a mapping's nth entry (from 0) the key itself.
    KeyOf(usize),
}

impl Path {
    /// The root of a source, given by its index in the spec's list of files.
    #[must_use]
    pub fn root(source: usize) -> Self {
        Self { source, last: None }
    }

    /// The value of a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.step(Step::Key(key.into()))
    }

    /// An item of a sequence, from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    /// The key of a mapping's nth entry, from 0.
    #[must_use]
    pub(super) fn key_of(&self, entry: usize) -> Self {
        self.step(Step::KeyOf(entry))
    }

    /// Which of the spec's files it is in.
    #[must_use]
    pub fn source(&self) -> usize {
        self.source
    }

    /// All steps, from the root on.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let links = std::iter::successors(self.last.as_ref(), |link| link.parent.as_ref());
        let mut steps: Vec<_> = links.map(|link| link.step.clone()).collect();
        steps.reverse();
        steps
    }

    /// The key whose value it is; none for the root and for items of sequences.
    pub(super) fn last_key(&self) -> Option<&str> {
        match &self.last.as_ref()?.step {
            Step::Key(key) => Some(key),
            _ => None,
        }
    }

    fn step(&self, step: Step) -> Self {
        Self { source: self.source, last: Some(Arc::new(Link { parent: self.last.clone(), step })) }
    }
}

/// `attribute-sets[3].attributes[1].type`
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps().iter().enumerate() {
            match step {
                Step::Key(key) if index == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(at) => write!(f, "[{at}]")?,
                Step::KeyOf(entry) => write!(f, ".(key {entry})")?,
            }
        }
        Ok(())
    }
}
