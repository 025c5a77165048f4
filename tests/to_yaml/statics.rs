//! The tables in generated code: each static, by its name.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};

/// What stands behind the name of each static.
pub(crate) type Statics = BTreeMap<String, String>;

/// All statics, also those in modules; what differs without a meaning is left out.
pub(crate) fn statics(items: TokenStream) -> Statics {
    let mut all = Statics::new();
    gather(items, &mut all);
    assert!(all.contains_key("FAMILY"), "{:?}", all.keys());
    all
}

fn gather(items: TokenStream, all: &mut Statics) {
    let tokens: Vec<TokenTree> = items.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => gather(group.stream(), all),
            TokenTree::Ident(word) if word == "static" && !is_lifetime(&tokens[..index]) => {
                let rest = tokens[index + 1..].iter();
                let end = |token: &&TokenTree| !matches!(token, TokenTree::Punct(p) if p.as_char() == ';');
                let text: Vec<_> = rest.take_while(end).map(ToString::to_string).collect();
                // The name, and behind it the type and the value.
                if let Some((name, rest)) = text.split_first() {
                    all.insert(name.clone(), rest.join(" "));
                }
            }
            _ => {}
        }
    }
}

/// Whether what follows these tokens is the name of a lifetime.
fn is_lifetime(before: &[TokenTree]) -> bool {
    matches!(before.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '\'')
}
