//! Names that a generated module imports.
//!
//! The emitter writes every name of the runtime behind the runtime's path, since a derived item
//! must not import anything into its user's scope. A module of its own may: there `rt::Some` is
//! just `Some`.

use proc_macro2::{Group, TokenStream, TokenTree};

/// What `generated::types` exports, and so what no type of a family may be called.
pub(crate) const IMPORTED: [&str; 42] = [
    "Array",
    "BStr",
    "BigEndian",
    "Bitfield32",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "From",
    "HardwareAddress",
    "Hash",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "List",
    "LittleEndian",
    "Nested",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Records",
    "Result",
    "SocketAddr",
    "Some",
    "SubMessage",
    "TypeValues",
    "Unknown",
    "Vec",
    "WithHeader",
    "bool",
    "i16",
    "i32",
    "i64",
    "i8",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// The tokens without `rt::` before imported names.
pub(super) fn unqualified(tokens: TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let token = match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), unqualified(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            TokenTree::Ident(ident) if IMPORTED.contains(&ident.to_string().as_str()) => {
                if ends_with_runtime(&out) {
                    out.truncate(out.len() - 3);
                }
                TokenTree::Ident(ident)
            }
            other => other,
        };
        out.push(token);
    }
    out.into_iter().collect()
}

/// Whether the tokens end in `rt::`, which is not itself within a longer path.
fn ends_with_runtime(tokens: &[TokenTree]) -> bool {
    let ends_in_path = |tokens: &[TokenTree]| {
        let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ':');
        matches!(tokens, [.., first, second] if colon(first) && colon(second))
    };
    match tokens {
        [before @ .., TokenTree::Ident(rt), _, _] => {
            rt == "rt" && ends_in_path(tokens) && !ends_in_path(before)
        }
        _ => false,
    }
}
