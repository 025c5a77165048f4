//! Tables of names.

use std::collections::{HashMap, hash_map::Entry};

use super::super::{node::Node, problem::Problems, words::NAME};

/// The names of one kind of object, each with its index.
#[derive(Debug)]
pub(super) struct Names<'a> {
    what: &'static str,
    list: Vec<&'a str>,
    index: HashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    /// The names of all objects in a list. Reports one given twice.
    pub(super) fn new(
        what: &'static str,
        nodes: impl IntoIterator<Item = &'a Node>,
        problems: &mut Problems,
    ) -> Self {
        let mut list = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        let mut nodes_seen: Vec<&Node> = Vec::new();
        for node in nodes {
            let node = node.get(NAME).unwrap_or(node);
            let name = node.text().unwrap_or_default();
            match index.entry(name) {
                Entry::Occupied(first) => {
                    let problem =
                        problems.add(&node.path, format!("{what} `{name}` is defined twice"));
                    problem.also("first defined here", &nodes_seen[*first.get()].path);
                }
                Entry::Vacant(vacant) => {
                    vacant.insert(list.len());
                }
            }
            list.push(name);
            nodes_seen.push(node);
        }
        Self { what, list, index }
    }

    /// The index of a name.
    pub(super) fn get(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// The index of the name that a node refers to. Reports one that is not there.
    pub(super) fn find(&self, node: &Node, problems: &mut Problems) -> Option<usize> {
        let name = node.text()?;
        let found = self.get(name);
        if found.is_none() {
            let problem = problems.add(&node.path, format!("there is no {} `{name}`", self.what));
            problem.help_for(name, self.list.iter().copied());
        }
        found
    }
}
