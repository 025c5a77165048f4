//! What `ip -json` says, as values.

use serde_json::Value;

use crate::namespace::skip;
use crate::tool;

/// Runs these `ip` commands one after the other; whether `ip` is installed.
///
/// Panics if one fails: then the test has set up something wrong.
pub(crate) fn set_up(commands: &[&str]) -> bool {
    commands.iter().all(|command| tool::output(&format!("ip {command}")).is_some())
}

/// Whether `ip` can make a link of this kind; if the kernel has no such kind, says so.
pub(crate) fn can_add(link: &str, kind: &str) -> bool {
    let Some(output) = tool::run(&format!("ip {link}")) else { return false };
    let errors = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        skip(&format!("a link of kind {kind} cannot be made: {}", errors.trim()));
    }
    output.status.success()
}

/// The objects that `ip -json` prints for this command.
pub(crate) fn json(command: &str) -> Vec<Value> {
    let text = tool::output(&format!("ip -json {command}")).expect("ip was there a moment ago");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("ip {command}: {error}: {text}"))
}

/// A member that is text, or `""`.
pub(crate) fn text<'a>(object: &'a Value, member: &str) -> &'a str {
    object[member].as_str().unwrap_or_default()
}

/// The index of the interface that a member names.
pub(crate) fn index(object: &Value, member: &str) -> u64 {
    let name = text(object, member);
    let links = json("link");
    let link = links.iter().find(|link| link["ifname"] == name);
    link.unwrap_or_else(|| panic!("no link {name:?}"))["ifindex"].as_u64().expect("a number")
}

/// The names in a list in capitals, each in small letters, in alphabetical order.
pub(crate) fn names(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("a list").iter();
    let mut names: Vec<_> = list.map(|name| name.as_str().expect("text").to_lowercase()).collect();
    names.sort();
    names
}
