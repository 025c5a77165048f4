//! Compiling specs from a `build.rs`.

mod overlays;
mod pretty;

use std::path::{Path, PathBuf};
use std::{env, fmt, fs, io, process};

use proc_macro2::TokenStream;
use quote::quote;

use self::overlays::Overlays;
use crate::diagnostic::{Diagnostics, Source};
use crate::{Compiled, compile};

/// Compiles family specs to Rust files, from a `build.rs`.
///
/// Each spec becomes a file of the family's name in `OUT_DIR` that holds one public module, for
/// `netlink_runtime::include_family!`. Cargo runs the build script again when a spec changes, and
/// a file whose content stays the same is not written again.
#[derive(Clone, Debug, Default)]
pub struct Config {
    specs: Vec<PathBuf>,
    overlays: Vec<PathBuf>,
    no_errata: bool,
    out_dir: Option<PathBuf>,
    runtime: Option<String>,
    unformatted: bool,
    module_files: bool,
}

/// Why specs could not be compiled to files.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// A spec is wrong.
    Spec(Diagnostics),
    /// A file could not be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The build script has no `OUT_DIR`, and none was given.
    NoOutDir,
    /// The path of the runtime crate is no Rust path.
    RuntimePath(String),
    /// Two specs are of the same name, and would be one file.
    SameName(String),
    /// An overlay is for a family of which there is no spec.
    UnusedOverlay {
        /// The overlay.
        path: PathBuf,
        /// The family that it names.
        family: String,
    },
}

impl Config {
    /// A configuration without specs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a spec; a relative path starts at the package's root.
    #[must_use]
    pub fn spec(mut self, path: impl Into<PathBuf>) -> Self {
        self.specs.push(path.into());
        self
    }

    /// Adds specs.
    #[must_use]
    pub fn specs(mut self, paths: impl IntoIterator<Item = impl Into<PathBuf>>) -> Self {
        self.specs.extend(paths.into_iter().map(Into::into));
        self
    }

    /// Adds an overlay: a part of a spec, in the same schema, that is laid over the spec whose family it names; see
    /// [`Input`](crate::input::yaml::Input) for how. A relative path starts at the package's root.
    #[must_use]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Whether what is known to be wrong about bytes in the kernel's own specs is mended, which it is unless said.
    /// It is an overlay that states what the kernel's headers say, found by the family's name.
    #[must_use]
    pub fn errata(mut self, errata: bool) -> Self {
        self.no_errata = !errata;
        self
    }

    /// Writes to this directory, not to `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// The path under which the generated code finds the runtime crate; `::netlink_runtime`
    /// unless said.
    #[must_use]
    pub fn runtime_path(mut self, path: impl Into<String>) -> Self {
        self.runtime = Some(path.into());
        self
    }

    /// Whether each file is the content of a module, to be taken in by `mod name;` from a source
    /// tree, and not a module to be included. A crate that commits what is generated needs no
    /// build script, and its users build no compiler.
    #[must_use]
    pub fn module_files(mut self, module_files: bool) -> Self {
        self.module_files = module_files;
        self
    }

    /// Whether the files are formatted; they are unless said.
    #[must_use]
    pub fn format(mut self, format: bool) -> Self {
        self.unformatted = !format;
        self
    }

    /// Compiles all specs. On errors, prints each for Cargo to show and ends the process.
    pub fn compile(&self) {
        let Err(error) = self.try_compile() else { return };
        match &error {
            BuildError::Spec(diagnostics) => {
                eprintln!("{diagnostics}");
                for diagnostic in diagnostics.iter() {
                    println!("cargo::error={}", diagnostic.one_line());
                }
            }
            other => println!("cargo::error={other}"),
        }
        process::exit(1);
    }

    /// Compiles all specs and returns the files.
    ///
    /// # Errors
    /// The errors of the first spec that has any, or of reading and writing.
    pub fn try_compile(&self) -> Result<Vec<PathBuf>, BuildError> {
        let out_dir = match &self.out_dir {
            Some(path) => path.clone(),
            None => env::var_os("OUT_DIR").ok_or(BuildError::NoOutDir)?.into(),
        };
        let runtime = self.runtime_tokens()?;
        let mut overlays = Overlays::read(&self.overlays)?;
        let mut files: Vec<PathBuf> = Vec::new();
        for spec in &self.specs {
            let source = read(spec)?;
            let input = overlays.lay(&source)?.errata(!self.no_errata);
            let compiled = compile(input, &runtime).map_err(BuildError::Spec)?;
            for warning in &compiled.warnings {
                println!("cargo::warning={}", warning.one_line());
            }
            let name = compiled.module_name().to_string();
            let name = name.trim_start_matches("r#");
            let path = out_dir.join(format!("{name}.rs"));
            if files.contains(&path) {
                return Err(BuildError::SameName(name.to_owned()));
            }
            write_if_changed(&path, &self.text(&compiled, spec))
                .map_err(|error| BuildError::Io { path: path.clone(), error })?;
            files.push(path);
        }
        overlays.finish()?;
        Ok(files)
    }

    fn runtime_tokens(&self) -> Result<TokenStream, BuildError> {
        let path = self.runtime.as_deref().unwrap_or("::netlink_runtime");
        match syn::parse_str::<syn::Path>(path) {
            Ok(path) => Ok(quote!(#path)),
            Err(_) => Err(BuildError::RuntimePath(path.to_owned())),
        }
    }

    /// The text of a file.
    fn text(&self, compiled: &Compiled, spec: &Path) -> String {
        let module = match self.module_files {
            true => compiled.file(),
            false => compiled.module(&quote!(pub), &compiled.module_name()),
        };
        let from = spec.file_name().unwrap_or_default().to_string_lossy();
        let code = if self.unformatted { module.to_string() } else { pretty::pretty(module) };
        format!("// Generated by netlink-codegen from {from}. Changes here are lost.\n\n{code}")
    }
}

/// Reads a file and has Cargo watch it.
fn read(path: &Path) -> Result<Source, BuildError> {
    println!("cargo::rerun-if-changed={}", path.display());
    Source::read(path).map_err(|error| BuildError::Io { path: path.to_owned(), error })
}

fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text)
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(diagnostics) => diagnostics.fmt(f),
            Self::Io { path, error } => write!(f, "{}: {error}", path.display()),
            Self::NoOutDir => {
                f.write_str("OUT_DIR is not set: call this from a build script, or give `out_dir`")
            }
            Self::RuntimePath(path) => write!(f, "`{path}` is no path of a crate or module"),
            Self::SameName(name) => write!(f, "two specs have the family name `{name}`"),
            Self::UnusedOverlay { path, family } => {
                let path = path.display();
                write!(f, "{path}: the overlay is for `{family}`, but no spec is of that family")
            }
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Spec(diagnostics) => Some(diagnostics),
            Self::Io { error, .. } => Some(error),
            Self::NoOutDir
            | Self::RuntimePath(_)
            | Self::SameName(_)
            | Self::UnusedOverlay { .. } => None,
        }
    }
}
