//! The overlays of a build script, each for the spec of one family.

use std::path::PathBuf;

use super::{BuildError, read};
use crate::diagnostic::Source;
use crate::input::yaml::{self, Input};

/// Overlays, and whether their specs have come.
pub(super) struct Overlays(Vec<Overlay>);

struct Overlay {
    path: PathBuf,
    family: String,
    source: Source,
    used: bool,
}

impl Overlays {
    pub(super) fn read(paths: &[PathBuf]) -> Result<Self, BuildError> {
        let overlay = |path: &PathBuf| {
            let source = read(path)?;
            let family = yaml::family_name(&source).map_err(BuildError::Spec)?;
            Ok(Overlay { path: path.clone(), family, source, used: false })
        };
        paths.iter().map(overlay).collect::<Result<_, _>>().map(Self)
    }

    /// The spec with the overlays that are for its family.
    pub(super) fn lay(&mut self, spec: &Source) -> Result<Input, BuildError> {
        let mut input = Input::new(spec.clone());
        if self.0.is_empty() {
            return Ok(input);
        }
        let family = yaml::family_name(spec).map_err(BuildError::Spec)?;
        for overlay in self.0.iter_mut().filter(|overlay| overlay.family == family) {
            overlay.used = true;
            input = input.overlay(overlay.source.clone());
        }
        Ok(input)
    }

    /// An overlay that was for no spec is a mistake.
    pub(super) fn finish(self) -> Result<(), BuildError> {
        match self.0.into_iter().find(|overlay| !overlay.used) {
            Some(Overlay { path, family, .. }) => Err(BuildError::UnusedOverlay { path, family }),
            None => Ok(()),
        }
    }
}
