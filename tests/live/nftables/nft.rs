//! What `nft` of nftables does and prints, as lines to compare.

use std::process::Command;

use serde_json::Value;

use crate::namespace::skip;
use crate::tool;

/// Makes all that this kernel can do of the rules in the file beside this one; whether `nft` is
/// installed.
pub(super) fn set_up() -> bool {
    if tool::run("nft --version").is_none() {
        return false;
    }
    for command in include_str!("ruleset.txt").lines() {
        let output = Command::new("nft").arg(command).env("PATH", "/usr/sbin:/sbin").output();
        let output = output.expect("nft was there a moment ago");
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            skip(&format!("nft {command}: {}", errors.lines().next().unwrap_or_default()));
        }
    }
    true
}

/// Everything of one kind in the rules, a line each, in order of the text.
pub(super) fn listed(kind: &str, line: impl Fn(&Value) -> String) -> Vec<String> {
    let text = tool::output("nft -j list ruleset").expect("nft was there a moment ago");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    let all = all["nftables"].as_array().expect("a list");
    let mut lines: Vec<_> = all.iter().filter_map(|one| one.get(kind)).map(line).collect();
    lines.sort_unstable();
    lines
}

/// The names of members of an object that it has, and their values.
pub(super) fn members(object: &Value, names: &[&str]) -> String {
    let member = |name: &&str| match object.get(*name)? {
        Value::String(text) => Some(format!("{name} {text} ")),
        value => Some(format!("{name} {value} ")),
    };
    names.iter().filter_map(member).collect()
}

/// Each rule as `nft --debug=netlink` prints it: table, chain and handle, and the kinds of its
/// expressions.
pub(super) fn rules() -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for line in debugged().lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        if let (Some(rule), true) = (rules.last_mut(), line.starts_with("  [ ")) {
            rule.push_str(&format!(" {}", words[1]));
        } else if let [family, table, chain, handle, ..] = words[..]
            && !line.starts_with(char::is_whitespace)
            && handle.parse::<u64>().is_ok()
        {
            rules.push(format!("{family} {table} {chain} {handle}"));
        }
    }
    rules.sort_unstable();
    rules
}

/// Each element as `nft --debug=netlink` prints it: table, set and the words of its key.
pub(super) fn elements() -> Vec<String> {
    let (mut elements, mut set) = (Vec::new(), String::new());
    for line in debugged().lines() {
        if let Some((before, name)) = line.split_once(" @").filter(|_| !line.contains('[')) {
            set = format!("{before} {name}");
        } else if let Some(element) = line.strip_prefix("\telement ") {
            let end = element.find("  ").expect("two spaces behind the key");
            elements.push(format!("{set} {}", &element[..end]));
        }
    }
    elements.sort_unstable();
    elements
}

fn debugged() -> String {
    tool::output("nft --debug=netlink list ruleset").expect("nft was there a moment ago")
}
