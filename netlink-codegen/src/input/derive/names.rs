//! Names of Rust items as the tables spell them.

use proc_macro2::Ident;
use syn::ext::IdentExt;

/// The name of a Rust item in tables: `SetDevice`, `set_device` and `SET_DEVICE` give
/// `set-device`, `r#type` gives `type`.
pub(super) fn table_name(ident: &Ident) -> String {
    kebab(&ident.unraw().to_string())
}

/// A name in lower case with hyphens between its words.
fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.trim_matches('_').chars().collect();
    let mut kebab = String::with_capacity(name.len() + 4);
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before]);
        let after_small = before.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        let last_capital = before.is_some_and(char::is_uppercase)
            && letters.get(index + 1).is_some_and(|c| c.is_lowercase());
        if letter == '_' {
            kebab.push('-');
            continue;
        }
        if letter.is_uppercase() && (after_small || last_capital) {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_of_rust_becomes_kebab_case() {
        for name in ["SetDevice", "set_device", "SET_DEVICE", "_set_device"] {
            assert_eq!(kebab(name), "set-device");
        }
        assert_eq!(kebab("HTTPServer"), "http-server");
        assert_eq!(kebab("Ipv4Address"), "ipv4-address");
        assert_eq!(kebab("_"), "");
    }

    #[test]
    fn a_raw_identifier_loses_its_mark() {
        let ident = Ident::new_raw("type", proc_macro2::Span::call_site());
        assert_eq!(table_name(&ident), "type");
    }
}
