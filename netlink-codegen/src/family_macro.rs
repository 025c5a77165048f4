//! The macro `netlink_family!`: a family from a spec file, in place.

use std::env;
use std::path::PathBuf;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token, Visibility};

use crate::compile;
use crate::diagnostic::Source;
use crate::input::yaml;

/// `pub mod demo = "specs/demo.yaml", overlay = "specs/ours.yaml", crate = netlink_runtime`
struct Input {
    visibility: Visibility,
    name: Ident,
    path: LitStr,
    overlays: Vec<LitStr>,
    errata: bool,
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
        let (overlays, errata, runtime) = (Vec::new(), true, None);
        let mut parsed = Self { visibility, name, path, overlays, errata, runtime };
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            parsed.option(input)?;
        }
        if !input.is_empty() {
            return Err(input.error(OPTIONS));
        }
        Ok(parsed)
    }
}

/// What may follow the path.
const OPTIONS: &str = "unexpected; after the path only `overlay = \"path\"`, `errata = false` and \
                       `crate = path` may follow";

impl Input {
    /// Reads one of the options.
    fn option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let word = input.call(Ident::parse_any)?;
        let known = ["overlay", "errata", "crate"];
        if !known.iter().any(|known| word == known) {
            return Err(syn::Error::new(word.span(), OPTIONS));
        }
        input.parse::<Token![=]>()?;
        match word.to_string().as_str() {
            "overlay" => self.overlays.push(input.parse()?),
            "errata" => self.errata = input.parse::<syn::LitBool>()?.value,
            _ => self.runtime = Some(syn::Path::parse_mod_style(input)?),
        }
        Ok(())
    }

    /// All files, each with its path as written: the spec and its overlays.
    fn files(&self) -> impl Iterator<Item = (&LitStr, PathBuf)> {
        let paths = core::iter::once(&self.path).chain(&self.overlays);
        paths.map(|path| (path, absolute(&path.value())))
    }
}

/// Expands the macro. A relative path starts at the root of the package that calls it.
#[must_use]
pub fn netlink_family(tokens: TokenStream) -> TokenStream {
    let input = match syn::parse2::<Input>(tokens) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let runtime = match &input.runtime {
        Some(runtime) => quote!(#runtime),
        None => quote!(::netlink_runtime),
    };
    let mut sources = Vec::new();
    for (path, file) in input.files() {
        match std::fs::read_to_string(&file) {
            Ok(text) => sources.push(Source::new(path.value(), text)),
            Err(error) => {
                let text = "cannot read the spec, whose path starts at the package's root";
                return failed(&input, path, &format!("{text}: {error}"), None);
            }
        }
    }
    let tracked = tracked(&input, &runtime);
    let Input { visibility, name, path, .. } = &input;
    let spec = yaml::Input::new(sources.remove(0)).errata(input.errata);
    let spec = sources.into_iter().fold(spec, yaml::Input::overlay);
    match compile(spec, &runtime) {
        Ok(compiled) if !compiled.warnings.is_empty() => {
            // A macro has no way to warn, and what it keeps silent about is never mended.
            let warnings: Vec<_> = compiled.warnings.iter().map(ToString::to_string).collect();
            let text = format!("the spec is odd\n\n{}", warnings.join("\n"));
            failed(&input, path, text.trim_end(), Some(tracked))
        }
        Ok(compiled) => {
            let module = compiled.module(&quote!(#visibility), name);
            quote!(#module #tracked)
        }
        Err(diagnostics) => {
            let text = format!("the spec is wrong\n\n{diagnostics}");
            failed(&input, path, text.trim_end(), Some(tracked))
        }
    }
}

/// The error at a path, and an empty module so that its name is known.
fn failed(input: &Input, path: &LitStr, text: &str, tracked: Option<TokenStream>) -> TokenStream {
    let Input { visibility, name, .. } = input;
    let error = quote_spanned!(path.span()=> ::core::compile_error!(#text););
    quote!(#error #visibility mod #name {} #tracked)
}

/// Makes the compiler look at the files, so that an edit builds the caller again.
fn tracked(input: &Input, runtime: &TokenStream) -> TokenStream {
    let tracked = input.files().map(|(_, file)| {
        let file = file.to_string_lossy();
        let bytes = quote_spanned!(Span::call_site()=> [#runtime::generated::u8]);
        quote!(const _: &#bytes = ::core::include_bytes!(#file);)
    });
    quote!(#(#tracked)*)
}

fn absolute(path: &str) -> PathBuf {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    root.join(path)
}
