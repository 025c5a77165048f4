//! The macro `netlink_family!`: a family from a spec file, in place.

use std::env;
use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token, Visibility};

use crate::compile;
use crate::diagnostic::Source;

/// `pub mod demo = "specs/demo.yaml", crate = netlink_runtime`
struct Input {
    visibility: Visibility,
    name: Ident,
    path: LitStr,
    runtime: Option<syn::Path>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let visibility = input.parse()?;
        if !input.peek(Token![mod]) {
            return Err(input.error("expected `mod name = \"path/of/spec.yaml\"`"));
        }
        input.parse::<Token![mod]>()?;
        let name: Ident = input.parse()?;
        if !input.peek(Token![=]) {
            let text = format!("write the path of its spec: `mod {name} = \"path/of/spec.yaml\"`");
            return Err(syn::Error::new(name.span(), text));
        }
        input.parse::<Token![=]>()?;
        let path = input.parse()?;
        let mut runtime = None;
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            runtime = Some(syn::Path::parse_mod_style(input)?);
            input.parse::<Option<Token![,]>>()?;
        }
        if !input.is_empty() {
            return Err(input.error("unexpected; after the path only `crate = path` may follow"));
        }
        Ok(Self { visibility, name, path, runtime })
    }
}

/// Expands the macro. A relative path starts at the root of the package that calls it.
#[must_use]
pub fn netlink_family(tokens: TokenStream) -> TokenStream {
    let input = match syn::parse2::<Input>(tokens) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let Input { visibility, name, path, runtime } = &input;
    let file = absolute(&path.value());
    let source = match std::fs::read_to_string(&file) {
        Ok(text) => Source::new(path.value(), text),
        Err(error) => {
            let text = "cannot read the spec, whose path starts at the package's root";
            return failed(&input, &format!("{text}: {error}"), None);
        }
    };
    let runtime = match runtime {
        Some(runtime) => quote!(#runtime),
        None => quote!(::netlink_runtime),
    };
    match compile(&source, &runtime) {
        Ok(compiled) if !compiled.warnings.is_empty() => {
            // A macro has no way to warn, and what it keeps silent about is never mended.
            let warnings: Vec<_> = compiled.warnings.iter().map(ToString::to_string).collect();
            let text = format!("the spec is odd\n\n{}", warnings.join("\n"));
            failed(&input, text.trim_end(), Some(tracked(&file, &runtime)))
        }
        Ok(compiled) => {
            let module = compiled.module(&quote!(#visibility), name);
            let tracked = tracked(&file, &runtime);
            quote!(#module #tracked)
        }
        Err(diagnostics) => {
            let text = format!("the spec is wrong\n\n{diagnostics}");
            failed(&input, text.trim_end(), Some(tracked(&file, &runtime)))
        }
    }
}

/// The error at the path, and an empty module so that its name is known.
fn failed(input: &Input, text: &str, tracked: Option<TokenStream>) -> TokenStream {
    let Input { visibility, name, path, .. } = input;
    let error = quote_spanned!(path.span()=> ::core::compile_error!(#text););
    quote!(#error #visibility mod #name {} #tracked)
}

/// Makes the compiler look at the file, so that an edit builds the caller again.
fn tracked(file: &Path, runtime: &TokenStream) -> TokenStream {
    let file = file.to_string_lossy();
    let bytes = quote_spanned!(Span::call_site()=> [#runtime::generated::u8]);
    quote!(const _: &#bytes = ::core::include_bytes!(#file);)
}

fn absolute(path: &str) -> PathBuf {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    root.join(path)
}
