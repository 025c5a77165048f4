//! Messages captured from the kernel and from `ip`, in `tests/fixtures/*.hex`.

use std::fs;
use std::path::{Path, PathBuf};

use netlink_runtime::schema::{Family, Order};

use crate::byte_order::{self, HOST};

/// Where the files are.
pub(crate) fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The messages of a file, each with its headers, in this machine's byte order.
pub(crate) fn load(name: &str, family: &Family) -> Vec<Vec<u8>> {
    let path = directory().join(name).with_extension("hex");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let from = byte_order(&text);
    let mut messages = parse(&text);
    if from != HOST {
        messages.iter_mut().for_each(|one| byte_order::swap_message(one, family, from));
    }
    messages
}

fn byte_order(text: &str) -> Order {
    match text.lines().find_map(|line| line.strip_prefix("# byte order: ")) {
        Some("little") => Order::Little,
        Some("big") => Order::Big,
        other => panic!("the byte order is {other:?}"),
    }
}

/// Blocks of hexadecimal digits; an empty line ends a message.
fn parse(text: &str) -> Vec<Vec<u8>> {
    let mut messages = vec![Vec::new()];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.is_empty() {
            messages.push(Vec::new());
        }
        let digits: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes = digits.chunks(2).map(|pair| {
            let pair: String = pair.iter().collect();
            u8::from_str_radix(&pair, 16).unwrap_or_else(|e| panic!("{pair}: {e}"))
        });
        messages.last_mut().expect("one is there").extend(bytes);
    }
    messages.retain(|message| !message.is_empty());
    messages
}
