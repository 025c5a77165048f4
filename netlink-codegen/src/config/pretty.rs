//! Formatting of generated files.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::{Item, ItemMacro};

/// Formats code; code that cannot be parsed stays as it is, for rustc to complain of.
///
/// The formatter leaves the content of macro calls alone, so those that define items
/// (`flags!`) are taken out, laid out here, and put back.
pub(super) fn pretty(code: TokenStream) -> String {
    let Ok(mut file) = syn::parse2::<syn::File>(code.clone()) else {
        return code.to_string();
    };
    let mut bodies = Vec::new();
    take_bodies(&mut file.items, &mut bodies);
    let mut text = prettyplease::unparse(&file);
    for (index, body) in bodies.into_iter().enumerate() {
        text = put_back(&text, &marker(index), body);
    }
    text
}

/// Stands for the content of a macro call.
fn marker(index: usize) -> String {
    format!("__body_{index}__")
}

fn take_bodies(items: &mut [Item], bodies: &mut Vec<TokenStream>) {
    for item in items {
        match item {
            Item::Mod(module) => {
                if let Some((_, items)) = &mut module.content {
                    take_bodies(items, bodies);
                }
            }
            Item::Macro(ItemMacro { mac, .. })
                if matches!(mac.delimiter, syn::MacroDelimiter::Brace(_)) =>
            {
                let marker = quote::format_ident!("{}", marker(bodies.len()));
                bodies.push(std::mem::replace(&mut mac.tokens, quote::quote!(#marker)));
            }
            _ => {}
        }
    }
}

/// Replaces the line of a marker by the laid-out body, indented as the marker was.
fn put_back(text: &str, marker: &str, body: TokenStream) -> String {
    let Some(at) = text.find(marker) else { return text.to_owned() };
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[line_start..at];
    let indent = before.len() - before.trim_start().len();
    let inline = !before.trim().is_empty();
    let depth = indent / 4 + usize::from(inline);
    let mut layout = Layout { out: String::new(), depth };
    layout.items(body);
    let end = at + marker.len();
    if inline {
        let head = before.trim_end();
        let tail = text[end..].trim_start();
        let close = " ".repeat(indent);
        let (start, body) = (&text[..line_start], layout.out);
        format!("{start}{head}\n{body}{close}{tail}")
    } else {
        let rest = text[end..].strip_prefix('\n').unwrap_or(&text[end..]);
        format!("{}{}{rest}", &text[..line_start], layout.out)
    }
}

/// Lays out items: attributes, lines that end in a semicolon, and braces.
struct Layout {
    out: String,
    depth: usize,
}

impl Layout {
    fn items(&mut self, tokens: TokenStream) {
        let mut line: Vec<TokenTree> = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    if let Some(TokenTree::Group(group)) = tokens.next() {
                        self.attribute(group.stream());
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => {
                    self.line(&format!("{};", spaced(&line)));
                    line.clear();
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.line(&format!("{} {{", spaced(&line)));
                    line.clear();
                    self.depth += 1;
                    self.items(group.stream());
                    self.depth -= 1;
                    self.line("}");
                }
                other => line.push(other),
            }
        }
    }

    /// A documentation line as a comment, any other attribute as it is.
    fn attribute(&mut self, content: TokenStream) {
        let doc = syn::parse2::<syn::MetaNameValue>(content.clone()).ok();
        let text = doc.filter(|doc| doc.path.is_ident("doc")).and_then(|doc| {
            let syn::Expr::Lit(literal) = doc.value else { return None };
            let syn::Lit::Str(text) = literal.lit else { return None };
            Some(text.value())
        });
        match text {
            Some(text) => self.line(&format!("///{text}")),
            None => self.line(&format!("#[{}]", content.to_string().replace(" ,", ","))),
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(&" ".repeat(4 * self.depth));
        self.out.push_str(text.replace(" (", "(").trim());
        self.out.push('\n');
    }
}

/// Tokens with the spaces that a person would write.
fn spaced(tokens: &[TokenTree]) -> String {
    let mut out = String::new();
    let mut tight = true;
    for token in tokens {
        let text = token.to_string();
        if !tight && !matches!(text.as_str(), ":" | ",") {
            out.push(' ');
        }
        out.push_str(&text);
        tight = match token {
            TokenTree::Punct(punct) => {
                punct.spacing() == Spacing::Joint
                    || matches!(punct.as_char(), '!' | '&')
                    || out.ends_with("::")
            }
            _ => false,
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn flags_within_a_macro_are_laid_out_like_the_rest() {
        let code = quote! {
            mod a {
                rt::flags! {
                    #[doc = " Text."]
                    #[derive(Clone, Copy)]
                    pub struct Flags: u32 {
                        #[doc = " One."]
                        const ONE = 1;
                    }
                    table &tables::FLAGS;
                }
            }
        };
        let expected = "\
mod a {
    rt::flags! {
        /// Text.
        #[derive(Clone, Copy)]
        pub struct Flags: u32 {
            /// One.
            const ONE = 1;
        }
        table &tables::FLAGS;
    }
}
";
        assert_eq!(pretty(code), expected);
    }
}
