//! The phases, one after the other: text, model, IR, tokens.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::yaml;
use crate::{emit, ir, lower};

/// A compiled family.
pub struct Compiled {
    /// The family.
    pub family: ir::Family,
    /// The items of its module.
    pub items: TokenStream,
    /// What is odd about the spec, though it can be compiled.
    pub warnings: Vec<Diagnostic>,
}

impl Compiled {
    /// The name of its module: the family's in snake case.
    #[must_use]
    pub fn module_name(&self) -> Ident {
        lower::module_name(&self.family.name)
    }

    /// The family as the whole content of a file that `mod name;` takes in.
    #[must_use]
    pub fn file(&self) -> TokenStream {
        let (items, docs) = (&self.items, emit::module_doc_inside(&self.family));
        quote!(#docs #items)
    }

    /// The family as a public module of the given name.
    #[must_use]
    pub fn module(&self, visibility: &TokenStream, name: &Ident) -> TokenStream {
        let (items, docs) = (&self.items, emit::module_doc(&self.family));
        quote! {
            #docs
            #[allow(dead_code, reason = "a program uses a part of the family")]
            #visibility mod #name {
                #items
            }
        }
    }
}

/// Compiles a spec, with its overlays; the code finds the runtime crate under the path `runtime`.
///
/// # Errors
/// All errors of the first phase that has any.
pub fn compile(
    input: impl Into<yaml::Input>,
    runtime: &TokenStream,
) -> Result<Compiled, Diagnostics> {
    let spec = yaml::parse(input)?;
    let family = lower::lower(&spec);
    let items = emit::family(&family, runtime);
    Ok(Compiled { family, items, warnings: spec.warnings().to_vec() })
}
